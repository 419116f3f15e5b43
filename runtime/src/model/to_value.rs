//! The JSON value that a value of a model is encoded as.

use serde::ser::Serialize;
use serde_json::Value;

/// A value of a model as it is written.
pub(crate) fn to_value(value: &(impl Serialize + ?Sized)) -> serde_json::Result<Value> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}
