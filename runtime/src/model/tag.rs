//! The value of a discriminator.

use std::borrow::Cow;

use serde::de::{self, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::json_types::JsonTypes;
use crate::decode::known::Known;
use crate::decode::scalar::{Scalar, Token, decode_scalar};

/// The value of a discriminator, which is compared with the values of a `mapping` as text: those
/// are strings, whatever the declared type of the discriminator is.
pub(crate) enum Tag {
    Text(String),
    Boolean(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl Tag {
    /// Returns the value as text. A number with a fraction of zero is an integer.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
            Self::Unsigned(value) => Cow::Owned(value.to_string()),
            Self::Signed(value) => Cow::Owned(value.to_string()),
            Self::Float(value) => Cow::Owned(value.to_string()),
        }
    }

    /// Returns the type of the value, unless it is a string.
    pub(crate) fn other_type(&self) -> Option<&'static str> {
        match self {
            Self::Text(_) => None,
            Self::Boolean(_) => Some("a boolean"),
            Self::Unsigned(_) | Self::Signed(_) => Some("an integer"),
            Self::Float(_) => Some("a number"),
        }
    }

    /// Decodes the value as the property that the discriminator is.
    pub(crate) fn decode_as<T: Decode, E: de::Error>(self, context: Context<'_>) -> Result<T, E> {
        let token = match self {
            Self::Text(text) => return T::decode_text(text, context),
            Self::Boolean(value) => Token::Boolean(value),
            Self::Unsigned(value) => Token::Unsigned(value),
            Self::Signed(value) => Token::Signed(value),
            Self::Float(value) => Token::Float(value),
        };
        T::decode(Known::new(&token), context)
    }
}

impl From<Tag> for Value {
    fn from(tag: Tag) -> Self {
        match tag {
            Tag::Text(text) => text.into(),
            Tag::Boolean(value) => value.into(),
            Tag::Unsigned(value) => value.into(),
            Tag::Signed(value) => value.into(),
            Tag::Float(value) => value.into(),
        }
    }
}

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Signed(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
        }
    }
}

impl Scalar for Tag {
    const EXPECTED: &'static str = "a string";

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        d.deserialize_string(v)
    }

    #[inline]
    fn read(token: Token<'_>, _: bool) -> Result<Self, &'static str> {
        match token {
            Token::Text(text) => Ok(Self::Text(text.to_owned())),
            Token::Owned(text) => Ok(Self::Text(text)),
            Token::Boolean(value) => Ok(Self::Boolean(value)),
            Token::Unsigned(value) => Ok(Self::Unsigned(value)),
            Token::Signed(value) => Ok(Self::Signed(value)),
            Token::Float(value) => Ok(Self::Float(value)),
            Token::Null | Token::Array | Token::Object => Err(token.kind()),
        }
    }
}

impl Decode for Tag {
    const JSON_TYPES: JsonTypes = JsonTypes::STRING
        .or(JsonTypes::BOOLEAN)
        .or(JsonTypes::NUMBER);

    #[inline]
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_scalar(deserializer, context)
    }
}
