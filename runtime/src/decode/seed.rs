//! The seeds that decode the parts of a value and extend the path of an error.

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::path::Segment;

/// Decodes the value of a property.
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
        T::decode(deserializer, self.context).inspect_err(|_| self.context.push_field(self.name))
    }
}

/// Decodes an element of an array.
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
            .inspect_err(|_| self.context.push_path(Segment::Index(self.index)))
    }
}
