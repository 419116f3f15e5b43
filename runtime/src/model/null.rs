//! The type of null.

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::entry::deserialize;
use crate::decode::json_types::JsonTypes;
use crate::decode::scalar::{Scalar, Token, decode_scalar};

/// The value of a schema that allows only null.
///
/// It is decoded from null alone. As an optional property, it keeps the difference between null and
/// absent:
///
/// ```
/// use specwright_runtime::{AdditionalData, Null, Object, from_slice};
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// pub struct Pet {
///     pub successor: Option<Null>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// let pet: Pet = from_slice(br#"{"successor": null}"#)?;
/// assert_eq!(pet.successor, Some(Null));
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"successor":null}"#);
/// assert_eq!(from_slice::<Pet>(b"{}")?.successor, None);
/// assert!(from_slice::<Pet>(br#"{"successor": "Rex"}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Null;

impl Scalar for Null {
    const EXPECTED: &'static str = "null";

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        d.deserialize_unit(v)
    }

    fn read(token: Token<'_>, _: bool) -> Result<Self, &'static str> {
        match token {
            Token::Null => Ok(Self),
            _ => Err(token.kind()),
        }
    }
}

impl Decode for Null {
    const JSON_TYPES: JsonTypes = JsonTypes::NULL;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_scalar(deserializer, context)
    }

    fn from_null() -> Option<Self> {
        Some(Self)
    }
}

impl<'de> Deserialize<'de> for Null {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Serialize for Null {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
