//! Strings with a format: dates, UUIDs, bytes.

#[cfg(feature = "base64")]
pub(crate) mod base64;
#[cfg(feature = "date-time")]
pub(crate) mod date_time;
#[cfg(feature = "uuid")]
mod uuid;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::entry::deserialize;
use crate::decode::json_types::JsonTypes;
use crate::decode::scalar::{Scalar, Token, decode_scalar};

/// A string of the format `date-time`: an instant, as specified by RFC 3339.
///
/// Everything that RFC 3339 allows is accepted: lower-case `t` and `z`, a space instead of `T`, a
/// fraction of any length, of which nine digits count, and leap seconds, which become the preceding
/// second. An offset is required. An instant after [`Timestamp::MAX`](jiff::Timestamp::MAX), such
/// as `9999-12-31T23:59:59Z`, decodes as the maximum, and is encoded as it was received.
#[cfg(feature = "date-time")]
pub type DateTime = Formatted<jiff::Timestamp>;

/// A string of the format `date`: a calendar date, such as `2024-02-29`.
#[cfg(feature = "date-time")]
pub type Date = Formatted<jiff::civil::Date>;

/// A string of the format `duration`, as specified by ISO 8601, such as `PT1H30M`.
///
/// Durations are equal if they have the same units: an hour does not equal 60 minutes.
#[cfg(feature = "date-time")]
pub type IsoDuration = Formatted<jiff::Span>;

/// A string of the format `uuid`. Upper case, and the forms without hyphens, in braces, and as a
/// URN are accepted.
#[cfg(feature = "uuid")]
pub type Uuid = Formatted<::uuid::Uuid>;

/// A string of the format `byte`: bytes in base64.
///
/// Encoded in the standard alphabet with padding. Missing padding and the URL-safe alphabet are
/// accepted.
#[cfg(feature = "base64")]
pub type Base64 = Formatted<Vec<u8>>;

/// A string with `contentEncoding: base64url`: bytes in URL-safe base64.
///
/// Encoded in the URL-safe alphabet without padding. Padding and the standard alphabet are accepted.
#[cfg(feature = "base64")]
pub type Base64Url = Formatted<UrlSafe>;

#[cfg(feature = "base64")]
pub use base64::UrlSafe;

/// A string with a format: its value, and the string that it was decoded from.
///
/// A decoded string is encoded unchanged, even if it is not canonical. Two strings are equal if
/// their values are.
///
/// ```
/// # #[cfg(feature = "uuid")]
/// # fn decode() -> Result<(), specwright_runtime::DecodeError> {
/// use specwright_runtime::{Uuid, from_slice};
///
/// let id: Uuid = from_slice(b"\"57DAB8B1894C409AB240BD8BEAE78896\"")?;
/// assert_eq!(id, Uuid::from(uuid::uuid!("57dab8b1-894c-409a-b240-bd8beae78896")));
/// assert_eq!(id.get_version_num(), 4);
/// assert_eq!(id.to_string(), "57DAB8B1894C409AB240BD8BEAE78896");
/// # Ok(())
/// # }
/// # #[cfg(feature = "uuid")]
/// # decode()?;
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
#[derive(Clone, Default)]
pub struct Formatted<F> {
    value: F,
    /// The decoded string, unless it is canonical.
    text: Option<Box<str>>,
}

/// A format of strings.
pub trait Format: Sized {
    /// What is expected, with an article, such as `a date-time (RFC 3339)`.
    const EXPECTED: &'static str;

    /// Parses a string. Returns `None` if it does not have the format.
    fn parse(text: &str) -> Option<Self>;

    /// Writes the canonical string.
    ///
    /// # Errors
    ///
    /// Returns errors of `f`.
    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result;

    /// Returns whether two values are equal.
    fn equals(&self, other: &Self) -> bool;
}

impl<F> Formatted<F> {
    /// Returns the value.
    pub fn into_inner(self) -> F {
        self.value
    }
}

impl<F: Format> Formatted<F> {
    fn parse(text: &str) -> Option<Self> {
        let value = F::parse(text)?;
        let mut canonical = Compare(text);
        let is_canonical = value.write(&mut canonical).is_ok() && canonical.0.is_empty();
        Some(Self {
            value,
            text: (!is_canonical).then(|| text.into()),
        })
    }
}

/// A writer that compares with a string: fails at the first difference, and contains the part not
/// yet compared.
struct Compare<'t>(&'t str);

impl fmt::Write for Compare<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

impl<F> From<F> for Formatted<F> {
    fn from(value: F) -> Self {
        Self { value, text: None }
    }
}

impl<F> Deref for Formatted<F> {
    type Target = F;

    fn deref(&self) -> &F {
        &self.value
    }
}

impl<F: Format> PartialEq for Formatted<F> {
    fn eq(&self, other: &Self) -> bool {
        self.value.equals(&other.value)
    }
}

impl<F: Format + Eq> Eq for Formatted<F> {}

impl<F: Format + Hash> Hash for Formatted<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<F: Format> fmt::Display for Formatted<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => self.value.write(f),
        }
    }
}

impl<F: Format> fmt::Debug for Formatted<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The error of a string that does not have its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct FormatError {
    expected: &'static str,
}

impl FormatError {
    pub(crate) const fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl<F: Format> FromStr for Formatted<F> {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        Self::parse(text).ok_or(FormatError::new(F::EXPECTED))
    }
}

impl<F: Format> Scalar for Formatted<F> {
    const EXPECTED: &'static str = F::EXPECTED;

    fn deserialize_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        d: D,
        v: V,
    ) -> Result<V::Value, D::Error> {
        d.deserialize_str(v)
    }

    fn read(token: Token<'_>, _: bool) -> Result<Self, &'static str> {
        match token.text() {
            Some(text) => Self::parse(text).ok_or("another string"),
            None => Err(token.kind()),
        }
    }
}

impl<F: Format> Decode for Formatted<F> {
    const JSON_TYPES: JsonTypes = JsonTypes::STRING;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_scalar(deserializer, context)
    }
}

impl<'de, F: Format> Deserialize<'de> for Formatted<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<F: Format> Serialize for Formatted<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.text {
            Some(text) => serializer.serialize_str(text),
            None => serializer.collect_str(self),
        }
    }
}
