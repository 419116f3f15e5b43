//! Storage for the undeclared properties of an object.

use std::collections::BTreeMap;

use serde::de::{self, MapAccess};
use serde_json::Value;

use crate::decode::containers::Ignored;
use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::decodable::redecode_field;
use crate::decode::name::Name;
use crate::model::additional::data::AdditionalData;
use crate::model::object::members::Members;

/// A type that stores the undeclared properties of an object.
pub trait AdditionalProperties: Default {
    /// Whether the OpenAPI document declares their type.
    const DECLARES: bool;

    /// Decodes the value of a property whose name was read.
    ///
    /// # Errors
    ///
    /// If the value cannot be read or does not match the declared type.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: Name<'de>,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error>;

    /// Completes decoding.
    fn finish(&mut self) {}

    /// Stores a property that was already read.
    ///
    /// # Errors
    ///
    /// If the value does not match the declared type.
    fn put<E: de::Error>(
        &mut self,
        name: &str,
        value: Value,
        context: Context<'_>,
    ) -> Result<(), E>;
}

impl AdditionalProperties for AdditionalData {
    const DECLARES: bool = false;

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: Name<'de>,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error> {
        context.note_undeclared();
        let value = members.value(&name, context)?;
        self.push(context.shared(&name), value);
        Ok(())
    }

    #[inline]
    fn finish(&mut self) {
        self.sort();
    }

    fn put<E: de::Error>(
        &mut self,
        name: &str,
        value: Value,
        context: Context<'_>,
    ) -> Result<(), E> {
        self.push(context.shared(name), value);
        Ok(())
    }
}

impl<T: Decode> AdditionalProperties for BTreeMap<String, T> {
    const DECLARES: bool = true;

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: Name<'de>,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error> {
        let value = members.value(&name, context)?;
        self.insert(name.into_owned(), value);
        Ok(())
    }

    fn put<E: de::Error>(
        &mut self,
        name: &str,
        value: Value,
        context: Context<'_>,
    ) -> Result<(), E> {
        let value = redecode_field(&value, name, context)?;
        self.insert(name.to_owned(), value);
        Ok(())
    }
}

/// Ignores undeclared properties and counts them as excluded.
#[derive(Default)]
pub struct DenyUnknown;

impl AdditionalProperties for DenyUnknown {
    const DECLARES: bool = false;

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: Name<'de>,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error> {
        context.note_excluded();
        members.value::<Ignored>(&name, context).map(drop)
    }

    fn put<E: de::Error>(&mut self, _: &str, _: Value, _: Context<'_>) -> Result<(), E> {
        Ok(())
    }
}
