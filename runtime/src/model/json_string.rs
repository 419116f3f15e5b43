//! JSON documents in strings.

use std::fmt;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};

use crate::decode::context::Context;
use crate::decode::decodable::{Decode, redecode_str};
use crate::decode::entry::deserialize;
use crate::decode::json_types::JsonTypes;

/// A string that contains a JSON document: the value of the document, and the string that it was
/// decoded from.
///
/// A decoded string is encoded unchanged. Two strings are equal if their values are.
///
/// ```
/// use specwright_runtime::{JsonString, from_slice};
///
/// let codes: JsonString<Vec<i32>> = from_slice(b"\"[200, 404]\"")?;
/// assert_eq!(*codes, [200, 404]);
/// assert_eq!(serde_json::to_string(&codes)?, "\"[200, 404]\"");
/// assert_eq!(serde_json::to_string(&JsonString::from(vec![200]))?, "\"[200]\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct JsonString<T> {
    value: T,
    /// The decoded string.
    text: Option<Box<str>>,
}

impl<T> JsonString<T> {
    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> From<T> for JsonString<T> {
    fn from(value: T) -> Self {
        Self { value, text: None }
    }
}

impl<T> Deref for JsonString<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for JsonString<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Shows the value, because the string may contain secrets.
impl<T: fmt::Debug> fmt::Debug for JsonString<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: Decode> Decode for JsonString<T> {
    const JSON_TYPES: JsonTypes = JsonTypes::STRING;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        let text = String::decode(deserializer, context)?;
        Self::decode_text(text, context)
    }

    fn decode_text<E: de::Error>(text: String, context: Context<'_>) -> Result<Self, E> {
        let value = redecode_str(&text, context, |deserializer| {
            let value = T::decode(&mut *deserializer, context)?;
            deserializer.end()?;
            Ok(value)
        })?;
        Ok(Self {
            value,
            text: Some(text.into()),
        })
    }
}

impl<'de, T: Decode> Deserialize<'de> for JsonString<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T: Serialize> Serialize for JsonString<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(text) = &self.text {
            return serializer.serialize_str(text);
        }
        let text = serde_json::to_string(&self.value).map_err(ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}
