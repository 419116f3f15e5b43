//! Schemas that are simple enough to be part of a constraint.

use std::fmt;

use serde_json::Value;

use crate::decode::json_types::JsonTypes;
use crate::validate::number::{Number, compare};

/// A schema in `contains` or `not`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SimpleSchema {
    /// `const` or `enum`: a value is one of these.
    Values(&'static [Scalar]),
    /// `type`: a value is of one of these types.
    Type(JsonTypes),
    /// `required`: an object has all of these properties.
    Required(&'static [&'static str]),
}

/// A value that is neither an array nor an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// Null.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(&'static str),
}

impl SimpleSchema {
    /// Returns whether a value satisfies the schema. `required` is satisfied by everything that is
    /// not an object.
    pub(super) fn matches(&self, value: &Value) -> bool {
        match self {
            Self::Values(values) => values.iter().any(|known| known.equals(value)),
            Self::Type(types) => types.meets(json_types(value)),
            Self::Required(names) => value
                .as_object()
                .is_none_or(|members| names.iter().all(|name| members.contains_key(*name))),
        }
    }
}

impl Scalar {
    fn equals(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Boolean(one), Value::Bool(other)) => one == *other,
            (Self::Number(one), Value::Number(other)) => {
                compare(other, one) == Some(std::cmp::Ordering::Equal)
            }
            (Self::String(one), Value::String(other)) => one == other,
            _ => false,
        }
    }
}

/// Returns the types of a value. In JSON Schema, `1.0` is an integer.
fn json_types(value: &Value) -> JsonTypes {
    match value {
        Value::Null => JsonTypes::NULL,
        Value::Bool(_) => JsonTypes::BOOLEAN,
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() != 0.0 => JsonTypes::FRACTION,
            _ => JsonTypes::INTEGER,
        },
        Value::String(_) => JsonTypes::STRING,
        Value::Array(_) => JsonTypes::ARRAY,
        Value::Object(_) => JsonTypes::OBJECT,
    }
}

impl fmt::Display for SimpleSchema {
    /// Says what a value is that satisfies the schema: `one of 1, "a"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values([only]) => write!(f, "equal to {only}"),
            Self::Values(values) => {
                f.write_str("one of ")?;
                for (index, value) in values.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{value}")?;
                }
                Ok(())
            }
            Self::Type(types) => write!(f, "of type {types}"),
            Self::Required(names) => write!(f, "an object with {}", names.join(" and ")),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => write!(f, "{text:?}"),
        }
    }
}
