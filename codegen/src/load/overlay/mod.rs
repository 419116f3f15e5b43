//! Applies overlays to the tree of a document (OpenAPI Overlay 1.0 and 1.1).
//!
//! The tree changes before it is sliced and validated, so what an overlay corrects is not reported.

mod actions;
mod extends;
mod merge;
mod query;
mod read;

use serde_yaml::Value;

use super::parse::parse;
use super::tree::find;
use crate::diagnostics::Diagnostics;
use crate::document::{FilePointer, Moves};
use crate::source::{JsonPointer, Source};
use actions::Actions;
use read::Overlay;

/// The result of applying overlays, besides the changed document.
#[derive(Default)]
pub(super) struct Overlaid {
    /// The parts of the document that are written in overlays, or elsewhere in the document.
    pub moves: Moves,
    /// The trees of the overlays.
    pub trees: Vec<Value>,
}

/// Applies overlays in their order. Overlay `n` is the file `n + 1` of the run. Returns `None` if
/// one of them has errors, which are reported.
///
/// Afterwards, the places of what was reported of the document are those in the changed document.
/// What was reported of parts that the overlays removed or replaced is dropped.
pub(super) fn apply(
    tree: &mut Value,
    document: &Source,
    overlays: &[Source],
    diagnostics: &mut Diagnostics,
) -> Option<Overlaid> {
    if overlays.is_empty() {
        return Some(Overlaid::default());
    }
    let mut trees = Vec::new();
    let mut parsed = Vec::new();
    for (file, source) in (1..).zip(overlays) {
        let mut found = Diagnostics::new();
        let tree = parse(source, &mut found);
        let overlay = tree
            .as_ref()
            .filter(|_| !found.has_errors())
            .and_then(|tree| read::overlay(tree, &mut found));
        if let Some(overlay) = &overlay {
            extends::check(overlay, source, document, &mut found);
        }
        let found = found.into_vec().into_iter();
        diagnostics.extend(found.map(|diagnostic| diagnostic.in_file(file)));
        parsed.push(overlay.map(|overlay| (file, overlay)));
        trees.extend(tree);
    }
    // The errors of all overlays are reported before the first one is applied.
    let overlays: Vec<(usize, Overlay)> = parsed.into_iter().collect::<Option<_>>()?;
    let mut actions = Actions::new(tree, diagnostics);
    for (file, overlay) in &overlays {
        if let Err(error) = actions.apply(*file, overlay) {
            diagnostics.push(*error);
            return None;
        }
    }
    let moves = actions.into_moves();
    move_reports(tree, &moves, diagnostics);
    Some(Overlaid { moves, trees })
}

/// Moves the reports of the document to their places in the changed document, and drops those that
/// have none.
fn move_reports(tree: &Value, moves: &Moves, diagnostics: &mut Diagnostics) {
    diagnostics.retain_mut(|diagnostic| {
        let mut locations = diagnostic.locations_mut();
        locations.all(|location| {
            let Some(written) = location.pointer().filter(|_| location.file == 0) else {
                return true;
            };
            let part = part_written_at(tree, moves, written);
            part.map(|part| location.relocate(0, part)).is_some()
        })
    });
}

/// Returns the part of the changed document that is written at a place of the document.
fn part_written_at(tree: &Value, moves: &Moves, written: &JsonPointer) -> Option<JsonPointer> {
    let mut part = JsonPointer::root();
    let mut origin = FilePointer::new(0, JsonPointer::root());
    for token in written.tokens() {
        origin = origin.key(&token);
        let is_written_there = |part: &JsonPointer| moves.locate(part) == origin;
        part = match find(tree, &part)? {
            // Elements have other positions if an element before them was removed.
            Value::Sequence(elements) => (0..elements.len())
                .map(|index| part.index(index))
                .find(is_written_there)?,
            _ => Some(part.key(&token)).filter(is_written_there)?,
        };
    }
    find(tree, &part).map(|_| part)
}
