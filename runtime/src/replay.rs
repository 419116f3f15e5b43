//! Input that was read once already, and is read again as the type it turned out to be.

use std::marker::PhantomData;

use serde::de::{
    self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::decode::{Context, Decode, Member};

/// The newtype that a [`Replay`] is asked for, to get either its elements or itself.
pub(crate) const ONE_OR_MANY: &str = "msgraph_runtime::OneOrMany";

/// A value as the input of a reader whose errors are `E`.
///
/// A map that is asked for as a struct hands out the first field of that struct first. So a discriminator never comes
/// late in a replay, and nothing is held back twice, however deep it lies. [`Context::is_replaying`] tells whether a
/// value can be asked like that.
pub(crate) struct Replay<E> {
    value: Value,
    error: PhantomData<E>,
}

impl<E: de::Error> Replay<E> {
    pub(crate) fn new(value: Value) -> Self {
        Self {
            value,
            error: PhantomData,
        }
    }

    /// Reads the value of a member.
    pub(crate) fn member<T: Decode>(
        value: Value,
        name: &str,
        context: Context<'_>,
    ) -> Result<T, E> {
        context.replaying(|| Member::new(context, name).deserialize(Self::new(value)))
    }
}

impl<E: de::Error> IntoDeserializer<'_, E> for Replay<E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, E: de::Error> Deserializer<'de> for Replay<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => {
                if let Some(value) = number.as_u64() {
                    visitor.visit_u64(value)
                } else if let Some(value) = number.as_i64() {
                    visitor.visit_i64(value)
                } else {
                    visitor.visit_f64(number.as_f64().unwrap_or(f64::INFINITY))
                }
            }
            Value::String(text) => visitor.visit_string(text),
            Value::Array(values) => visitor.visit_seq(Elements {
                values: values.into_iter(),
                error: PhantomData,
            }),
            Value::Object(members) => visitor.visit_map(ReplayMembers::new(members)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.value {
            Value::Object(mut members) => {
                let first = fields.first().and_then(|name| members.remove_entry(*name));
                visitor.visit_map(ReplayMembers {
                    first,
                    ..ReplayMembers::new(members)
                })
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.value {
            Value::Array(_) if name == ONE_OR_MANY => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Elements<E> {
    values: std::vec::IntoIter<Value>,
    error: PhantomData<E>,
}

impl<'de, E: de::Error> SeqAccess<'de> for Elements<E> {
    type Error = E;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, E> {
        self.values
            .next()
            .map(|value| seed.deserialize(Replay::new(value)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.values.len())
    }
}

/// The members of an object, read once already.
pub(crate) struct ReplayMembers<E> {
    first: Option<(String, Value)>,
    members: serde_json::map::IntoIter,
    value: Value,
    error: PhantomData<E>,
}

impl<E: de::Error> ReplayMembers<E> {
    pub(crate) fn new(members: Map<String, Value>) -> Self {
        Self {
            first: None,
            members: members.into_iter(),
            value: Value::Null,
            error: PhantomData,
        }
    }
}

impl<'de, E: de::Error> MapAccess<'de> for ReplayMembers<E> {
    type Error = E;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, E> {
        let Some((name, value)) = self.first.take().or_else(|| self.members.next()) else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(Replay::new(Value::String(name))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, E> {
        seed.deserialize(Replay::new(self.value.take()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len() + usize::from(self.first.is_some()))
    }
}
