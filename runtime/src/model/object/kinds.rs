//! The kinds of properties in objects.

#![expect(
    clippy::missing_errors_doc,
    reason = "it is for the derive macro alone"
)]

use std::marker::PhantomData;

use serde::ser::{Serialize, Serializer};

/// A field that is being decoded. `K` is the kind of its property.
pub struct Slot<T, K> {
    value: Option<T>,
    kind: PhantomData<K>,
}

impl<T, K> Slot<T, K> {
    /// Returns an empty slot.
    #[inline]
    const fn new() -> Self {
        Self {
            value: None,
            kind: PhantomData,
        }
    }
}

impl<T, K> Default for Slot<T, K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Serialize, K> Serialize for Slot<T, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// A property that must be present and not null.
pub mod required {
    use serde::de::{self, MapAccess};
    use serde::ser::Serialize;

    use super::Slot;
    use crate::decode::context::Context;
    use crate::decode::decodable::Decode;
    use crate::model::additional::extra::AdditionalProperties;
    use crate::model::object::members::Members;
    use crate::model::object::{FieldSerializer, read};

    /// The kind of the property.
    pub struct Required;

    /// Returns an empty slot.
    #[must_use]
    #[inline]
    pub fn slot<T>() -> Slot<T, Required> {
        Slot::new()
    }

    impl<T: Decode> read::FieldSlot for Slot<T, Required> {
        type Field = T;

        #[inline]
        fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
            &mut self,
            members: &mut Members<'_, 'de, A>,
            context: Context<'_>,
            (name, _): (&'static str, &'static str),
            _: &mut R,
        ) -> Result<(), A::Error> {
            self.value = Some(members.value(name, context)?);
            Ok(())
        }

        #[inline]
        fn take<E: de::Error>(self, context: Context<'_>, name: &str) -> Result<T, E> {
            self.value.ok_or_else(|| read::missing(context, name))
        }
    }

    /// Serializes the property.
    #[inline]
    pub fn serialize<T: Serialize, S: FieldSerializer>(
        value: &T,
        name: &str,
        serializer: &mut S,
    ) -> Result<(), S::Error> {
        serializer.serialize_field(name, value)
    }
}

/// A property that must be present and may be null: a required `Option`.
pub mod nullable {
    pub use super::required::{serialize, slot};
}

/// A property that may be absent: an `Option`.
pub mod optional {
    use serde::de::{self, MapAccess};
    use serde::ser::Serialize;

    use super::Slot;
    use crate::decode::context::Context;
    use crate::decode::decodable::Decode;
    use crate::model::additional::extra::AdditionalProperties;
    use crate::model::object::members::Members;
    use crate::model::object::{FieldSerializer, read};

    /// The kind of the property.
    pub struct Optional;

    /// Returns an empty slot.
    #[must_use]
    #[inline]
    pub fn slot<T>() -> Slot<T, Optional> {
        Slot::new()
    }

    impl<T: Decode> read::FieldSlot for Slot<T, Optional> {
        type Field = Option<T>;

        #[inline]
        fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
            &mut self,
            members: &mut Members<'_, 'de, A>,
            context: Context<'_>,
            (name, _): (&'static str, &'static str),
            _: &mut R,
        ) -> Result<(), A::Error> {
            read(&mut self.value, name, members, context)
        }

        #[inline]
        fn take<E: de::Error>(self, _: Context<'_>, _: &str) -> Result<Option<T>, E> {
            Ok(self.value)
        }
    }

    /// Decodes the value of the property.
    #[inline]
    pub fn read<'de, T: Decode, A: MapAccess<'de>>(
        field: &mut Option<T>,
        name: &'static str,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error> {
        *field = members.value(name, context)?;
        Ok(())
    }

    /// Serializes the property, unless it is absent.
    #[inline]
    pub fn serialize<T: Serialize, S: FieldSerializer>(
        field: &Option<T>,
        name: &str,
        serializer: &mut S,
    ) -> Result<(), S::Error> {
        if field.is_none() {
            return Ok(());
        }
        // As an option, the same as it is decoded.
        serializer.serialize_field(name, field)
    }
}
