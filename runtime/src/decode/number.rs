//! Numbers that come as maps.
//!
//! Where anybody in the program has `serde_json` built with `arbitrary_precision` (the feature `exact-numbers` does), it
//! hands numbers out as maps of one text, under a name of its own.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use serde_json::Number;

use crate::decode::error::mismatch;

/// The only name in a map that is a number.
const NAME: &str = "$serde_json::private::Number";

/// Whether numbers come as maps, too. Nothing says so when this crate is built, so it is tried.
pub(crate) fn numbers_are_maps() -> bool {
    static ANSWER: LazyLock<bool> = LazyLock::new(|| {
        // Every other number forgets the zero at its end.
        serde_json::from_str::<Number>("1.10").is_ok_and(|number| number.to_string() == "1.10")
    });
    *ANSWER
}

/// Whether a map with a member of this name is a number.
#[inline]
pub(crate) fn is_number(name: &str) -> bool {
    // By the name first, which costs no more than a look at its length.
    name == NAME && numbers_are_maps()
}

/// Refuses the name of a member where it says that the map is a number, and no object.
///
/// # Errors
///
/// When it does.
#[inline]
pub(crate) fn refuse_number<E: de::Error>(name: &str) -> Result<(), E> {
    if is_number(name) {
        return Err(mismatch(&"an object", "a number"));
    }
    Ok(())
}

/// Reads the first name in a map where no object can stand. Says whether it is a number.
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
