//! The members of an object, some of which were read before its type was known.

use std::fmt;
use std::mem;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::decode::{Context, Member, Name};
use crate::replay::Replay;

/// The members of an object, with what was read of them in front.
///
/// It is one type for all polymorphic ones, since every object type is compiled for every source.
pub(super) struct Source<'s, 'de, A> {
    front: Front<'de>,
    /// The members that are not read, where there are some.
    rest: Option<&'s mut A>,
    pub(super) watch: Option<Watch<'s>>,
    /// The value of the last name, where it is read.
    value: Option<Value>,
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

impl<'s, 'de, A> Source<'s, 'de, A> {
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

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Source<'_, 'de, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        if let Front::Held(held) = &mut self.front
            && let Some((name, value)) = held.next()
        {
            self.value = Some(value);
            return seed.deserialize(name.into_deserializer()).map(Some);
        }
        match mem::replace(&mut self.front, Front::Nothing) {
            Front::Tag(name, tag) => {
                self.value = Some(Value::String(tag));
                return seed.deserialize(StrDeserializer::new(name)).map(Some);
            }
            Front::Name(name) => return seed.deserialize(name.into_deserializer()).map(Some),
            Front::Nothing | Front::Held(_) => {}
        }
        let Some(rest) = &mut self.rest else {
            return Ok(None);
        };
        let Some(watch) = &mut self.watch else {
            return rest.next_key_seed(seed);
        };
        let tag = watch.tag;
        let seed = match rest.next_key_seed(Unless { tag, seed })? {
            None => return Ok(None),
            Some(Found::Other(name)) => return Ok(Some(name)),
            Some(Found::Tag(seed)) => seed,
        };
        match rest.next_value_seed(Member::<Option<String>>::new(self.context, tag))? {
            Some(text) if !(watch.is_base)(&text) => {
                *watch.late = Some(text);
                Ok(None)
            }
            text => {
                self.value = Some(text.map_or(Value::Null, Value::String));
                seed.deserialize(StrDeserializer::new(tag)).map(Some)
            }
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match (self.value.take(), &mut self.rest) {
            (Some(value), _) => self
                .context
                .replaying(|| seed.deserialize(Replay::new(value))),
            (None, Some(rest)) => rest.next_value_seed(seed),
            (None, None) => Err(de::Error::custom("a value without a name")),
        }
    }
}

/// Reads the name of a member, unless it is the discriminator.
struct Unless<S> {
    tag: &'static str,
    seed: S,
}

enum Found<S, T> {
    Tag(S),
    Other(T),
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Unless<S> {
    type Value = Found<S, S::Value>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Unless<S> {
    type Value = Found<S, S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        if name == self.tag {
            return Ok(Found::Tag(self.seed));
        }
        self.seed
            .deserialize(StrDeserializer::new(name))
            .map(Found::Other)
    }
}
