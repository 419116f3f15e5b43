//! A value or an array of values.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::containers::VecVisitor;
use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::decodable::redecode;
use crate::decode::entry::deserialize;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;

/// A value or an array of values, depending on the JSON type.
///
/// ```
/// use specwright_runtime::{OneOrMany, from_slice};
///
/// let one: OneOrMany<i32> = from_slice(b"1")?;
/// let many: OneOrMany<i32> = from_slice(b"[1, 2]")?;
/// assert_eq!(one, OneOrMany::One(1));
/// assert_eq!(many, OneOrMany::Many(vec![1, 2]));
/// assert_eq!(one.iter().chain(&many).sum::<i32>(), 4);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OneOrMany<T> {
    /// A single value.
    One(T),
    /// An array of any number of values.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// Returns the values as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    /// Returns an iterator over the values.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// Converts the value, or each value of the array.
    pub fn map<U>(self, mut convert: impl FnMut(T) -> U) -> OneOrMany<U> {
        match self {
            Self::One(value) => OneOrMany::One(convert(value)),
            Self::Many(values) => OneOrMany::Many(values.into_iter().map(convert).collect()),
        }
    }

    /// Converts the values to a vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<T: Decode> Decode for OneOrMany<T> {
    const JSON_TYPES: JsonTypes = T::JSON_TYPES.or(JsonTypes::ARRAY);

    fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
        T::has_required(has)
    }

    fn declares(name: &str) -> bool {
        T::declares(name)
    }

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        let visitor = OneOrManyVisitor {
            context,
            value: PhantomData,
        };
        deserializer.deserialize_any(visitor)
    }
}

struct OneOrManyVisitor<'r, T> {
    context: Context<'r>,
    value: PhantomData<T>,
}

impl<T: Decode> OneOrManyVisitor<'_, T> {
    fn one<E: de::Error>(self, value: &Value) -> Result<OneOrMany<T>, E> {
        redecode(value, self.context).map(OneOrMany::One)
    }
}

impl<'de, T: Decode> Visitor<'de> for OneOrManyVisitor<'_, T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<OneOrMany<T>, A::Error> {
        VecVisitor {
            context: self.context,
            value: PhantomData,
        }
        .visit_seq(elements)
        .map(OneOrMany::Many)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<OneOrMany<T>, A::Error> {
        T::decode(MapAccessDeserializer::new(members), self.context).map(OneOrMany::One)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<OneOrMany<T>, E> {
        self.one(&Value::from(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<OneOrMany<T>, E> {
        self.one(&Value::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<OneOrMany<T>, E> {
        self.one(&Value::from(value))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<OneOrMany<T>, E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<OneOrMany<T>, E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<OneOrMany<T>, E> {
        self.one(&Value::from(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<OneOrMany<T>, E> {
        self.one(&Value::from(value))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<OneOrMany<T>, E> {
        self.one(&Value::from(value))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<OneOrMany<T>, E> {
        Err(mismatch(&self, "bytes"))
    }

    fn visit_none<E: de::Error>(self) -> Result<OneOrMany<T>, E> {
        self.one(&Value::Null)
    }

    fn visit_unit<E: de::Error>(self) -> Result<OneOrMany<T>, E> {
        self.one(&Value::Null)
    }
}

impl<'de, T: Decode> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.serialize(serializer),
            Self::Many(values) => values.serialize(serializer),
        }
    }
}
