//! The members of an object, some of which may have been read before its type was known.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use serde::de::{self, MapAccess};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::decodable::redecode_str;
use crate::decode::name::{Name, NameSeed};
use crate::decode::seed::Member;
use crate::model::buffered::BufferedFields;

/// The members of an object.
///
/// It is one type for all objects, since every object type is compiled for every source of members.
pub struct Members<'s, 'de, A> {
    /// What was read in replayed of them, until it is used up.
    replayed: Option<&'s mut Replayed<'de>>,
    /// The members that are not read, where there are some.
    remaining: Option<&'s mut A>,
    /// What looks out for a discriminator among them, until there is one.
    probe: Option<&'s mut TagProbe<'de>>,
}

/// What was read in replayed of the members of an object.
pub(crate) enum Replayed<'de> {
    /// The name of the first one.
    Name(Name<'de>),
    /// The first one, the discriminator: its name and its value.
    Tag(&'static str, String),
    /// Its value, once its name is told.
    Text(String),
    /// The first ones, and where the value is of the one whose name is told.
    Buffered(Box<BufferedFields<'de>>, Range<usize>),
}

/// Looks out for a discriminator that names another type than the base. The members end there.
pub(crate) struct TagProbe<'de> {
    tag: &'static str,
    is_base: fn(&str) -> bool,
    /// The discriminator that names another type.
    pub(crate) other_tag: Option<String>,
    /// Room for one that names the base.
    base: Replayed<'de>,
}

impl TagProbe<'_> {
    pub(crate) fn new(tag: &'static str, is_base: fn(&str) -> bool) -> Self {
        Self {
            tag,
            is_base,
            other_tag: None,
            base: Replayed::Name(Cow::Borrowed(tag)),
        }
    }
}

impl<'s, 'de, A: MapAccess<'de>> Members<'s, 'de, A> {
    #[inline]
    pub(crate) fn new(remaining: &'s mut A) -> Self {
        Self {
            replayed: None,
            remaining: Some(remaining),
            probe: None,
        }
    }

    pub(crate) fn with_replay(
        replayed: &'s mut Replayed<'de>,
        remaining: Option<&'s mut A>,
    ) -> Self {
        Self {
            replayed: Some(replayed),
            remaining,
            probe: None,
        }
    }

    pub(crate) fn probing(self, probe: &'s mut TagProbe<'de>) -> Self {
        Self {
            probe: Some(probe),
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
        match (&self.replayed, &self.probe, &mut self.remaining) {
            (None, None, Some(remaining)) => remaining.next_key_seed(NameSeed),
            _ => self.known_name(context),
        }
    }

    /// Reads the next name where something is known or probing for.
    fn known_name(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        if self.replayed.is_some()
            && let Some(name) = self.replayed_name()
        {
            return Ok(Some(name));
        }
        let Some(remaining) = &mut self.remaining else {
            return Ok(None);
        };
        let name = remaining.next_key_seed(NameSeed)?;
        if let Some(probe) = &self.probe
            && name.as_deref() == Some(probe.tag)
        {
            return self.tag(context);
        }
        Ok(name)
    }

    /// The next name that was read.
    fn replayed_name(&mut self) -> Option<Name<'de>> {
        let replayed = self.replayed.as_deref_mut()?;
        match replayed {
            Replayed::Name(name) => {
                let name = mem::take(name);
                self.replayed = None;
                Some(name)
            }
            Replayed::Tag(tag, text) => {
                let (tag, text) = (*tag, mem::take(text));
                *replayed = Replayed::Text(text);
                Some(Cow::Borrowed(tag))
            }
            Replayed::Buffered(buffered, value) => {
                if let Some((name, place)) = buffered.next() {
                    *value = place;
                    return Some(name);
                }
                self.replayed = None;
                None
            }
            Replayed::Text(_) => None,
        }
    }

    /// Reads the discriminator that is probing for, whose name is read. Gives the next name.
    #[cold]
    fn tag(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        while let Some(probe) = self.probe.take() {
            let tag = probe.tag;
            match self.value::<Option<String>>(tag, context)? {
                Some(text) if (probe.is_base)(&text) => {
                    probe.base = Replayed::Text(text);
                    self.replayed = Some(&mut probe.base);
                    return Ok(Some(Cow::Borrowed(tag)));
                }
                Some(text) => {
                    probe.other_tag = Some(text);
                    return Ok(None);
                }
                // It is as if it were not there.
                None => self.probe = Some(probe),
            }
            let name = match &mut self.remaining {
                Some(remaining) => remaining.next_key_seed(NameSeed)?,
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
        if self.replayed.is_some() {
            return self
                .replayed_value(context)
                .inspect_err(|_| context.push_field(name));
        }
        match &mut self.remaining {
            Some(remaining) => remaining.next_value_seed(Member::new(context, name)),
            None => Err(de::Error::custom("a value without a name")),
        }
    }

    /// Reads the value that belongs to the last name that was read.
    fn replayed_value<T: Decode, E: de::Error>(&mut self, context: Context<'_>) -> Result<T, E> {
        match self.replayed.as_deref_mut() {
            Some(Replayed::Buffered(buffered, place)) => {
                redecode_str(buffered.json(place.clone()), context, |json| {
                    T::decode(json, context)
                })
            }
            Some(Replayed::Text(text)) => {
                let text = mem::take(text);
                self.replayed = None;
                T::decode_text(text, context)
            }
            _ => Err(E::custom("a value without a name")),
        }
    }
}
