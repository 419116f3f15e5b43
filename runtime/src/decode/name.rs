//! The names of properties in the input.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

use crate::decode::number::refuse_number;

/// The name of a property, borrowed if the format allows it.
pub(crate) type Name<'de> = Cow<'de, str>;

/// Deserializes the name of a property.
pub(crate) struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Name<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        let name = AnyName.deserialize(deserializer)?;
        refuse_number(&name)?;
        Ok(name)
    }
}

/// Deserializes the name of a property, or the name that marks a map as a number.
pub(crate) struct AnyName;

impl<'de> DeserializeSeed<'de> for AnyName {
    type Value = Name<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for AnyName {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Cow::Borrowed(name))
    }

    #[inline]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    #[inline]
    fn visit_string<E: de::Error>(self, name: String) -> Result<Name<'de>, E> {
        Ok(Cow::Owned(name))
    }
}
