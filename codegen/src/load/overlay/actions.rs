//! Applies the actions of overlays.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde_json::Value as Json;
use serde_yaml::Value;

use super::merge::{Conflict, Kind, Merger, Origin};
use super::query::Query;
use super::read::{Action, Change, Overlay, Version};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics, Location};
use crate::document::{FilePointer, Moves};
use crate::load::tree::{find, find_mut, size};
use crate::source::JsonPointer;

/// The number of bytes by which overlays may expand a document.
const ALLOWANCE: usize = 64 << 20;

/// The maximum depth of a document, which is that of the parser.
const DEPTH: usize = 128;

/// Applies actions to the tree of a document.
pub(super) struct Actions<'a> {
    tree: &'a mut Value,
    /// The same document for JSONPath queries.
    json: Json,
    moves: Moves,
    diagnostics: &'a mut Diagnostics,
    /// The number of bytes by which the document may still be expanded.
    allowance: usize,
}

/// An action that cannot be applied.
type Failure = Box<Diagnostic>;

impl<'a> Actions<'a> {
    pub(super) fn new(tree: &'a mut Value, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            json: json(tree),
            tree,
            moves: Moves::default(),
            diagnostics,
            allowance: ALLOWANCE,
        }
    }

    /// Returns where the parts of the changed document are written.
    pub(super) fn into_moves(self) -> Moves {
        self.moves
    }

    /// Applies the actions of an overlay in their order, up to the first one that fails.
    pub(super) fn apply(&mut self, file: usize, overlay: &Overlay) -> Result<(), Failure> {
        for action in &overlay.actions {
            let site = Site {
                file,
                version: overlay.version,
                place: &action.place,
            };
            self.apply_one(action, &site)?;
        }
        Ok(())
    }

    fn apply_one(&mut self, action: &Action, site: &Site<'_>) -> Result<(), Failure> {
        let targets = action.target.select(&self.json);
        if targets.is_empty() {
            let message = format!("`{}` selects nothing", action.target.text);
            let diagnostic = site.diagnostic(Code::ActionWithoutEffect, "target", message);
            self.diagnostics
                .push(diagnostic.help("correct the path, or remove the action"));
            return Ok(());
        }
        match &action.change {
            Change::Remove => self.remove(targets, site),
            Change::Update(value) => {
                let place = FilePointer::new(site.file, site.place.key("update"));
                self.update(&targets, value, &Origin::File(place), site)
            }
            Change::Copy(query) => self.copy(query, &targets, site),
            Change::Nothing => {
                let message = "this action has none of `update`, `copy` and `remove: true`";
                let place = Anchor::Key(site.place.clone());
                let diagnostic = Diagnostic::new(Code::ActionWithoutEffect, place, message);
                let help = "add one of them, or remove the action";
                self.diagnostics
                    .push(diagnostic.help(help).in_file(site.file));
                Ok(())
            }
        }
    }

    /// Merges the value that a query selects into the targets.
    fn copy(
        &mut self,
        query: &Query,
        targets: &BTreeSet<JsonPointer>,
        site: &Site<'_>,
    ) -> Result<(), Failure> {
        self.require_overlay_1_1(site, "copy", "`copy` was added in Overlay 1.1");
        let sources = query.select(&self.json);
        let source = sources.first().filter(|_| sources.len() == 1);
        let value = source.and_then(|source| find(self.tree, source)).cloned();
        let (Some(source), Some(value)) = (source, value) else {
            let message = format!("`{}` selects {} values", query.text, sources.len());
            let diagnostic = site.diagnostic(Code::Incompatible, "copy", message);
            return Err(Box::new(diagnostic.help("select one value to copy")));
        };
        self.update(targets, &value, &Origin::Document(source.clone()), site)
    }

    /// Merges a value into the targets.
    fn update(
        &mut self,
        targets: &BTreeSet<JsonPointer>,
        value: &Value,
        origin: &Origin,
        site: &Site<'_>,
    ) -> Result<(), Failure> {
        let field = match origin {
            Origin::File(_) => "update",
            Origin::Document(_) => "copy",
        };
        let kind = self.common_kind(targets, site)?;
        match (kind, Kind::new(value)) {
            (Kind::Array, Kind::Array) => {
                let difference = "Overlay 1.0 adds an array to an array as a single element";
                self.require_overlay_1_1(site, field, difference);
            }
            (Kind::Primitive, _) => {
                self.require_overlay_1_1(site, "target", PRIMITIVE_TARGET);
            }
            _ => {}
        }
        for part in targets {
            self.spend(part, value, field, site)?;
            // Merging removes nothing, so every target is still there.
            let Some(target) = find_mut(self.tree, part) else {
                continue;
            };
            let mut merger = Merger {
                moves: &mut self.moves,
            };
            if let Err(conflict) = merger.merge(target, part, value, origin) {
                return Err(Box::new(self.conflict(&conflict, field, site)));
            }
        }
        // Queries of later actions are about the changed document.
        for part in targets {
            if let (Some(json_part), Some(target)) =
                (self.json.pointer_mut(part.as_str()), find(self.tree, part))
            {
                *json_part = json(target);
            }
        }
        Ok(())
    }

    /// Returns the kind that all targets have.
    fn common_kind(
        &self,
        targets: &BTreeSet<JsonPointer>,
        site: &Site<'_>,
    ) -> Result<Kind, Failure> {
        let mut kinds = targets.iter().filter_map(|part| {
            let target = find(self.tree, part)?;
            Some((part, Kind::new(target)))
        });
        let (first_part, first) = kinds.next().unzip();
        let first = first.unwrap_or(Kind::Primitive);
        let other = kinds.find(|(_, kind)| *kind != first);
        let (Some(first_part), Some((other_part, other))) = (first_part, other) else {
            return Ok(first);
        };
        let message = "the target selects values of several kinds";
        Err(Box::new(
            site.diagnostic(Code::Incompatible, "target", message)
                .help("use one action for each kind: objects, arrays and primitive values")
                .related(self.written(first_part), format!("{first}"))
                .related(self.written(other_part), format!("{other}")),
        ))
    }

    /// Reports what an overlay of version 1.0 cannot do. It is done all the same.
    fn require_overlay_1_1(&mut self, site: &Site<'_>, field: &str, message: &str) {
        if site.version == Version::V1_0 {
            let diagnostic = site.diagnostic(Code::OverlayFeature, field, message);
            self.diagnostics.push(
                diagnostic
                    .help("use `overlay: 1.1.0`")
                    .consequence("the client is generated as with Overlay 1.1"),
            );
        }
    }

    /// Takes the size of a value from what the document may be expanded by.
    fn spend(
        &mut self,
        part: &JsonPointer,
        value: &Value,
        field: &str,
        site: &Site<'_>,
    ) -> Result<(), Failure> {
        if part.tokens().count() + depth(value) > DEPTH {
            let message = format!("this nests the document more than {DEPTH} levels deep");
            let diagnostic = site.diagnostic(Code::Depth, field, message);
            let help = "move the inner parts to `components` and reference them";
            return Err(Box::new(diagnostic.help(help)));
        }
        let Some(rest) = self.allowance.checked_sub(size(value)) else {
            let message = format!(
                "the overlays expand the document by more than {} MiB",
                ALLOWANCE >> 20
            );
            let diagnostic = site.diagnostic(Code::Aliases, field, message);
            let help = "move repeated parts to `components` and reference them";
            return Err(Box::new(diagnostic.help(help)));
        };
        self.allowance = rest;
        Ok(())
    }

    fn conflict(&self, conflict: &Conflict, field: &str, site: &Site<'_>) -> Diagnostic {
        let (part, target) = &conflict.target;
        let (origin, value) = &conflict.value;
        let place = match origin {
            Origin::File(place) => Location {
                file: place.file,
                anchor: Anchor::Key(place.pointer.clone()),
            },
            Origin::Document(_) => site.location(field),
        };
        let message = format!("{value} cannot be merged into {target}");
        Diagnostic::new(Code::Incompatible, place, message)
            .help("remove the target in an action before this one, and add the value afterwards")
            .related(self.written(part), format!("{target}"))
    }

    /// Removes the targets.
    fn remove(&mut self, targets: BTreeSet<JsonPointer>, site: &Site<'_>) -> Result<(), Failure> {
        let is_primitive = |part: &JsonPointer| {
            find(self.tree, part).is_some_and(|target| Kind::new(target) == Kind::Primitive)
        };
        if targets.iter().any(is_primitive) {
            self.require_overlay_1_1(site, "target", PRIMITIVE_TARGET);
        }
        let mut targets: Vec<JsonPointer> = targets.into_iter().collect();
        // Inner values first, and later elements of an array before earlier ones: a removal changes
        // the positions of the elements behind it. So every target is still at its place.
        targets.sort_by_cached_key(|part| {
            let index = part.tokens().last().and_then(|last| last.parse().ok());
            let depth = part.tokens().count();
            (
                Reverse(depth),
                part.parent(),
                Reverse(index.unwrap_or(0_usize)),
            )
        });
        for part in targets {
            self.remove_part(&part, site)?;
        }
        Ok(())
    }

    fn remove_part(&mut self, part: &JsonPointer, site: &Site<'_>) -> Result<(), Failure> {
        let (Some(parent), Some(last)) = (part.parent(), part.tokens().last()) else {
            let message = "the root of the document cannot be removed";
            let diagnostic = site.diagnostic(Code::Incompatible, "target", message);
            return Err(Box::new(diagnostic));
        };
        match (
            find_mut(self.tree, &parent),
            self.json.pointer_mut(parent.as_str()),
        ) {
            (Some(Value::Mapping(members)), Some(Json::Object(json_members))) => {
                members.shift_remove(last.as_ref());
                json_members.remove(last.as_ref());
                self.moves.forget(part);
            }
            (Some(Value::Sequence(elements)), Some(Json::Array(json_elements))) => {
                if let Some(index) = last.parse().ok().filter(|index| *index < elements.len()) {
                    elements.remove(index);
                    json_elements.remove(index);
                    self.moves.remove_element(&parent, index, elements.len());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns where a part of the document is written.
    fn written(&self, part: &JsonPointer) -> Location {
        let written = self.moves.locate(part);
        Location {
            file: written.file,
            anchor: Anchor::Value(written.pointer),
        }
    }
}

const PRIMITIVE_TARGET: &str = "targets of Overlay 1.0 are objects and arrays";

/// An action in an overlay, for reports.
struct Site<'a> {
    file: usize,
    version: Version,
    place: &'a JsonPointer,
}

impl Site<'_> {
    /// Returns the location of the value of a field.
    fn location(&self, field: &str) -> Location {
        Location {
            file: self.file,
            anchor: Anchor::Value(self.place.key(field)),
        }
    }

    /// Creates a diagnostic about a field.
    fn diagnostic(&self, code: Code, field: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.location(field), message)
    }
}

/// Returns a value as JSON. The parser refuses what JSON cannot represent.
fn json(value: &Value) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}

/// Returns the number of levels of a value.
fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Mapping(members) => members.values().map(depth).max(),
        Value::Sequence(elements) => elements.iter().map(depth).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or_default()
}
