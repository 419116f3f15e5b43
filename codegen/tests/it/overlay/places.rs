//! Where what overlays changed is reported.

use proptest::prelude::*;
use specwright::diagnostics::code::Code;
use specwright::diagnostics::emit;
use specwright::{Source, generate};

use super::{overlay, run, sources, verdict};
use crate::support::{HEAD, options, report};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
tags:
  - { name: cats }
  - { name: dogs, desc: Dogs. }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [cats]
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  schemas:
    Pet: { type: object, properties: { name: { type: string, example: 1 } } }
";

#[test]
fn what_an_overlay_wrote_is_reported_in_it() {
    let mistakes = overlay(
        "  - target: $.paths['/pets'].get
    update:
      sumary: The pets.
      parameters: [{ name: limit, in: query, schema: { type: integer, example: all } }]
  - target: $.components.schemas
    update: { Toy: { $ref: '#/components/schemas/Toys' } }
  - target: $.info.version
    update: 1.10
",
    );
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(verdict(DOCUMENT, &[&mistakes]));
    });
}

#[test]
fn what_no_overlay_wrote_is_reported_in_the_document() {
    let removal = overlay("  - target: $.tags[0]\n    remove: true\n");
    let (before, after) = (
        report(&run(DOCUMENT, &[])),
        report(&run(DOCUMENT, &[&removal])),
    );
    let closing = "in pets.yaml\n";
    assert!(before.ends_with(closing) && before.contains("OA201") && before.contains("OA601"));
    let more = "in pets.yaml and 1 more file\n";
    assert_eq!(before.replace(closing, ""), after.replace(more, ""));
}

#[test]
fn a_copy_is_reported_where_its_original_is_written() {
    let copies = overlay(
        "  - target: $.components.schemas\n    update: { Toy: {} }\n  - target: $.components.schemas.Toy\n    copy: $.components.schemas.Pet\n",
    );
    let outcome = run(DOCUMENT, &[&copies]);
    let examples = outcome.diagnostics.iter();
    let examples: Vec<_> = examples
        .filter(|found| found.code == Code::Example)
        .map(|found| {
            (
                found.location.file,
                found.location.pointer().unwrap().as_str(),
            )
        })
        .collect();
    // One problem at one place is reported once, whatever the number of copies.
    assert_eq!(
        examples,
        [(0, "/components/schemas/Pet/properties/name/example")]
    );
}

#[test]
fn a_version_that_is_not_supported_is_reported_in_its_overlay() {
    let swagger = overlay("  - target: $.openapi\n    update: 2.0.0\n");
    let outcome = run(DOCUMENT, &[&swagger]);
    let [found] = outcome.diagnostics.as_slice() else {
        panic!("{:#?}", outcome.diagnostics);
    };
    assert_eq!((found.code, found.location.file), (Code::Version, 1));
}

#[test]
fn a_number_in_an_overlay_becomes_the_string_that_is_written() {
    let number = overlay("  - target: $.info.version\n    update: 1.10\n");
    let files = run(DOCUMENT, &[&number]).generated.unwrap().files;
    assert!(
        files["src/lib.rs"].contains("1.10"),
        "{}",
        files["src/lib.rs"]
    );
}

#[test]
fn mistakes_that_an_overlay_removes_are_not_reported() {
    let document = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
tags:
  - { name: a, name: b, nmae: c }
  - { name: d }
  - { name: e }
paths: {}
";
    assert!(run(document, &[]).generated.is_none());
    let removal = overlay("  - target: $.tags[0]\n    remove: true\n");
    assert_eq!(run(document, &[&removal]).diagnostics, []);
    // The first of the elements with a mistake is now where another one was.
    let other = overlay("  - target: $.tags[1]\n    remove: true\n");
    let codes = |overlay: &str| -> Vec<(Code, String)> {
        let found = run(document, &[overlay]).diagnostics;
        let found = found.into_iter();
        found
            .map(|found| (found.code, found.location.pointer().unwrap().to_string()))
            .collect()
    };
    assert_eq!(
        codes(&other)[0],
        (Code::DuplicateKey, "/tags/0/name".to_owned())
    );
    let last = document
        .replace("{ name: e }", "{ name: e, name: f }")
        .replace("name: a, ", "");
    let found = run(&last, &[&removal]).diagnostics;
    assert_eq!(
        found[0].location.pointer().unwrap().as_str(),
        "/tags/2/name"
    );
}

#[test]
fn a_slice_of_a_changed_document_is_reported_as_written() {
    let added = overlay(
        "  - target: $.paths\n    update: { /toys: { get: { operationID: listToys, responses: {} } } }\n  - target: $.tags[0]\n    remove: true\n",
    );
    let mut options = options();
    options.overlays = sources(&[&added]);
    options.config.slice.include = vec!["/toys".parse().unwrap()];
    let outcome = generate(&Source::new("pets.yaml", DOCUMENT), &options);
    let found = outcome.diagnostics.iter();
    let unknown: Vec<_> = found
        .filter(|found| found.code == Code::UnknownField)
        .map(|found| {
            (
                found.location.file,
                found.location.pointer().unwrap().as_str(),
            )
        })
        .collect();
    assert_eq!(
        unknown,
        [
            (0, "/tags/1/desc"),
            (1, "/actions/0/update/~1toys/get/operationID")
        ]
    );
}

/// A change by an overlay.
#[derive(Clone, Debug)]
enum Step {
    Remove(usize),
    Append(usize),
    Copy(usize),
    Merge(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..6_usize).prop_map(Step::Remove),
        (0..6_usize).prop_map(Step::Append),
        (0..6_usize).prop_map(Step::Copy),
        (0..6_usize).prop_map(Step::Merge),
    ];
    proptest::collection::vec(step, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every unknown field has a name of its own, so a report that points to another place shows.
    #[test]
    fn reports_point_to_what_they_are_about(steps in steps()) {
        let mut names = (0..).map(|number| format!("unknown{number}"));
        let mut name = || names.next().unwrap();
        let tags: Vec<String> = (0..5).map(|_| tag(&mut name)).collect();
        let document = format!("{HEAD}paths: {{}}\ntags: [{}]\n", tags.join(", "));
        let mut actions = Vec::new();
        let mut length = 5;
        for step in steps {
            match step {
                Step::Append(count) => {
                    length += count;
                    let tags: Vec<String> = (0..count).map(|_| tag(&mut name)).collect();
                    actions.push(format!("{{ target: $.tags, update: [{}] }}", tags.join(", ")));
                }
                _ if length == 0 => {}
                Step::Remove(index) => {
                    let index = index % length;
                    length -= 1;
                    actions.push(format!("{{ target: '$.tags[{index}]', remove: true }}"));
                }
                Step::Copy(index) => {
                    let index = index % length;
                    length += 1;
                    actions.push("{ target: $.tags, update: {} }".to_owned());
                    let copy = format!("target: '$.tags[-1]', copy: '$.tags[{index}]'");
                    actions.push(format!("{{ {copy} }}"));
                }
                Step::Merge(index) => {
                    let index = index % length;
                    let tag = tag(&mut name);
                    actions.push(format!("{{ target: '$.tags[{index}]', update: {tag} }}"));
                }
            }
        }
        let overlay = overlay(&format!("  - {}\n", actions.join("\n  - ")));
        prop_assume!(!actions.is_empty());
        let outcome = run(&document, &[&overlay]);
        prop_assert!(outcome.generated.is_some(), "{}", report(&outcome));
        let mut codes = outcome.diagnostics.iter().map(|found| found.code);
        prop_assert!(codes.all(|code| code != Code::ActionWithoutEffect));
        let unknown = outcome.diagnostics.iter();
        let unknown: Vec<_> = unknown
            .filter(|found| found.code == Code::UnknownField)
            .cloned()
            .collect();
        prop_assert!(length == 0 || !unknown.is_empty());
        for located in emit::locate(&outcome.sources, &unknown) {
            let text = &outcome.sources[located.span.file].text[located.span.bytes.clone()];
            let message = &located.diagnostic.message;
            prop_assert!(message.contains(&format!("`{text}`")), "{text}: {message}");
        }
    }
}

/// Returns a tag with two unknown fields.
fn tag(name: &mut impl FnMut() -> String) -> String {
    let (outer, inner) = (name(), name());
    format!("{{ name: a, {outer}: 1, externalDocs: {{ url: b, {inner}: 1 }} }}")
}
