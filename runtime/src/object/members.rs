//! The members of an object, some of which may have been read before its type was known.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use std::vec;

use serde::de::{self, MapAccess};
use serde_json::Value;

use crate::decode::{Context, Decode, Member, Name, NameSeed};
use crate::reread::reread;

/// The members of an object.
///
/// It is one type for all objects, since every object type is compiled for every source of members.
pub struct Members<'s, 'de, A> {
    /// The members that are not read, where there are some.
    rest: Option<&'s mut A>,
    /// What is known beside them.
    known: Option<&'s mut Known<'de>>,
}

/// What is known of the members of an object before they are read.
pub(crate) struct Known<'de> {
    front: Front<'de>,
    watch: Option<Watch>,
    /// The discriminator that the watch has found.
    pub(crate) late: Option<String>,
    /// The value of the last name, where it is read.
    value: Option<Value>,
}

/// What was read in front of the members of an object.
pub(crate) enum Front<'de> {
    Nothing,
    /// Members.
    Held(vec::IntoIter<(Arc<str>, Value)>),
    /// The name and the value of the discriminator.
    Tag(&'static str, String),
    /// The name of a member.
    Name(Name<'de>),
}

/// Looks out for a discriminator that names another type than the base. The members end there.
#[derive(Clone, Copy)]
pub(crate) struct Watch {
    pub(crate) tag: &'static str,
    pub(crate) is_base: fn(&str) -> bool,
}

impl<'de> Known<'de> {
    pub(crate) fn new(front: Front<'de>) -> Self {
        Self {
            front,
            watch: None,
            late: None,
            value: None,
        }
    }

    pub(crate) fn watching(front: Front<'de>, watch: Watch) -> Self {
        Self {
            watch: Some(watch),
            ..Self::new(front)
        }
    }

    /// Whether there is nothing to be known any more.
    fn is_spent(&self) -> bool {
        matches!(self.front, Front::Nothing) && self.watch.is_none()
    }

    /// The next name that was read.
    fn name(&mut self) -> Option<Name<'de>> {
        if let Front::Held(held) = &mut self.front {
            let (name, value) = held.next()?;
            self.value = Some(value);
            return Some(Cow::Owned(name.as_ref().to_owned()));
        }
        if let Front::Nothing = self.front {
            return None;
        }
        match mem::replace(&mut self.front, Front::Nothing) {
            Front::Tag(name, tag) => {
                self.value = Some(Value::String(tag));
                Some(Cow::Borrowed(name))
            }
            Front::Name(name) => Some(name),
            Front::Nothing | Front::Held(_) => None,
        }
    }
}

impl<'s, 'de, A: MapAccess<'de>> Members<'s, 'de, A> {
    #[inline]
    pub(crate) fn new(rest: &'s mut A) -> Self {
        Self {
            rest: Some(rest),
            known: None,
        }
    }

    pub(crate) fn known(known: &'s mut Known<'de>, rest: Option<&'s mut A>) -> Self {
        Self {
            rest,
            known: Some(known),
        }
    }

    /// Reads the next name.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    #[inline]
    pub fn name(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        match (&self.known, &mut self.rest) {
            (None, Some(rest)) => rest.next_key_seed(NameSeed),
            _ => self.known_name(context),
        }
    }

    /// Reads the next name where something is known.
    fn known_name(&mut self, context: Context<'_>) -> Result<Option<Name<'de>>, A::Error> {
        let name = self.known.as_deref_mut().and_then(Known::name);
        let (None, Some(rest)) = (&name, &mut self.rest) else {
            return Ok(name);
        };
        let name = rest.next_key_seed(NameSeed)?;
        let watch = self.known.as_deref().and_then(|known| known.watch);
        match watch {
            None => self.known = None,
            Some(watch) if name.as_deref() == Some(watch.tag) => {
                if self.is_late(watch, context)? {
                    return Ok(None);
                }
            }
            Some(_) => {}
        }
        Ok(name)
    }

    /// Reads the discriminator that is watched for. Says whether it names another type than the base.
    #[cold]
    fn is_late(&mut self, watch: Watch, context: Context<'_>) -> Result<bool, A::Error> {
        let text: Option<String> = self.value(watch.tag, context)?;
        let Some(known) = &mut self.known else {
            return Ok(false);
        };
        match text {
            Some(text) if !(watch.is_base)(&text) => {
                known.late = Some(text);
                Ok(true)
            }
            text => {
                known.value = Some(Value::from(text));
                Ok(false)
            }
        }
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
        if let Some(known) = &mut self.known
            && let Some(value) = known.value.take()
        {
            if known.is_spent() {
                self.known = None;
            }
            return match value {
                Value::String(text) => T::decode_text(text, context),
                value => reread(&value, context),
            }
            .inspect_err(|_| context.leave_member(name));
        }
        match &mut self.rest {
            Some(rest) => rest.next_value_seed(Member::new(context, name)),
            None => Err(de::Error::custom("a value without a name")),
        }
    }
}
