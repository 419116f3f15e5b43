//! Makes one document of all files, in which every reference leads to a component: `#/components/<kind>/<name>`.
//!
//! What a reference leads to elsewhere is moved to the components, and a reference to it is left in its place, so that
//! nothing is there twice. Path items and callbacks have no place among the components of the document's types: those
//! are copied to where they are referred to.

mod name;
mod place;
mod tag;

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use super::files::Files;
use super::grammar::has_component;
use super::reference::{Form, Resolved, Target};
use crate::diagnostics::Diagnostics;
use crate::document::{Origins, Renames};
use crate::source::JsonPointer;

/// Bundles the files into the first of them. `links` are the references that lead anywhere but plainly to components.
pub(super) fn bundle(
    files: &mut Files,
    mut links: Vec<Resolved>,
    renames: Renames,
    diagnostics: &mut Diagnostics,
) -> Origins {
    for link in &mut links {
        link.from.1 = renames.repaired(link.from.0, &link.from.1);
        link.to.1 = renames.repaired(link.to.0, &link.to.1);
    }
    let file_names = (0..files.count()).map(|file| files.source(file).file_name());
    let mut origins = Origins::new(file_names.collect(), renames);
    let (to_components, in_place): (Vec<_>, Vec<_>) = links
        .into_iter()
        .partition(|link| has_component(link.expected));
    move_to_components(files, &to_components, &mut origins);
    let sites: HashMap<Target, Target> = in_place
        .into_iter()
        .map(|link| (link.from, link.to))
        .collect();
    place::lay(files, &sites, &mut origins, diagnostics);
    origins
}

fn move_to_components(files: &mut Files, links: &[Resolved], origins: &mut Origins) {
    let components = name::components(files, links);
    for link in links {
        let reference = match components.get(&link.to) {
            Some((kind, name)) => format!("#/components/{kind}/{name}"),
            None => format!("#{}", link.to.1),
        };
        let place = super::at_mut(files.tree_mut(link.from.0), &link.from.1);
        match (place, link.form) {
            (Some(place), Form::Mapping) => *place = reference.into(),
            (Some(Value::Mapping(members)), Form::Object | Form::Field) => {
                members.insert("$ref".into(), reference.into());
            }
            // Something around it was mended away.
            _ => {}
        }
    }
    let mut targets: Vec<&Target> = components.keys().collect();
    // What is inside moves first: then nothing that is to move has gone already.
    targets.sort_by_key(|target| std::cmp::Reverse(target.1.tokens().count()));
    let mut contents: HashMap<&Target, Value> = HashMap::new();
    for target in targets {
        let (kind, name) = &components[target];
        let left = [("$ref".into(), format!("#/components/{kind}/{name}").into())];
        if let Some(content) = super::at_mut(files.tree_mut(target.0), &target.1) {
            let left = Value::Mapping(left.into_iter().collect());
            contents.insert(target, std::mem::replace(content, left));
        }
    }
    for (target, (kind, name)) in &components {
        let content = contents.remove(target);
        if let (Some(content), Some(home)) = (content, home_of(files.tree_mut(0), kind)) {
            home.insert(name.as_str().into(), content);
            let place = JsonPointer::root().key("components").key(kind).key(name);
            origins.record_move(place, target.clone());
        }
    }
    let schemas = components
        .iter()
        .filter(|(_, (kind, _))| *kind == "schemas");
    let own = schemas.filter_map(|(target, (_, name))| {
        let own = match target.1.tokens().last() {
            Some(last) => last.into_owned(),
            None => files.source(target.0).stem(),
        };
        (own != *name).then(|| (format!("#/components/schemas/{name}"), own))
    });
    let own = own.collect();
    tag::keep(files.tree_mut(0), &own);
}

/// The components of a kind, which are made where there are none.
fn home_of<'v>(root: &'v mut Value, kind: &str) -> Option<&'v mut Mapping> {
    let empty = || Value::Mapping(Mapping::new());
    let root = root.as_mapping_mut()?;
    let components = root.entry("components".into()).or_insert_with(empty);
    let components = components.as_mapping_mut()?;
    let home = components.entry(kind.into()).or_insert_with(empty);
    home.as_mapping_mut()
}
