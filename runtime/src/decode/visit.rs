//! What the visitors of objects and arrays share.

use serde::de::{Deserializer, Visitor};

/// Reads a map.
///
/// A human-readable format describes itself, and is not asked for a type: `serde_json` would print the value that is not
/// of it. Others may have to be asked.
#[inline]
pub(crate) fn read_map<'de, D: Deserializer<'de>, V: Visitor<'de>>(
    deserializer: D,
    visitor: V,
) -> Result<V::Value, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_map(visitor)
    }
}

/// The methods of a `Visitor` that expects a map or a sequence, for all that is neither.
macro_rules! refuse_scalars {
    () => {
        fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "a boolean"))
        }

        fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "an integer"))
        }

        fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "an integer"))
        }

        fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "an integer"))
        }

        fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "an integer"))
        }

        fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "a number"))
        }

        fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "a string"))
        }

        fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "bytes"))
        }

        fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "null"))
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Err($crate::decode::error::mismatch(&self, "null"))
        }
    };
}
pub(crate) use refuse_scalars;
