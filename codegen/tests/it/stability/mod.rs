//! An additive edit of a document is an additive change of the crate.

mod edits;
mod surface;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_yaml::Value;
use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Source, generate};

const DOCUMENTS: [&str; 2] = [include_str!("pets.yaml"), include_str!("calls.yaml")];

/// Returns the public surface of the client of a document.
fn surface_of(document: &Value) -> BTreeSet<String> {
    let text = serde_yaml::to_string(document).expect("a document can be written");
    let source = Source::new("edited.yaml", text.as_str());
    let outcome = generate(&source, &Options::new("edited", "edited.yaml"));
    match outcome.generated {
        Some(generated) => surface::surface(&generated.files),
        None => panic!(
            "{text}\n{}",
            emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain)
        ),
    }
}

fn parse(document: &str) -> Value {
    serde_yaml::from_str(document).expect("the fixture is YAML")
}

/// Returns the items of a surface that an edited document no longer gives.
fn lost(before: &BTreeSet<String>, edited: &Value) -> Vec<String> {
    let after = surface_of(edited);
    let lost = before.difference(&after);
    // `operations` only has the types whose names are unique, which the documentation says.
    let is_promised = |item: &&String| !item.starts_with("use crate::operations::");
    lost.filter(is_promised).cloned().collect()
}

#[test]
fn additive_edits_keep_every_public_item() {
    let documents = DOCUMENTS.map(parse);
    let surfaces = documents.each_ref().map(surface_of);
    let types = surfaces.each_ref().map(surface::type_names);
    let edit = (0..edits::KINDS.len(), any::<[u16; 2]>());
    let edits = (0..documents.len(), prop::collection::vec(edit, 1..4));
    let config = Config {
        cases: 100,
        failure_persistence: None,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&edits, |(index, edits)| {
        let mut document = documents[index].clone();
        for (number, (kind, choices)) in edits.iter().enumerate() {
            edits::apply(
                &mut document,
                edits::KINDS[*kind],
                number,
                choices.map(usize::from),
                &types[index],
            );
        }
        let lost = lost(&surfaces[index], &document);
        prop_assert!(lost.is_empty(), "{edits:?} lost {lost:#?}");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn each_kind_of_edit_adds_to_the_surface() {
    for (number, kind) in edits::KINDS.into_iter().enumerate() {
        let grows = DOCUMENTS.map(parse).iter().any(|document| {
            let mut edited = document.clone();
            let types = surface::type_names(&surface_of(document));
            edits::apply(&mut edited, kind, number, [0, 4], &types);
            surface_of(&edited).len() > surface_of(document).len()
        });
        assert!(grows, "{kind:?} adds nothing");
    }
}

#[test]
fn removing_a_property_loses_its_field() {
    let document = parse(DOCUMENTS[0]);
    let mut edited = document.clone();
    let properties = edited["components"]["schemas"]["Pet"]["properties"].as_mapping_mut();
    properties.expect("a pet has properties").remove("nickname");
    let lost = lost(&surface_of(&document), &edited);
    assert!(
        lost.iter()
            .any(|item| item.starts_with("field crate::models::Pet.nickname: ")),
        "{lost:#?}"
    );
}
