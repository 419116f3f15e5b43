//! String enums.

use serde::de::{Deserializer, Visitor};

use crate::decode::context::Context;
use crate::decode::scalar::{Scalar, Token, decode_scalar};
use crate::model::unrecognized::Unrecognized;

/// An open enum of strings. Implemented by the derive macro.
pub trait StringEnum: Sized + 'static {
    /// Whether values are also matched ignoring ASCII case.
    const LENIENT: bool;

    /// All values that the OpenAPI document lists, in its order.
    const KNOWN: &'static [Self];

    /// Returns the string of the value.
    fn as_str(&self) -> &str;

    /// Returns the listed value of exactly this string.
    fn known(text: &str) -> Option<Self>;

    /// Creates the value of an unlisted string.
    fn unrecognized(text: Unrecognized<Self>) -> Self;
}

/// Returns the value of a string.
pub fn read_text<E: StringEnum>(text: impl AsRef<str> + Into<Box<str>>) -> E {
    let known = E::known(text.as_ref()).or_else(|| {
        let has_text = |value: &&E| value.as_str().eq_ignore_ascii_case(text.as_ref());
        // Looked up again by its own string, since a value cannot be moved out of a slice.
        let value = E::KNOWN.iter().find(has_text).filter(|_| E::LENIENT)?;
        E::known(value.as_str())
    });
    known.unwrap_or_else(|| E::unrecognized(Unrecognized::new(text.into())))
}

/// Decodes a value of a string enum.
///
/// # Errors
///
/// If it is not a string.
pub fn decode_string_enum<'de, E: StringEnum, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<E, D::Error> {
    let Text(value): Text<E> = decode_scalar(deserializer, context)?;
    Ok(noted(value, context))
}

/// Returns the value of a string that was already read.
#[must_use]
pub fn known_text<E: StringEnum>(text: String, context: Context<'_>) -> E {
    noted(read_text(text), context)
}

/// Counts a value that the OpenAPI document does not list.
fn noted<E: StringEnum>(value: E, context: Context<'_>) -> E {
    if context.is_trial() && E::known(value.as_str()).is_none() {
        context.note_excluded();
    }
    value
}

/// Encodes a value of a string enum.
///
/// # Errors
///
/// Returns errors of the serializer.
pub fn encode_string_enum<E: StringEnum, S: serde::Serializer>(
    value: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.as_str())
}

struct Text<E>(E);

impl<E: StringEnum> Scalar for Text<E> {
    const EXPECTED: &'static str = String::EXPECTED;

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        String::deserialize_typed(d, v)
    }

    #[inline]
    fn read(token: Token<'_>, _: bool) -> Result<Self, &'static str> {
        match token {
            Token::Text(text) => Ok(Self(read_text(text))),
            Token::Owned(text) => Ok(Self(read_text(text))),
            _ => Err(token.kind()),
        }
    }
}
