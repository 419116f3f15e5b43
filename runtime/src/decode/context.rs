//! What is passed down while a value is read, and what is gathered on the way up when that fails.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer};

use super::{Decode, write_segment};

/// What is passed down from a value to its parts while they are read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'r> {
    lenient: bool,
    reading: &'r Reading,
}

/// What is known of the reading of one input.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The way from the outermost value to the place of an error, innermost step first. Empty while all is well.
    trail: RefCell<Vec<Segment>>,
    /// How many values are being read again, one within the other.
    rereads: Cell<usize>,
}

impl<'r> Context<'r> {
    pub(crate) fn new(reading: &'r Reading) -> Self {
        Self {
            lenient: false,
            reading,
        }
    }

    /// Whether the document of the surrounding model asks for [lenience](crate::decode).
    #[must_use]
    pub fn is_lenient(self) -> bool {
        self.lenient
    }

    /// The same for the parts of a model whose document asks for lenience, or does not.
    #[must_use]
    pub fn with_lenience(self, lenient: bool) -> Self {
        Self { lenient, ..self }
    }

    /// Reads a value again, unless there are too many levels of that: what lies at the bottom is read at each of them.
    pub(crate) fn within_reread<T>(self, read: impl FnOnce() -> T) -> Option<T> {
        const LEVELS: usize = 32;

        let rereads = &self.reading.rereads;
        let level = rereads.get();
        if level == LEVELS {
            return None;
        }
        rereads.set(level + 1);
        let value = read();
        rereads.set(level);
        Some(value)
    }

    #[cold]
    pub(crate) fn leave(self, segment: Segment) {
        self.reading.trail.borrow_mut().push(segment);
    }
}

impl Reading {
    /// The way to the place of an error, where there is one.
    pub(crate) fn path(&self) -> Option<String> {
        let trail = self.trail.borrow();
        let mut path = String::new();
        for segment in trail.iter().rev() {
            write_segment(&mut path, segment);
        }
        Some(path).filter(|path| !path.is_empty())
    }
}

/// One step from a value to its part.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Member(String),
    Index(usize),
}

/// Reads the value of a member.
pub(crate) struct Member<'r, 'n, T> {
    context: Context<'r>,
    name: &'n str,
    value: PhantomData<T>,
}

impl<'r, 'n, T> Member<'r, 'n, T> {
    pub(crate) fn new(context: Context<'r>, name: &'n str) -> Self {
        Self {
            context,
            name,
            value: PhantomData,
        }
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Member<'_, '_, T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer, self.context)
            .inspect_err(|_| self.context.leave(Segment::Member(self.name.to_owned())))
    }
}

/// Reads an element of an array.
pub(crate) struct Element<'r, T> {
    context: Context<'r>,
    index: usize,
    value: PhantomData<T>,
}

impl<'r, T> Element<'r, T> {
    pub(crate) fn new(context: Context<'r>, index: usize) -> Self {
        Self {
            context,
            index,
            value: PhantomData,
        }
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Element<'_, T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer, self.context)
            .inspect_err(|_| self.context.leave(Segment::Index(self.index)))
    }
}
