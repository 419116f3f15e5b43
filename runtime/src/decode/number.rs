//! Numbers that are represented as maps.
//!
//! If any crate of the program enables `arbitrary_precision` of `serde_json` (the feature
//! `exact-numbers` does), numbers are represented as maps of one string with a special name.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use serde_json::Number;

use crate::decode::error::mismatch;

/// The name in a map that is a number.
const NAME: &str = "$serde_json::private::Number";

/// Returns whether numbers may be maps. No configuration shows this at compile time, so it is
/// tested.
pub(crate) fn numbers_are_maps() -> bool {
    static ANSWER: LazyLock<bool> = LazyLock::new(|| {
        // Without the feature, the trailing zero is lost.
        serde_json::from_str::<Number>("1.10").is_ok_and(|number| number.to_string() == "1.10")
    });
    *ANSWER
}

/// Returns whether a map with a property of this name is a number.
#[inline]
pub(crate) fn is_number(name: &str) -> bool {
    // Compares the name first, which is usually decided by the length.
    name == NAME && numbers_are_maps()
}

/// Rejects the name that marks a map as a number, where an object is expected.
///
/// # Errors
///
/// If the name marks a number.
#[inline]
pub(crate) fn refuse_number<E: de::Error>(name: &str) -> Result<(), E> {
    if is_number(name) {
        return Err(mismatch(&"an object", "a number"));
    }
    Ok(())
}

/// Deserializes the first name of a map where no object is allowed. Returns whether it is a number.
pub(super) struct NumberName;

impl<'de> DeserializeSeed<'de> for NumberName {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NumberName {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(is_number(name))
    }
}
