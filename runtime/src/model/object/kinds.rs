//! The kinds of properties in objects.

#![expect(
    clippy::missing_errors_doc,
    reason = "it is for the derive macro alone"
)]

/// A property that must be present and not null.
pub mod required {
    use serde::de::{self, MapAccess};
    use serde::ser::{Serialize, Serializer};

    use crate::decode::context::Context;
    use crate::decode::decodable::Decode;
    use crate::model::additional::extra::AdditionalProperties;
    use crate::model::object::members::Members;
    use crate::model::object::{FieldSerializer, read};

    /// A field that is being decoded.
    pub struct Slot<T>(Option<T>);

    /// Returns an empty slot.
    #[must_use]
    #[inline]
    pub fn slot<T>() -> Slot<T> {
        Slot(None)
    }

    impl<T> Default for Slot<T> {
        fn default() -> Self {
            slot()
        }
    }

    impl<T: Serialize> Serialize for Slot<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(serializer)
        }
    }

    impl<T: Decode> read::FieldSlot for Slot<T> {
        type Field = T;

        #[inline]
        fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
            &mut self,
            members: &mut Members<'_, 'de, A>,
            context: Context<'_>,
            (name, _): (&'static str, &'static str),
            _: &mut R,
        ) -> Result<(), A::Error> {
            self.0 = Some(members.value(name, context)?);
            Ok(())
        }

        #[inline]
        fn take<E: de::Error>(self, context: Context<'_>, name: &str) -> Result<T, E> {
            self.0.ok_or_else(|| read::missing(context, name))
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
    use serde::ser::{Serialize, Serializer};

    use crate::decode::context::Context;
    use crate::decode::decodable::Decode;
    use crate::model::additional::extra::AdditionalProperties;
    use crate::model::object::members::Members;
    use crate::model::object::{FieldSerializer, read};

    /// A field that is being decoded.
    pub struct Slot<T>(Option<T>);

    /// Returns an empty slot.
    #[must_use]
    #[inline]
    pub fn slot<T>() -> Slot<T> {
        Slot(None)
    }

    impl<T> Default for Slot<T> {
        fn default() -> Self {
            slot()
        }
    }

    impl<T: Serialize> Serialize for Slot<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(serializer)
        }
    }

    impl<T: Decode> read::FieldSlot for Slot<T> {
        type Field = Option<T>;

        #[inline]
        fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
            &mut self,
            members: &mut Members<'_, 'de, A>,
            context: Context<'_>,
            (name, _): (&'static str, &'static str),
            _: &mut R,
        ) -> Result<(), A::Error> {
            read(&mut self.0, name, members, context)
        }

        #[inline]
        fn take<E: de::Error>(self, _: Context<'_>, _: &str) -> Result<Option<T>, E> {
            Ok(self.0)
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
