//! The members of an object, some of which may have been read before its type was known.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use serde::de::{self, MapAccess};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::decodable::reread_json;
use crate::decode::name::{Name, NameSeed};
use crate::decode::seed::Member;
use crate::model::buffered::HeldMembers;

/// The members of an object.
///
/// It is one type for all objects, since every object type is compiled for every source of members.
pub struct Members<'s, 'de, A> {
    /// What was read in front of them, until it is used up.
    front: Option<&'s mut Front<'de>>,
    /// The members that are not read, where there are some.
    rest: Option<&'s mut A>,
    /// What looks out for a discriminator among them, until there is one.
    watch: Option<&'s mut Watch<'de>>,
}

/// What was read in front of the members of an object.
pub(crate) enum Front<'de> {
    /// The name of the first one.
    Name(Name<'de>),
    /// The first one, the discriminator: its name and its value.
    Tag(&'static str, String),
    /// Its value, once its name is told.
    Text(String),
    /// The first ones, and where the value is of the one whose name is told.
    Held(Box<HeldMembers<'de>>, Range<usize>),
}

/// Looks out for a discriminator that names another type than the base. The members end there.
pub(crate) struct Watch<'de> {
    tag: &'static str,
    is_base: fn(&str) -> bool,
    /// The discriminator that names another type.
    pub(crate) late: Option<String>,
    /// Room for one that names the base.
    base: Front<'de>,
}

impl Watch<'_> {
    pub(crate) fn new(tag: &'static str, is_base: fn(&str) -> bool) -> Self {
        Self {
            tag,
            is_base,
            late: None,
            base: Front::Name(Cow::Borrowed(tag)),
        }
    }
}

impl<'s, 'de, A: MapAccess<'de>> Members<'s, 'de, A> {
    #[inline]
    pub(crate) fn new(rest: &'s mut A) -> Self {
        Self {
            front: None,
            rest: Some(rest),
            watch: None,
        }
    }

    pub(crate) fn behind(front: &'s mut Front<'de>, rest: Option<&'s mut A>) -> Self {
        Self {
            front: Some(front),
            rest,
            watch: None,
        }
    }

    pub(crate) fn watched(self, watch: &'s mut Watch<'de>) -> Self {
        Self {
            watch: Some(watch),
            ..self
        }
    }

    /// Reads the next name.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    #[inline]
    pub fn name(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        match (&self.front, &self.watch, &mut self.rest) {
            (None, None, Some(rest)) => rest.next_key_seed(NameSeed),
            _ => self.known_name(context),
        }
    }

    /// Reads the next name where something is known or watched for.
    fn known_name(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        if self.front.is_some()
            && let Some(name) = self.front_name()
        {
            return Ok(Some(name));
        }
        let Some(rest) = &mut self.rest else {
            return Ok(None);
        };
        let name = rest.next_key_seed(NameSeed)?;
        if let Some(watch) = &self.watch
            && name.as_deref() == Some(watch.tag)
        {
            return self.tag(context);
        }
        Ok(name)
    }

    /// The next name that was read.
    fn front_name(&mut self) -> Option<Name<'de>> {
        let front = self.front.as_deref_mut()?;
        match front {
            Front::Name(name) => {
                let name = mem::take(name);
                self.front = None;
                Some(name)
            }
            Front::Tag(tag, text) => {
                let (tag, text) = (*tag, mem::take(text));
                *front = Front::Text(text);
                Some(Cow::Borrowed(tag))
            }
            Front::Held(held, value) => {
                if let Some((name, place)) = held.next() {
                    *value = place;
                    return Some(name);
                }
                self.front = None;
                None
            }
            Front::Text(_) => None,
        }
    }

    /// Reads the discriminator that is watched for, whose name is read. Gives the next name.
    #[cold]
    fn tag(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        while let Some(watch) = self.watch.take() {
            let tag = watch.tag;
            match self.value::<Option<String>>(tag, context)? {
                Some(text) if (watch.is_base)(&text) => {
                    watch.base = Front::Text(text);
                    self.front = Some(&mut watch.base);
                    return Ok(Some(Cow::Borrowed(tag)));
                }
                Some(text) => {
                    watch.late = Some(text);
                    return Ok(None);
                }
                // It is as if it were not there.
                None => self.watch = Some(watch),
            }
            let name = match &mut self.rest {
                Some(rest) => rest.next_key_seed(NameSeed)?,
                None => None,
            };
            if name.as_deref() != Some(tag) {
                return Ok(name);
            }
        }
        Ok(None)
    }

    /// Reads the value that belongs to the name.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not a `T`.
    #[inline]
    pub(crate) fn value<T: Decode>(
        &mut self,
        name: &str,
        context: Context<'_>,
    ) -> Result<T, A::Error> {
        if self.front.is_some() {
            return self
                .front_value(context)
                .inspect_err(|_| context.leave_member(name));
        }
        match &mut self.rest {
            Some(rest) => rest.next_value_seed(Member::new(context, name)),
            None => Err(de::Error::custom("a value without a name")),
        }
    }

    /// Reads the value that belongs to the last name that was read.
    fn front_value<T: Decode, E: de::Error>(&mut self, context: Context<'_>) -> Result<T, E> {
        match self.front.as_deref_mut() {
            Some(Front::Held(held, place)) => {
                reread_json(held.json(place.clone()), context, |json| {
                    T::decode(json, context)
                })
            }
            Some(Front::Text(text)) => {
                let text = mem::take(text);
                self.front = None;
                T::decode_text(text, context)
            }
            _ => Err(E::custom("a value without a name")),
        }
    }
}
