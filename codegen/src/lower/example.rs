//! Examples and default values.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use super::Lowering;
use super::schema::Lowered;
use crate::ir::{LiteralCheck, LiteralKind, ShownExample};
use crate::source::PathCursor;

impl Lowering<'_> {
    /// Notes a value of the document that should fit a type.
    pub(super) fn defer_literal_check(
        &mut self,
        kind: LiteralKind,
        cursor: &PathCursor<'_>,
        lowered: &Lowered,
        value: &Value,
    ) {
        self.deferred.literals.push(LiteralCheck {
            kind,
            pointer: cursor.to_pointer(),
            ty: lowered.ty.clone(),
            nullable: lowered.nullable,
            constraints: lowered.constraints.clone(),
            value: value.clone(),
        });
    }
}

/// The first example that a media type or a parameter gives.
pub(super) fn first(
    only: Option<&Value>,
    several: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
    cursor: &PathCursor<'_>,
) -> Option<ShownExample> {
    let shown = |cursor: &PathCursor<'_>, value: &Value| ShownExample {
        pointer: cursor.to_pointer().as_str().to_owned(),
        value: value.clone(),
    };
    if let Some(value) = only {
        return Some(shown(&cursor.key("example"), value));
    }
    several.iter().find_map(|(name, example)| match example {
        ReferenceOr::Item(example) => Some(shown(
            &cursor.key("examples").key(name).key("value"),
            example.value.as_ref()?,
        )),
        ReferenceOr::Reference { .. } => None,
    })
}
