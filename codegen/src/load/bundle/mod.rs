//! Bundles the files of a document into one, in which every reference is to a component:
//! `#/components/<kind>/<name>`.
//!
//! All other targets of references are moved to `components` and replaced with references, so that
//! nothing is duplicated. Path items and callbacks are copied instead.

mod discriminator;
mod inline;
mod name;

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;
use serde_yaml::{Mapping, Value};

use super::files::Files;
use super::grammar::Grammar;
use super::references::ResolvedRef;
use super::tree::find_mut;
use super::validate::RefForm;
use crate::diagnostics::Diagnostics;
use crate::document::{FilePointer, Origins};
use discriminator::preserve_discriminator_values;
use inline::inline_path_items;
use name::{ComponentName, name_components};

/// Bundles the files into the first of them. `references` are those that do not directly reference
/// components.
pub(super) fn bundle(
    files: &mut Files,
    grammar: &'static Grammar,
    references: Vec<ResolvedRef>,
    diagnostics: &mut Diagnostics,
) -> Origins {
    let file_names = (0..files.count()).map(|file| files.source(file).file_name());
    let mut origins = Origins::new(file_names.collect(), files.overlaid().clone());
    let (to_components, in_place): (Vec<_>, Vec<_>) = references
        .into_iter()
        .partition(|reference| grammar.is_referable(reference.expected));
    move_to_components(files, grammar, &to_components, &mut origins);
    let targets: HashMap<FilePointer, FilePointer> = in_place
        .into_iter()
        .map(|reference| (reference.from, reference.to))
        .collect();
    inline_path_items(files, grammar, &targets, &mut origins, diagnostics);
    origins
}

fn move_to_components(
    files: &mut Files,
    grammar: &'static Grammar,
    references: &[ResolvedRef],
    origins: &mut Origins,
) {
    let components = name_components(files, grammar, references);
    for reference in references {
        let target = match components.get(&reference.to) {
            Some(component) => component.reference(),
            None => format!("#{}", reference.to.pointer),
        };
        if reference.form == RefForm::Key {
            let tokens = reference.to.pointer.tokens();
            let name = match components.get(&reference.to) {
                Some(component) => Some(component.name.clone()),
                None => tokens.last().map(Cow::into_owned),
            };
            rename(files, &reference.from, name.unwrap_or_default());
        } else {
            write_reference(files, reference, target);
        }
    }
    let mut contents = take_contents(files, &components);
    for (origin, component) in &components {
        let content = contents.remove(origin);
        let all = components_of_kind(files.tree_mut(0), component.kind);
        if let (Some(content), Some(all)) = (content, all) {
            all.insert(component.name.as_str().into(), content);
            origins.record_move(component.pointer(), origin.clone());
        }
    }
    let own_names = own_schema_names(files, &components);
    preserve_discriminator_values(files.tree_mut(0), &own_names);
}

/// Replaces the target of a reference with a component.
fn write_reference(files: &mut Files, reference: &ResolvedRef, target: String) {
    let from = &reference.from;
    let place = find_mut(files.tree_mut(from.file), &from.pointer);
    match (place, reference.form) {
        (Some(place), RefForm::Mapping | RefForm::Keyword) => *place = target.into(),
        (Some(Value::Mapping(members)), RefForm::Object | RefForm::Field) => {
            members.insert("$ref".into(), target.into());
        }
        // A repair replaced a value around it.
        _ => {}
    }
}

/// Renames the key at a place.
fn rename(files: &mut Files, place: &FilePointer, name: String) {
    let (Some(parent), Some(key)) = (place.pointer.parent(), place.pointer.tokens().last()) else {
        return;
    };
    if let Some(Value::Mapping(members)) = find_mut(files.tree_mut(place.file), &parent)
        && let Some(value) = members.shift_remove(key.as_ref())
    {
        members.insert(name.into(), value);
    }
}

/// Removes the future components from the files, and replaces them with references.
fn take_contents(
    files: &mut Files,
    components: &IndexMap<FilePointer, ComponentName>,
) -> HashMap<FilePointer, Value> {
    let mut origins: Vec<&FilePointer> = components.keys().collect();
    // Move inner values first, so that outer ones still contain them.
    origins.sort_by_key(|origin| std::cmp::Reverse(origin.pointer.tokens().count()));
    let mut contents = HashMap::new();
    for origin in origins {
        let reference = [("$ref".into(), components[origin].reference().into())];
        if let Some(content) = find_mut(files.tree_mut(origin.file), &origin.pointer) {
            let reference = Value::Mapping(reference.into_iter().collect());
            contents.insert(origin.clone(), std::mem::replace(content, reference));
        }
    }
    contents
}

/// Returns the original names of schemas that became components with another name, by the
/// references to them.
fn own_schema_names(
    files: &Files,
    components: &IndexMap<FilePointer, ComponentName>,
) -> HashMap<String, String> {
    let schemas = components.iter();
    let schemas = schemas.filter(|(_, component)| component.kind == "schemas");
    let own_names = schemas.filter_map(|(origin, component)| {
        let own_name = match origin.pointer.tokens().last() {
            Some(last) => last.into_owned(),
            None => files.source(origin.file).stem(),
        };
        (own_name != component.name).then(|| (component.reference(), own_name))
    });
    own_names.collect()
}

/// Returns the components of a kind, and makes an empty object of them if there are none.
fn components_of_kind<'v>(root: &'v mut Value, kind: &str) -> Option<&'v mut Mapping> {
    let empty = || Value::Mapping(Mapping::new());
    let root = root.as_mapping_mut()?;
    let components = root.entry("components".into()).or_insert_with(empty);
    let components = components.as_mapping_mut()?;
    let all = components.entry(kind.into()).or_insert_with(empty);
    all.as_mapping_mut()
}
