//! How a value that holds others is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Context, Decode, Element, Kinds, refuse_number};
use crate::additional::{Additional, AdditionalData};
use crate::object::members::Members;

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
            Err($crate::decode::mismatch(&self, "a boolean"))
        }

        fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "an integer"))
        }

        fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "an integer"))
        }

        fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "an integer"))
        }

        fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "an integer"))
        }

        fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "a number"))
        }

        fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "a string"))
        }

        fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "bytes"))
        }

        fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "null"))
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Err($crate::decode::mismatch(&self, "null"))
        }
    };
}
pub(crate) use refuse_scalars;

/// The name of a member: borrowed, where the format lends it.
pub(crate) type Name<'de> = Cow<'de, str>;

/// Reads the name of a member.
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

/// Reads the name of a member, or the one that says that the map is a number.
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

impl<T: Decode> Decode for Option<T> {
    const KINDS: Kinds = T::KINDS.or(Kinds::NULL);

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
        Ok(None)
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::decode(deserializer, self.context).map(Some)
    }
}

impl<T: Decode> Decode for Box<T> {
    const KINDS: Kinds = T::KINDS;

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
}

impl<T: Decode> Decode for Vec<T> {
    const KINDS: Kinds = Kinds::ARRAY;

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
        Err(super::mismatch(&self, "an object"))
    }

    refuse_scalars!();
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    const KINDS: Kinds = Kinds::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_map(deserializer, context)
    }
}

impl Decode for AdditionalData {
    const KINDS: Kinds = Kinds::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_map(deserializer, context)
    }
}

/// Reads an object as a map of its members.
fn decode_map<'de, M: Additional, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<M, D::Error> {
    let visitor = MapVisitor {
        context,
        value: PhantomData,
    };
    read_map(deserializer, visitor)
}

struct MapVisitor<'r, M> {
    context: Context<'r>,
    value: PhantomData<M>,
}

impl<'de, M: Additional> Visitor<'de> for MapVisitor<'_, M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<M, A::Error> {
        let mut map = M::default();
        while let Some(name) = members.next_key_seed(NameSeed)? {
            map.read(name, &mut Members::new(&mut members), self.context)?;
        }
        map.settle();
        Ok(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<M, A::Error> {
        Err(super::mismatch(&self, "an array"))
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

/// A value of which nothing is to be known.
impl Decode for () {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        Ignored::decode(deserializer, context).map(drop)
    }
}

/// Reads whatever stands there, and forgets it.
pub(crate) struct Ignored;

impl Decode for Ignored {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        _: Context<'_>,
    ) -> Result<Self, D::Error> {
        de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}
