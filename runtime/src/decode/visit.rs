//! What the visitors of objects and arrays share.

use serde::de::{Deserializer, Visitor};

/// Deserializes a map.
///
/// A human-readable format is self-describing and is not asked for a type, since `serde_json` would
/// print a value of another type in its error. Other formats may need the type.
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

/// Defines the methods of a `Visitor` that expects a map or a sequence, for all other types.
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
