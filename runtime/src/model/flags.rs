//! Several values of a string enum in one string.

use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::entry::deserialize;
use crate::decode::json_types::JsonTypes;
use crate::model::string_enum::StringEnum;

/// Several values of `E` in one string, separated by commas.
///
/// The string keeps its order and spelling, and is encoded as it was decoded.
///
/// ```
/// use specwright_runtime::{Flags, StringEnum, Unrecognized};
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
/// pub enum Reason {
///     #[value("watermark")]
///     Watermark,
///     #[value("policy")]
///     Policy,
///     Unrecognized(Unrecognized<Self>),
/// }
///
/// let flags = Flags::<Reason>::from("policy, watermark");
/// assert!(flags.contains(&Reason::Watermark));
/// assert_eq!(flags.iter().collect::<Vec<_>>(), [Reason::Policy, Reason::Watermark]);
/// assert_eq!(flags.to_string(), "policy, watermark");
///
/// let flags: Flags<Reason> = [Reason::Watermark, Reason::Policy].into_iter().collect();
/// assert_eq!(flags.as_str(), "watermark,policy");
/// ```
pub struct Flags<E> {
    text: String,
    marker: PhantomData<fn() -> E>,
}

impl<E> Flags<E> {
    /// Returns the string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether there are no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

impl<E: StringEnum> Flags<E> {
    /// Returns the values, in the order of the string.
    pub fn iter(&self) -> impl Iterator<Item = E> {
        self.texts().map(crate::model::string_enum::read_text)
    }

    /// Returns whether the string contains a value.
    #[must_use]
    pub fn contains(&self, value: &E) -> bool {
        self.iter().any(|flag| flag.as_str() == value.as_str())
    }
}

impl<E: StringEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(values: I) -> Self {
        let mut text = String::new();
        for value in values {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(value.as_str());
        }
        Self::from(text)
    }
}

impl<E> From<String> for Flags<E> {
    fn from(text: String) -> Self {
        Self {
            text,
            marker: PhantomData,
        }
    }
}

impl<E> From<&str> for Flags<E> {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl<E> FromStr for Flags<E> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

// Not derived, since a derive would require `Clone` of `E`.

impl<E> Clone for Flags<E> {
    fn clone(&self) -> Self {
        Self::from(self.text.clone())
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self::from(String::new())
    }
}

impl<E> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<E> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<E> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for Flags<E> {}

impl<E> Hash for Flags<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E> Decode for Flags<E> {
    const JSON_TYPES: JsonTypes = JsonTypes::STRING;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        String::decode(deserializer, context).map(Self::from)
    }
}

impl<'de, E> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<E> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
