//! Leaves out the parts of a document that a slice does not select.
//!
//! The tree is reduced before it is validated, so that mistakes in what is left out cost nothing.
//! Operations are selected first, then the components that they reach.

mod operations;
mod reach;

use serde_yaml::{Mapping, Value};

use super::files::Files;
use super::tree::{find, members_mut};
use crate::config::Slice;
use crate::diagnostics::Diagnostics;

/// Reduces a document to a slice. Drops what was reported of the parts that are left out.
pub(super) fn slice(files: &mut Files, slice: &Slice, diagnostics: &mut Diagnostics) {
    if slice.is_whole() {
        return;
    }
    let selection = operations::select(files.tree(0), slice, diagnostics);
    let reached = reach::reach(files, &selection, slice.keep_schemas, diagnostics);
    operations::retain(files.tree_mut(0), &reached.operations);
    retain_components(files.tree_mut(0), &reached);
    let tree = files.tree(0);
    diagnostics.retain_mut(|diagnostic| {
        let pointer = diagnostic.location.pointer();
        diagnostic.location.file != 0 || pointer.is_none_or(|pointer| find(tree, pointer).is_some())
    });
}

/// Removes the components that are not reached.
fn retain_components(root: &mut Value, reached: &reach::Reached) {
    let Some(components) = root.get_mut("components") else {
        return;
    };
    for (kind, components) in members_mut(components) {
        if let Value::Mapping(components) = components
            && !kind.starts_with("x-")
        {
            retain(components, |name| reached.has_component(kind, name));
        }
    }
}

/// Removes the members of an object whose names are not retained.
fn retain(mapping: &mut Mapping, mut is_retained: impl FnMut(&str) -> bool) {
    mapping.retain(|name, _| name.as_str().is_none_or(&mut is_retained));
}
