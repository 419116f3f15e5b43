//! Objects: the mapping of properties to fields.

pub(crate) mod kinds;
pub(crate) mod members;
pub(crate) mod read;
pub(crate) mod write;

use serde::de::MapAccess;
use serde::ser::Serialize;

use crate::decode::context::Context;
use crate::model::object::members::Members;

/// A struct whose fields are the properties of an object. Implemented by the derive macro.
pub trait Object: Sized {
    /// Whether the OpenAPI document requests lenience.
    const LENIENT: bool;

    /// Whether the OpenAPI document excludes undeclared properties.
    const CLOSED: bool;

    /// Whether all properties are optional.
    const MAY_BE_EMPTY: bool;

    /// Decodes the properties.
    ///
    /// # Errors
    ///
    /// If a property cannot be read, does not match its declaration, or is missing.
    fn from_members<'de, A: MapAccess<'de>>(
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// Decodes the properties into a box.
    ///
    /// # Errors
    ///
    /// If a property cannot be read, does not match its declaration, or is missing.
    #[inline]
    fn boxed_from_members<'de, A: MapAccess<'de>>(
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Box<Self>, A::Error> {
        Self::from_members(members, context).map(Box::new)
    }

    /// Serializes the declared properties, except absent ones.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn serialize_declared<S: FieldSerializer>(&self, serializer: &mut S) -> Result<(), S::Error>;

    /// Serializes the undeclared properties.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn serialize_extra<S: FieldSerializer>(&self, serializer: &mut S) -> Result<(), S::Error>;
}

/// An object whose properties are all optional. It is decoded in place, since moving a large object
/// costs as much as decoding it.
pub trait InPlace: Object {
    /// Creates an object without properties.
    fn empty() -> Self;

    /// Decodes the properties.
    ///
    /// # Errors
    ///
    /// If a property cannot be read or does not match its declaration.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error>;
}

/// Receives the properties of an object.
pub trait FieldSerializer {
    /// The error of the serializer.
    type Error;

    /// Serializes a property.
    ///
    /// # Errors
    ///
    /// If the property cannot be serialized.
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Self::Error>;
}
