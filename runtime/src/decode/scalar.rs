//! Decoding of strings, numbers and booleans.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;
use crate::decode::number::NumberName;

/// The input where a scalar is expected.
pub(crate) enum Token<'a> {
    Null,
    Boolean(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(&'a str),
    Owned(String),
    Array,
    Object,
}

impl Token<'_> {
    /// Returns the string, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Owned(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the type of the value, never the value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Unsigned(_) | Self::Signed(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Text(_) | Self::Owned(_) => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// A scalar type.
pub(crate) trait Scalar: Sized {
    /// What is expected, with an article.
    const EXPECTED: &'static str;

    /// Deserializes the type from a format that is not self-describing.
    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        visitor: V,
    ) -> Result<V::Value, D::Error>;

    /// Decodes the value.
    ///
    /// # Errors
    ///
    /// Describes what was found instead.
    fn read(token: Token<'_>, lenient: bool) -> Result<Self, &'static str>;
}

#[inline]
pub(crate) fn decode_scalar<'de, T: Scalar, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<T, D::Error> {
    let visitor = ScalarVisitor {
        lenient: context.is_lenient(),
        value: PhantomData,
    };
    // The same as in `read_map`.
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        T::deserialize_typed(deserializer, visitor)
    }
}

struct ScalarVisitor<T> {
    lenient: bool,
    value: PhantomData<T>,
}

impl<T: Scalar> ScalarVisitor<T> {
    #[inline]
    fn read<E: de::Error>(self, token: Token<'_>) -> Result<T, E> {
        T::read(token, self.lenient).map_err(|found| mismatch(&T::EXPECTED, found))
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    #[inline]
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T, E> {
        self.read(Token::Boolean(value))
    }

    #[inline]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        self.read(Token::Signed(value))
    }

    #[inline]
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        self.read(Token::Unsigned(value))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<T, E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<T, E> {
        Err(mismatch(&self, "a longer integer"))
    }

    #[inline]
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        self.read(Token::Float(value))
    }

    #[inline]
    fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
        self.read(Token::Text(value))
    }

    #[inline]
    fn visit_string<E: de::Error>(self, value: String) -> Result<T, E> {
        self.read(Token::Owned(value))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<T, E> {
        Err(mismatch(&self, "bytes"))
    }

    fn visit_none<E: de::Error>(self) -> Result<T, E> {
        self.read(Token::Null)
    }

    fn visit_unit<E: de::Error>(self) -> Result<T, E> {
        self.read(Token::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        self.read(Token::Array)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key_seed(NumberName)? {
            Some(true) => self.read_exact_number(map),
            Some(false) | None => self.read(Token::Object),
        }
    }
}

impl<T: Scalar> ScalarVisitor<T> {
    #[cold]
    fn read_exact_number<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let text: String = map.next_value()?;
        let unsigned = text.parse().map(Token::Unsigned);
        let signed = || text.parse().map(Token::Signed);
        let float = |_| text.parse().map(Token::Float);
        self.read(
            unsigned
                .or_else(|_| signed())
                .or_else(float)
                .unwrap_or(Token::Object),
        )
    }
}

impl Scalar for String {
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
            Token::Text(text) => Ok(text.to_owned()),
            Token::Owned(text) => Ok(text),
            _ => Err(token.kind()),
        }
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean";

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        d.deserialize_bool(v)
    }

    #[inline]
    fn read(token: Token<'_>, lenient: bool) -> Result<Self, &'static str> {
        match token.text() {
            Some(text) if lenient && text.eq_ignore_ascii_case("true") => Ok(true),
            Some(text) if lenient && text.eq_ignore_ascii_case("false") => Ok(false),
            _ => match token {
                Token::Boolean(value) => Ok(value),
                _ => Err(token.kind()),
            },
        }
    }
}

/// Describes an integer that exceeds the range of its type.
const OUT_OF_RANGE: &str = "an integer out of its range";

macro_rules! integers {
    ($($type:ident $deserialize:ident $expected:literal,)*) => { $(
        impl Scalar for $type {
            const EXPECTED: &'static str = $expected;

            fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
                d: D,
                v: V,
            ) -> Result<V::Value, D::Error> {
                d.$deserialize(v)
            }

            #[inline]
            fn read(token: Token<'_>, lenient: bool) -> Result<Self, &'static str> {
                match token {
                    Token::Unsigned(value) => Self::try_from(value).map_err(|_| OUT_OF_RANGE),
                    Token::Signed(value) => Self::try_from(value).map_err(|_| OUT_OF_RANGE),
                    Token::Float(value) if lenient => integral(value)
                        .and_then(|value| Self::try_from(value).ok())
                        .ok_or(token.kind()),
                    Token::Text(ref text) if lenient => text_integer(text).ok_or(token.kind()),
                    Token::Owned(ref text) if lenient => text_integer(text).ok_or(token.kind()),
                    _ => Err(token.kind()),
                }
            }
        }
    )* };
}

integers! {
    i8 deserialize_i8 "an 8-bit integer",
    i16 deserialize_i16 "a 16-bit integer",
    i32 deserialize_i32 "a 32-bit integer",
    i64 deserialize_i64 "a 64-bit integer",
    u8 deserialize_u8 "an 8-bit integer of no sign",
    u16 deserialize_u16 "a 16-bit integer of no sign",
    u32 deserialize_u32 "a 32-bit integer of no sign",
    u64 deserialize_u64 "a 64-bit integer of no sign",
}

/// Converts a number such as `200.0` to an integer, up to the size where `f64` represents every
/// integer.
fn integral(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "neither the fraction nor the range is lost"
    )]
    (value % 1.0 == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

fn text_integer<T: std::str::FromStr + TryFrom<i64>>(text: &str) -> Option<T> {
    text.parse()
        .ok()
        .or_else(|| T::try_from(integral(text.parse().ok()?)?).ok())
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number";

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        d.deserialize_f64(v)
    }

    #[inline]
    #[expect(
        clippy::cast_precision_loss,
        reason = "this is what a JSON number means to a f64"
    )]
    fn read(token: Token<'_>, lenient: bool) -> Result<Self, &'static str> {
        let value = match token {
            Token::Unsigned(value) => Some(value as Self),
            Token::Signed(value) => Some(value as Self),
            Token::Float(value) => Some(value),
            _ if lenient => token.text().and_then(|text| text.parse().ok()),
            _ => None,
        };
        match value {
            Some(value) if value.is_finite() => Ok(value),
            Some(_) => Err("a number out of its range"),
            None => Err(token.kind()),
        }
    }
}

impl Scalar for f32 {
    const EXPECTED: &'static str = "a number";

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        d.deserialize_f32(v)
    }

    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "this is what a JSON number means to a f32"
    )]
    fn read(token: Token<'_>, lenient: bool) -> Result<Self, &'static str> {
        let value = f64::read(token, lenient)? as Self;
        if value.is_finite() {
            Ok(value)
        } else {
            Err("a number out of its range")
        }
    }
}

macro_rules! decode_scalars {
    ($($kinds:ident: $($type:ty)*;)*) => { $($(
        impl Decode for $type {
            const JSON_TYPES: JsonTypes = JsonTypes::$kinds;

            #[inline]
            fn decode<'de, D: Deserializer<'de>>(
                deserializer: D,
                context: Context<'_>,
            ) -> Result<Self, D::Error> {
                decode_scalar(deserializer, context)
            }
        }
    )*)* };
}

decode_scalars! {
    BOOLEAN: bool;
    INTEGER: i8 i16 i32 i64 u8 u16 u32 u64;
    NUMBER: f32 f64;
}

impl Decode for String {
    const JSON_TYPES: JsonTypes = JsonTypes::STRING;

    #[inline]
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_scalar(deserializer, context)
    }

    #[inline]
    fn decode_text<E: de::Error>(text: String, _: Context<'_>) -> Result<Self, E> {
        Ok(text)
    }
}
