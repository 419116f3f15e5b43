//! The trait of types that can be decoded, and decoding a value again as another type. Values go
//! through JSON text, like the input of [`from_slice`](crate::from_slice), so that a model is not
//! compiled for another deserializer.

use serde::de::{self, Deserializer};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::error::message;
use crate::decode::json_types::JsonTypes;

/// A type that is decoded by the [rules of this crate](crate::decode).
///
/// Implemented by every type that a model can contain.
pub trait Decode: Sized {
    /// The JSON types that it decodes from, without lenience. Distinguishes alternatives.
    const JSON_TYPES: JsonTypes = JsonTypes::ANY;

    /// Returns whether an object with certain properties has all required ones. `has` returns
    /// whether it has a property. Their values are not considered.
    #[must_use]
    fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
        let _ = has;
        true
    }

    /// Returns whether a property of an object is declared.
    #[must_use]
    fn declares(name: &str) -> bool {
        let _ = name;
        true
    }

    /// Decodes the value.
    ///
    /// # Errors
    ///
    /// If the input cannot be read or does not match the type.
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error>;

    /// Decodes the value from a string that was already read.
    ///
    /// # Errors
    ///
    /// If the string does not match the type.
    #[doc(hidden)]
    fn decode_text<E: de::Error>(text: String, context: Context<'_>) -> Result<Self, E> {
        redecode(&Value::String(text), context)
    }

    /// Returns the value that an `Option` of the type contains if it is null. Only a type that has
    /// no other value than null returns one.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn from_null() -> Option<Self> {
        None
    }
}

/// A deserializer of JSON text.
type Json<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// Decodes a JSON value.
pub(crate) fn redecode<T: Decode, E: de::Error>(
    value: &Value,
    context: Context<'_>,
) -> Result<T, E> {
    redecode_str(&value.to_string(), context, |deserializer| {
        T::decode(deserializer, context)
    })
}

/// Decodes JSON text with a function.
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

/// Decodes the value of a property that was already read as a JSON value. Counts as decoding twice.
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
