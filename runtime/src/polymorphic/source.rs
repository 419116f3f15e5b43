//! The members of an object, some of which were read before its type was known.

use std::fmt;
use std::marker::PhantomData;
use std::mem;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::decode::{Context, Decode, Member, Name, refuse_number};
use crate::object::read::MapSource;
use crate::object::{Key, Source};
use crate::reread::reread_member;

/// The members of an object, with what was read of them in front.
///
/// It is one type for all polymorphic ones, since every object type is compiled for every source.
pub(super) struct Resumed<'s, 'de, A> {
    front: Front<'de>,
    /// The members that are not read, where there are some.
    rest: Option<&'s mut A>,
    pub(super) watch: Option<Watch<'s>>,
    /// The value of the last name, where it is read.
    value: Option<Known>,
    context: Context<'s>,
}

/// What was read in front of the members of an object.
pub(super) enum Front<'de> {
    Nothing,
    /// Members.
    Held(serde_json::map::IntoIter),
    /// The name and the value of the discriminator.
    Tag(&'static str, String),
    /// The name of a member.
    Name(Name<'de>),
}

/// Looks out for a discriminator that names another type than the base. The members end there.
pub(super) struct Watch<'s> {
    pub(super) tag: &'static str,
    pub(super) is_base: fn(&str) -> bool,
    pub(super) late: &'s mut Option<String>,
}

/// A value that is read.
enum Known {
    Tag(Option<String>),
    Held(Value),
}

impl<'s, 'de, A> Resumed<'s, 'de, A> {
    pub(super) fn new(front: Front<'de>, rest: Option<&'s mut A>, context: Context<'s>) -> Self {
        Self {
            front,
            rest,
            watch: None,
            value: None,
            context,
        }
    }
}

impl<'de, A: MapAccess<'de>> Source for Resumed<'_, 'de, A> {
    type Error = A::Error;

    #[inline]
    fn name<F>(
        &mut self,
        lookup: impl Fn(&str) -> Option<(F, &'static str)>,
        keep: bool,
    ) -> Result<Option<Key<F>>, A::Error> {
        if let Front::Held(held) = &mut self.front
            && let Some((name, value)) = held.next()
        {
            self.value = Some(Known::Held(value));
            return Ok(Some(Key::of(&name, lookup, keep)));
        }
        match mem::replace(&mut self.front, Front::Nothing) {
            Front::Tag(name, tag) => {
                self.value = Some(Known::Tag(Some(tag)));
                return Ok(Some(Key::of(name, lookup, keep)));
            }
            Front::Name(name) => return Ok(Some(Key::of(&name, lookup, keep))),
            Front::Nothing | Front::Held(_) => {}
        }
        let Some(rest) = &mut self.rest else {
            return Ok(None);
        };
        let Some(watch) = &mut self.watch else {
            return MapSource(&mut **rest, PhantomData).name(lookup, keep);
        };
        let tag = watch.tag;
        let seed = KeyUnless {
            tag,
            lookup: &lookup,
            keep,
        };
        match rest.next_key_seed(seed)? {
            None => return Ok(None),
            Some(Some(key)) => return Ok(Some(key)),
            Some(None) => {}
        }
        match rest.next_value_seed(Member::<Option<String>>::new(self.context, tag))? {
            Some(text) if !(watch.is_base)(&text) => {
                *watch.late = Some(text);
                Ok(None)
            }
            text => {
                self.value = Some(Known::Tag(text));
                Ok(Some(Key::of(tag, lookup, keep)))
            }
        }
    }

    #[inline]
    fn value<T: Decode>(&mut self, name: &str, context: Context<'_>) -> Result<T, A::Error> {
        match (self.value.take(), &mut self.rest) {
            (None, Some(rest)) => rest.next_value_seed(Member::new(context, name)),
            (Some(Known::Tag(tag)), _) => Member::new(context, name).deserialize(Tag {
                tag,
                error: PhantomData,
            }),
            (Some(Known::Held(value)), _) => reread_member(&value, name, context),
            (None, None) => Err(de::Error::custom("a value without a name")),
        }
    }
}

/// Reads the name of a member, unless it is the discriminator.
struct KeyUnless<'l, L> {
    tag: &'static str,
    lookup: &'l L,
    keep: bool,
}

impl<'de, F, L: Fn(&str) -> Option<(F, &'static str)>> DeserializeSeed<'de> for KeyUnless<'_, L> {
    type Value = Option<Key<F>>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F, L: Fn(&str) -> Option<(F, &'static str)>> Visitor<'_> for KeyUnless<'_, L> {
    type Value = Option<Key<F>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        refuse_number(name)?;
        Ok((name != self.tag).then(|| Key::of(name, self.lookup, self.keep)))
    }
}

/// The value of a discriminator as input.
struct Tag<E> {
    tag: Option<String>,
    error: PhantomData<E>,
}

impl<'de, E: de::Error> Deserializer<'de> for Tag<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.tag {
            Some(tag) => visitor.visit_string(tag),
            None => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.tag {
            Some(_) => visitor.visit_some(self),
            None => visitor.visit_none(),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
