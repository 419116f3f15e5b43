//! Decoding of `Option`, `Box`, `Vec`, and values of any type.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;
use crate::decode::seed::Element;
use crate::decode::visit::refuse_scalars;

impl<T: Decode> Decode for Option<T> {
    const JSON_TYPES: JsonTypes = T::JSON_TYPES.or(JsonTypes::NULL);

    fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
        T::has_required(has)
    }

    fn declares(name: &str) -> bool {
        T::declares(name)
    }

    #[inline]
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor {
            context,
            value: PhantomData,
        })
    }

    #[inline]
    fn decode_text<E: de::Error>(text: String, context: Context<'_>) -> Result<Self, E> {
        T::decode_text(text, context).map(Some)
    }
}

struct OptionVisitor<'r, T> {
    context: Context<'r>,
    value: PhantomData<T>,
}

impl<'de, T: Decode> Visitor<'de> for OptionVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(T::from_null())
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(T::from_null())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::decode(deserializer, self.context).map(Some)
    }
}

impl<T: Decode> Decode for Box<T> {
    const JSON_TYPES: JsonTypes = T::JSON_TYPES;

    fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
        T::has_required(has)
    }

    fn declares(name: &str) -> bool {
        T::declares(name)
    }

    #[inline]
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        T::decode(deserializer, context).map(Self::new)
    }

    #[inline]
    fn from_null() -> Option<Self> {
        T::from_null().map(Self::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const JSON_TYPES: JsonTypes = JsonTypes::ARRAY;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        let visitor = VecVisitor {
            context,
            value: PhantomData,
        };
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(visitor)
        } else {
            deserializer.deserialize_seq(visitor)
        }
    }
}

pub(crate) struct VecVisitor<'r, T> {
    pub(crate) context: Context<'r>,
    pub(crate) value: PhantomData<T>,
}

impl<'de, T: Decode> Visitor<'de> for VecVisitor<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) =
            elements.next_element_seed(Element::new(self.context, values.len()))?
        {
            values.push(value);
        }
        Ok(values)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Vec<T>, A::Error> {
        Err(mismatch(&self, "an object"))
    }

    refuse_scalars!();
}

impl Decode for Value {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        _: Context<'_>,
    ) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// A value of any type, which is ignored.
impl Decode for () {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        Ignored::decode(deserializer, context).map(drop)
    }
}

/// Decodes a value of any type and ignores it.
pub(crate) struct Ignored;

impl Decode for Ignored {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        _: Context<'_>,
    ) -> Result<Self, D::Error> {
        de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}
