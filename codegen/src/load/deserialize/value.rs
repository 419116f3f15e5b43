//! Reads values of the tree whose type has been checked.

use serde_json::Value as Json;
use serde_yaml::{Number, Value};

/// Returns a string.
pub(super) fn string(value: Value) -> Option<String> {
    match value {
        Value::String(string) => Some(string),
        _ => None,
    }
}

/// Returns the strings of a list.
pub(super) fn strings(value: Value) -> Vec<String> {
    match value {
        Value::Sequence(elements) => elements.into_iter().filter_map(string).collect(),
        _ => Vec::new(),
    }
}

/// Returns a boolean, which is false by default.
pub(super) fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

/// Returns an integer that is not negative.
pub(super) fn count(value: &Value) -> Option<u64> {
    value.as_u64()
}

/// Returns a number.
pub(super) fn number(value: Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Returns a value as JSON; `None` for null.
pub(super) fn json(value: Value) -> Option<Json> {
    serde_yaml::from_value(value)
        .ok()
        .filter(|json: &Json| !json.is_null())
}
