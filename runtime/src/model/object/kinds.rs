//! The kinds of properties in [`object!`](crate::object!).

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

/// A property that must be present and not null.
pub mod required {
    use serde::de::{self, MapAccess};
    use serde::ser::{Serialize, Serializer};

    use crate::decode::context::Context;
    use crate::decode::decodable::Decode;
    use crate::model::additional::extra::AdditionalProperties;
    use crate::model::object::members::Members;
    use crate::model::object::{FieldSerializer, read};

    /// Whether the property may be absent.
    pub const MAY_BE_ABSENT: bool = false;

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

    /// Returns a reference to the value.
    pub fn borrow<T>(value: &T) -> Option<&T> {
        Some(value)
    }
}

/// A property that must be present and may be null: a required `Option`.
pub mod nullable {
    pub use super::optional::borrow;
    pub use super::required::{MAY_BE_ABSENT, serialize, slot};
}

/// A property that may be absent: an `Option`, or a [`Nullable`](crate::Nullable), which
/// distinguishes null from absent.
pub mod optional {
    use serde::de::{self, MapAccess};
    use serde::ser::{Serialize, Serializer};

    use crate::decode::context::Context;
    use crate::decode::decodable::Decode;
    use crate::model::additional::extra::AdditionalProperties;
    use crate::model::nullable::Nullable;
    use crate::model::object::members::Members;
    use crate::model::object::{FieldSerializer, read};

    /// Whether the property may be absent.
    pub const MAY_BE_ABSENT: bool = true;

    /// The type of the field.
    pub trait Field: From<Option<Self::Value>> {
        /// The type of the value.
        type Value;

        /// Returns the field of a property that is null.
        fn null() -> Self;

        /// Returns whether the property is absent.
        fn is_absent(&self) -> bool;

        /// Returns a reference to the value, if there is one.
        fn value(&self) -> Option<&Self::Value>;
    }

    impl<T> Field for Option<T> {
        type Value = T;

        #[inline]
        fn null() -> Self {
            None
        }

        #[inline]
        fn is_absent(&self) -> bool {
            self.is_none()
        }

        #[inline]
        fn value(&self) -> Option<&T> {
            self.as_ref()
        }
    }

    impl<T> Field for Nullable<T> {
        type Value = T;

        #[inline]
        fn null() -> Self {
            Self::Null
        }

        #[inline]
        fn is_absent(&self) -> bool {
            self.is_absent()
        }

        #[inline]
        fn value(&self) -> Option<&T> {
            self.as_ref()
        }
    }

    /// A field that is being decoded.
    pub struct Slot<F>(F);

    /// Returns an empty slot.
    #[must_use]
    #[inline]
    pub fn slot<F: Field>() -> Slot<F> {
        Slot(F::from(None))
    }

    impl<F: Field> Default for Slot<F> {
        fn default() -> Self {
            slot()
        }
    }

    impl<F: Field<Value: Serialize>> Serialize for Slot<F> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.value().serialize(serializer)
        }
    }

    impl<F: Field<Value: Decode>> read::FieldSlot for Slot<F> {
        type Field = F;

        #[inline]
        fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
            &mut self,
            members: &mut Members<'_, 'de, A>,
            context: Context<'_>,
            (name, _): (&'static str, &'static str),
            _: &mut R,
        ) -> Result<(), A::Error> {
            self.0 = match members.value(name, context)? {
                None => F::null(),
                value => F::from(value),
            };
            Ok(())
        }

        #[inline]
        fn take<E: de::Error>(self, _: Context<'_>, _: &str) -> Result<F, E> {
            Ok(self.0)
        }
    }

    /// Decodes the value of the property.
    #[inline]
    pub fn read<'de, F: Field<Value: Decode>, A: MapAccess<'de>>(
        field: &mut F,
        name: &'static str,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error> {
        *field = match members.value(name, context)? {
            None => F::null(),
            value => F::from(value),
        };
        Ok(())
    }

    /// Serializes the property, unless it is absent.
    #[inline]
    pub fn serialize<F: Field<Value: Serialize>, S: FieldSerializer>(
        field: &F,
        name: &str,
        serializer: &mut S,
    ) -> Result<(), S::Error> {
        if field.is_absent() {
            return Ok(());
        }
        // As an option, the same as it is decoded.
        serializer.serialize_field(name, &field.value())
    }

    /// Returns a reference to the value, if there is one.
    pub fn borrow<F: Field>(field: &F) -> Option<&F::Value> {
        field.value()
    }
}
