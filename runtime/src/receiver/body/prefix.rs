//! Decodes a value at the start of JSON text.

use serde::de::{Deserialize, Deserializer};

use crate::decode::context::{Context, Reading};
use crate::decode::decodable::Decode;

/// Decodes the value at the start of a string. Returns the rest as well, or `None` if the value is
/// invalid.
pub(in crate::receiver) fn from_prefix<T: Decode>(text: &str) -> Option<(T, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Prefix<T>>();
    let Prefix(value) = values.next()?.ok()?;
    Some((value, text.get(values.byte_offset()..)?))
}

/// A value whose error nobody needs.
struct Prefix<T>(T);

impl<'de, T: Decode> Deserialize<'de> for Prefix<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer, Context::new(&Reading::default())).map(Self)
    }
}
