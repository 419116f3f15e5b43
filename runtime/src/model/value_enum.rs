//! Enums of numbers, booleans, and values of different types.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::model::formatted::FormatError;
use crate::model::unrecognized::Unrecognized;

/// An open enum of values that are not all strings. Implemented by the derive macro.
pub trait ValueEnum: Sized + 'static {
    /// The type of the values: `i64`, `f64`, `bool`, or [`Value`](crate::Value) if they differ.
    type Value: EnumValue;

    /// Whether strings are also matched ignoring ASCII case.
    const LENIENT: bool;

    /// All values that the OpenAPI document lists, in its order.
    const KNOWN: &'static [Self];

    /// Returns the JSON value.
    fn value(&self) -> Self::Value;

    /// Returns the listed variant of exactly this value.
    fn known(value: &Self::Value) -> Option<Self>;

    /// Creates the variant of an unlisted value.
    fn unrecognized(other: Unrecognized<Self, Self::Value>) -> Self;
}

/// A type that the values of a [`ValueEnum`] can have.
pub trait EnumValue: Decode + Serialize + Clone + PartialEq {
    /// What is expected, with an article.
    const EXPECTED: &'static str;

    /// Formats the value: a string without quotes, anything else as JSON.
    ///
    /// # Errors
    ///
    /// Returns errors of `f`.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Parses a string as all values that it may mean, most likely first.
    fn parse(text: &str) -> impl Iterator<Item = Self>;

    /// Returns whether two values differ only by ASCII case.
    fn is_alike(&self, _: &Self) -> bool {
        false
    }
}

macro_rules! enum_values {
    ($($type:ty, $expected:literal;)*) => { $(
        impl EnumValue for $type {
            const EXPECTED: &'static str = $expected;

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }

            fn parse(text: &str) -> impl Iterator<Item = Self> {
                text.parse().into_iter()
            }
        }
    )* };
}

enum_values! {
    i64, "a 64-bit integer";
    f64, "a number";
    bool, "a boolean";
}

impl EnumValue for Value {
    const EXPECTED: &'static str = "a value";

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => f.pad(text),
            other => fmt::Display::fmt(other, f),
        }
    }

    fn parse(text: &str) -> impl Iterator<Item = Self> {
        let other = serde_json::from_str(text).ok();
        std::iter::once(Self::from(text)).chain(other)
    }

    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::String(string), Self::String(other)) => string.eq_ignore_ascii_case(other),
            _ => false,
        }
    }
}

/// Returns the variant of a value.
pub fn read_value<E: ValueEnum>(value: E::Value) -> E {
    let known = E::known(&value).or_else(|| {
        let is_alike = |known: &&E| known.value().is_alike(&value);
        let known = E::KNOWN.iter().find(is_alike).filter(|_| E::LENIENT)?;
        E::known(&known.value())
    });
    known.unwrap_or_else(|| E::unrecognized(Unrecognized::new(value)))
}

/// Parses a string as a variant, preferring a listed one among the values that it may mean.
///
/// # Errors
///
/// If the string is not a value of the type.
pub fn parse_value_enum<E: ValueEnum>(text: &str) -> Result<E, FormatError> {
    let mut other = None;
    for value in E::Value::parse(text) {
        match E::known(&value) {
            Some(known) => return Ok(known),
            None => other = other.or(Some(value)),
        }
    }
    other
        .map(read_value)
        .ok_or_else(|| FormatError::new(E::Value::EXPECTED))
}

/// Decodes a value of an enum.
///
/// # Errors
///
/// If the value does not have the type of the values.
pub fn decode_value_enum<'de, E: ValueEnum, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<E, D::Error> {
    let value = E::Value::decode(deserializer, context.with_lenience(E::LENIENT))?;
    let value: E = read_value(value);
    if context.is_trial() && E::known(&value.value()).is_none() {
        context.note_excluded();
    }
    Ok(value)
}

/// Encodes a value of an enum.
///
/// # Errors
///
/// Returns errors of the serializer.
pub fn encode_value_enum<E: ValueEnum, S: Serializer>(
    value: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.value().serialize(serializer)
}
