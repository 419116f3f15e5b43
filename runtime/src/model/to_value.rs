//! Encoding a value as a JSON tree.

use serde::ser::Serialize;
use serde_json::Value;

/// Encodes a value of a model.
pub(crate) fn to_value(value: &(impl Serialize + ?Sized)) -> serde_json::Result<Value> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}
