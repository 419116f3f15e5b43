//! The properties of an object, some of which may have been read before its type was known.

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
use crate::model::tag::Tag;

/// The properties of an object.
///
/// A single type for all objects, since every object type is compiled for every source of
/// properties.
pub struct Members<'s, 'de, A> {
    /// The properties that were already read, until they are consumed.
    replayed: Option<&'s mut Replayed<'de>>,
    /// The properties that are not read yet, if there are any.
    remaining: Option<&'s mut A>,
    /// Detects a discriminator among the properties, until one is found.
    probe: Option<&'s mut TagProbe<'de>>,
}

/// The properties of an object that were already read.
pub(crate) enum Replayed<'de> {
    /// The name of the first property.
    Name(Name<'de>),
    /// The discriminator, which is the first property: its name and its value.
    Tag(&'static str, Tag),
    /// The value of the discriminator, whose name was returned; `None` once it is decoded.
    Value(Option<Tag>),
    /// The first properties, and the range of the value whose name was returned.
    Buffered(Box<BufferedFields<'de>>, Range<usize>),
}

/// Detects a discriminator that names another type than the base. The properties end there.
pub(crate) struct TagProbe<'de> {
    tag: &'static str,
    is_base: fn(&str) -> bool,
    /// The value of a discriminator that names another type.
    pub(crate) other_tag: Option<Tag>,
    /// Storage for a discriminator that names the base.
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
    /// If the name cannot be read.
    #[inline]
    pub fn name(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        match (&self.replayed, &self.probe, &mut self.remaining) {
            (None, None, Some(remaining)) => remaining.next_key_seed(NameSeed),
            _ => self.known_name(context),
        }
    }

    /// Reads the next name while properties are replayed or probed.
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

    /// Returns the next name that was already read.
    fn replayed_name(&mut self) -> Option<Name<'de>> {
        let replayed = self.replayed.as_deref_mut()?;
        match replayed {
            Replayed::Name(name) => {
                let name = mem::take(name);
                self.replayed = None;
                Some(name)
            }
            Replayed::Tag(name, _) => {
                let name = *name;
                if let Replayed::Tag(_, tag) = mem::replace(replayed, Replayed::Value(None)) {
                    *replayed = Replayed::Value(Some(tag));
                }
                Some(Cow::Borrowed(name))
            }
            Replayed::Buffered(buffered, value) => {
                if let Some((name, place)) = buffered.next() {
                    *value = place;
                    return Some(name);
                }
                self.replayed = None;
                None
            }
            Replayed::Value(_) => None,
        }
    }

    /// Reads the value of the probed discriminator, whose name was read. Returns the next name.
    #[cold]
    fn tag(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        while let Some(probe) = self.probe.take() {
            let tag = probe.tag;
            match self.value::<Option<Tag>>(tag, context)? {
                Some(value) if (probe.is_base)(&value.text()) => {
                    probe.base = Replayed::Value(Some(value));
                    self.replayed = Some(&mut probe.base);
                    return Ok(Some(Cow::Borrowed(tag)));
                }
                Some(value) => {
                    probe.other_tag = Some(value);
                    return Ok(None);
                }
                // Null counts as absent.
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

    /// Decodes the value of the last name.
    ///
    /// # Errors
    ///
    /// If the value cannot be read or does not match `T`.
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

    /// Decodes the value of the last name, which was already read.
    fn replayed_value<T: Decode, E: de::Error>(&mut self, context: Context<'_>) -> Result<T, E> {
        match self.replayed.as_deref_mut() {
            Some(Replayed::Buffered(buffered, place)) => {
                redecode_str(buffered.json(place.clone()), context, |json| {
                    T::decode(json, context)
                })
            }
            Some(Replayed::Value(tag)) => {
                let tag = tag.take();
                self.replayed = None;
                let tag = tag.ok_or_else(|| E::custom("a value without a name"))?;
                tag.decode_as(context)
            }
            _ => Err(E::custom("a value without a name")),
        }
    }
}
