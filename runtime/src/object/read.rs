//! How an object is read.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::Value;

use super::{Key, Object, Source};
use crate::additional::Additional;
use crate::decode::{
    Context, Decode, Member, Segment, mismatch, read_map, refuse_number, refuse_scalars,
};
use crate::reread::written;

/// Reads an object.
pub fn decode_object<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<T, D::Error> {
    let visitor = ObjectVisitor {
        context: context.with_lenience(T::LENIENT),
        object: PhantomData,
    };
    read_map(deserializer, visitor)
}

struct ObjectVisitor<'t, T> {
    context: Context<'t>,
    object: PhantomData<T>,
}

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(MapSource(members, PhantomData), self.context)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// The members of a map.
pub(crate) struct MapSource<'de, A>(pub(crate) A, pub(crate) PhantomData<&'de ()>);

impl<'de, A: MapAccess<'de>> Source for MapSource<'de, A> {
    type Error = A::Error;

    #[inline]
    fn name<F>(
        &mut self,
        lookup: impl Fn(&str) -> Option<(F, &'static str)>,
        keep: bool,
    ) -> Result<Option<Key<F>>, A::Error> {
        self.0.next_key_seed(KeySeed { lookup, keep })
    }

    #[inline]
    fn value<T: Decode>(&mut self, name: &str, context: Context<'_>) -> Result<T, A::Error> {
        self.0.next_value_seed(Member::new(context, name))
    }
}

struct KeySeed<L> {
    lookup: L,
    keep: bool,
}

impl<'de, F, L: Fn(&str) -> Option<(F, &'static str)>> DeserializeSeed<'de> for KeySeed<L> {
    type Value = Key<F>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<F>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F, L: Fn(&str) -> Option<(F, &'static str)>> Visitor<'_> for KeySeed<L> {
    type Value = Key<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Key<F>, E> {
        refuse_number(name)?;
        Ok(Key::of(name, self.lookup, self.keep))
    }
}

/// Reads the next name.
#[inline]
pub fn next_key<S: Source, F, R: Additional>(
    source: &mut S,
    lookup: impl Fn(&str) -> Option<(F, &'static str)>,
    _: &R,
) -> Result<Option<Key<F>>, S::Error> {
    source.name(lookup, R::KEEPS)
}

/// Notes that an object has a member that is not declared.
#[inline]
pub fn note<T: Object>(context: Context<'_>) {
    if T::CLOSED {
        context.note_excluded();
    }
}

/// What was read of a field so far.
pub trait Slot<T> {
    /// Reads the value of a member that goes to the field. `names` are the one that came, and the first one.
    ///
    /// # Errors
    ///
    /// When the value cannot be read, or is not what is declared.
    fn read<S: Source, R: Additional>(
        &mut self,
        source: &mut S,
        context: Context<'_>,
        names: (&'static str, &'static str),
        rest: &mut R,
    ) -> Result<(), S::Error>;

    /// The value, if there was one.
    fn value(self) -> Option<T>;
}

impl<T: Decode> Slot<T> for Option<T> {
    #[inline]
    fn read<S: Source, R: Additional>(
        &mut self,
        source: &mut S,
        context: Context<'_>,
        (name, _): (&'static str, &'static str),
        _: &mut R,
    ) -> Result<(), S::Error> {
        *self = Some(source.value(name, context)?);
        Ok(())
    }

    #[inline]
    fn value(self) -> Option<T> {
        self
    }
}

/// What was read of a field with several names so far, and the name that it came under.
pub struct Aliased<T>(Option<(&'static str, T)>);

impl<T> Aliased<T> {
    /// Nothing.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it is for the macro alone")]
    pub const fn new() -> Self {
        Self(None)
    }
}

impl<T: Decode + Serialize> Slot<T> for Aliased<T> {
    fn read<S: Source, R: Additional>(
        &mut self,
        source: &mut S,
        context: Context<'_>,
        (name, first): (&'static str, &'static str),
        rest: &mut R,
    ) -> Result<(), S::Error> {
        let value = source.value(name, context)?;
        let Some((held_name, held)) = self.0.take_if(|(held_name, _)| *held_name != name) else {
            self.0 = Some((name, value));
            return Ok(());
        };
        let new = written(&value).map_err(de::Error::custom)?;
        let old = written(&held).map_err(de::Error::custom)?;
        if old.is_null() || (name == first && !new.is_null()) {
            self.0 = Some((name, value));
            put_unless_null(rest, held_name, old, context)
        } else {
            self.0 = Some((held_name, held));
            put_unless_null(rest, name, new, context)
        }
    }

    fn value(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

fn put_unless_null<R: Additional, E: de::Error>(
    rest: &mut R,
    name: &str,
    value: Value,
    context: Context<'_>,
) -> Result<(), E> {
    if value.is_null() {
        return Ok(());
    }
    rest.put(name, value, context)
}

#[cold]
pub(crate) fn missing<E: de::Error>(context: Context<'_>, name: &str) -> E {
    context.leave(Segment::Member(name.to_owned()));
    E::custom("required, but missing")
}
