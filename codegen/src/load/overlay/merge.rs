//! Merges values into a document.

use std::fmt;

use serde_yaml::Value;

use crate::document::{FilePointer, Moves};
use crate::load::tree::members;
use crate::source::JsonPointer;

/// The kind of a value, which decides how others are merged with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    pub(super) fn new(value: &Value) -> Self {
        match value {
            Value::Mapping(_) | Value::Tagged(_) => Self::Object,
            Value::Sequence(_) => Self::Array,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Primitive,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Primitive => "a primitive value",
        })
    }
}

/// Where a merged value is written.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// In a file, as the value of `update`.
    File(FilePointer),
    /// In the document, as the value that `copy` selects.
    Document(JsonPointer),
}

impl Origin {
    fn key(&self, key: &str) -> Self {
        match self {
            Self::File(place) => Self::File(place.key(key)),
            Self::Document(pointer) => Self::Document(pointer.key(key)),
        }
    }

    /// Records that a part of the document comes from here.
    fn record(&self, part: JsonPointer, moves: &mut Moves) {
        match self {
            Self::File(place) => moves.replace(part, place.clone()),
            Self::Document(original) => moves.copy(original, &part),
        }
    }
}

/// A value that cannot be merged with one of another kind.
pub(super) struct Conflict {
    /// The value in the document.
    pub target: (JsonPointer, Kind),
    /// The value that was to be merged.
    pub value: (Origin, Kind),
}

/// Merges values into the document, and records where its parts are written.
pub(super) struct Merger<'a> {
    pub moves: &'a mut Moves,
}

impl Merger<'_> {
    /// Merges a value into the target of an action. An array gets the elements of another one, or
    /// any other value as an element.
    pub(super) fn merge(
        &mut self,
        target: &mut Value,
        part: &JsonPointer,
        value: &Value,
        origin: &Origin,
    ) -> Result<(), Conflict> {
        match target {
            Value::Sequence(elements) if Kind::new(value) != Kind::Array => {
                origin.record(part.index(elements.len()), self.moves);
                elements.push(value.clone());
                Ok(())
            }
            _ => self.merge_equal(target, part, value, origin),
        }
    }

    /// Merges a value into one of the same kind.
    fn merge_equal(
        &mut self,
        target: &mut Value,
        part: &JsonPointer,
        value: &Value,
        origin: &Origin,
    ) -> Result<(), Conflict> {
        match (target, value) {
            (Value::Mapping(target), Value::Mapping(fields)) => {
                for (name, field) in members(fields) {
                    let (part, origin) = (part.key(name), origin.key(name));
                    if let Some(target) = target.get_mut(name) {
                        self.merge_equal(target, &part, field, &origin)?;
                    } else {
                        origin.record(part, self.moves);
                        target.insert(name.into(), field.clone());
                    }
                }
            }
            (Value::Sequence(target), Value::Sequence(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    let origin = origin.key(&index.to_string());
                    origin.record(part.index(target.len()), self.moves);
                    target.push(element.clone());
                }
            }
            (target, value)
                if Kind::new(target) == Kind::Primitive && Kind::new(value) == Kind::Primitive =>
            {
                origin.record(part.clone(), self.moves);
                *target = value.clone();
            }
            (target, value) => {
                return Err(Conflict {
                    target: (part.clone(), Kind::new(target)),
                    value: (origin.clone(), Kind::new(value)),
                });
            }
        }
        Ok(())
    }
}
