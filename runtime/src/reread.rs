//! Values that were read already, and are read again as what they turned out to be.
//!
//! They go through JSON text, in the same way as the input of [`from_slice`](crate::from_slice) and the body of a
//! request: so that a model is compiled once for reading and once for writing, and not a second time for this.

use serde::de;
use serde::ser::Serialize;
use serde_json::Value;

use crate::decode::{Context, Decode, message};

/// JSON text.
type Json<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// Reads a value again.
pub(crate) fn reread<T: Decode, E: de::Error>(value: &Value, context: Context<'_>) -> Result<T, E> {
    reread_json(&value.to_string(), context, |deserializer| {
        T::decode(deserializer, context)
    })
}

/// Reads what was written as JSON, in some way.
pub(crate) fn reread_json<T, E: de::Error>(
    json: &str,
    context: Context<'_>,
    read: impl FnOnce(&mut Json<'_>) -> serde_json::Result<T>,
) -> Result<T, E> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    context
        .within_reread(|| read(&mut deserializer))
        .ok_or_else(|| E::custom("held back on too many levels"))?
        .map_err(|error| E::custom(message(&error)))
}

/// Reads the value of a member again, which was read as something else: what lies within is read twice.
pub(crate) fn reread_member<T: Decode, E: de::Error>(
    value: &Value,
    name: &str,
    context: Context<'_>,
) -> Result<T, E> {
    let Some(trying) = context.trying(2) else {
        return Err(E::custom("held back on too many levels"));
    };
    reread(value, trying).inspect_err(|_| context.leave_member(name))
}

/// A value of a model as it is written.
pub(crate) fn written(value: &(impl Serialize + ?Sized)) -> serde_json::Result<Value> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}
