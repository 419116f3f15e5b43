//! The trait of a value that can be decoded, and decoding a value again.

use serde::de::{self, Deserializer};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::error::message;
use crate::decode::json_types::JsonTypes;

/// A value that is read by the [rules of this crate](self).
///
/// Every type that can stand in a model implements it.
pub trait Decode: Sized {
    /// What it can be read from, leaving lenience aside. Alternatives are told apart by it.
    const JSON_TYPES: JsonTypes = JsonTypes::ANY;

    /// Whether an object that has members of some names has every one that such a value must have. Says nothing of the
    /// members themselves.
    #[must_use]
    fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
        let _ = has;
        true
    }

    /// Whether a member of an object would not be read as one that is not declared.
    #[must_use]
    fn declares(name: &str) -> bool {
        let _ = name;
        true
    }

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the input cannot be read, or is not such a value.
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error>;

    /// Reads the value of a string that was read already.
    ///
    /// # Errors
    ///
    /// When it is not such a value.
    #[doc(hidden)]
    fn decode_text<E: de::Error>(text: String, context: Context<'_>) -> Result<Self, E> {
        redecode(&Value::String(text), context)
    }
}

/// JSON text.
type Json<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// Reads a value again.
pub(crate) fn redecode<T: Decode, E: de::Error>(
    value: &Value,
    context: Context<'_>,
) -> Result<T, E> {
    redecode_str(&value.to_string(), context, |deserializer| {
        T::decode(deserializer, context)
    })
}

/// Reads what was written as JSON, in some way.
pub(crate) fn redecode_str<T, E: de::Error>(
    json: &str,
    context: Context<'_>,
    read: impl FnOnce(&mut Json<'_>) -> serde_json::Result<T>,
) -> Result<T, E> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    context
        .within_redecode(|| read(&mut deserializer))
        .ok_or_else(|| E::custom("held back on too many levels"))?
        .map_err(|error| E::custom(message(&error)))
}

/// Reads the value of a member again, which was read as something else: what lies within is read twice.
pub(crate) fn redecode_field<T: Decode, E: de::Error>(
    value: &Value,
    name: &str,
    context: Context<'_>,
) -> Result<T, E> {
    let Some(trial) = context.with_budget(2) else {
        return Err(E::custom("held back on too many levels"));
    };
    redecode(value, trial).inspect_err(|_| context.push_field(name))
}
