//! Members of an object that its type does not declare.

use std::collections::BTreeMap;

use serde::de;
use serde_json::{Map, Value};

use crate::decode::{Context, Decode, Ignored};
use crate::object::Source;
use crate::reread::reread_member;

/// Members that the document does not declare, by name, kept as they came and written back.
///
/// ```
/// use msgraph_runtime::{AdditionalData, Value};
///
/// let mut additional_data = AdditionalData::new();
/// additional_data.insert("tenantId".to_owned(), Value::from("contoso"));
/// ```
pub type AdditionalData = Map<String, Value>;

/// Where the members of an object go that its type does not declare.
pub trait Additional: Default {
    /// Whether they are kept.
    const KEEPS: bool;

    /// Reads the value of a member whose name is read.
    ///
    /// # Errors
    ///
    /// When the value cannot be read, or is not of the declared type.
    fn read<S: Source>(
        &mut self,
        name: String,
        source: &mut S,
        context: Context<'_>,
    ) -> Result<(), S::Error>;

    /// Takes a member that was read already.
    ///
    /// # Errors
    ///
    /// When the value is not of the declared type.
    fn put<E: de::Error>(
        &mut self,
        name: &str,
        value: Value,
        context: Context<'_>,
    ) -> Result<(), E>;
}

impl Additional for AdditionalData {
    const KEEPS: bool = true;

    fn read<S: Source>(
        &mut self,
        name: String,
        source: &mut S,
        context: Context<'_>,
    ) -> Result<(), S::Error> {
        context.note_undeclared();
        let value = source.value(&name, context)?;
        self.insert(name, value);
        Ok(())
    }

    fn put<E: de::Error>(&mut self, name: &str, value: Value, _: Context<'_>) -> Result<(), E> {
        self.insert(name.to_owned(), value);
        Ok(())
    }
}

impl<T: Decode> Additional for BTreeMap<String, T> {
    const KEEPS: bool = true;

    fn read<S: Source>(
        &mut self,
        name: String,
        source: &mut S,
        context: Context<'_>,
    ) -> Result<(), S::Error> {
        let value = source.value(&name, context)?;
        self.insert(name, value);
        Ok(())
    }

    fn put<E: de::Error>(
        &mut self,
        name: &str,
        value: Value,
        context: Context<'_>,
    ) -> Result<(), E> {
        let value = reread_member(&value, name, context)?;
        self.insert(name.to_owned(), value);
        Ok(())
    }
}

/// The members of a type that keeps none but its own.
#[derive(Default)]
pub struct Closed;

impl Additional for Closed {
    const KEEPS: bool = false;

    fn read<S: Source>(
        &mut self,
        name: String,
        source: &mut S,
        context: Context<'_>,
    ) -> Result<(), S::Error> {
        context.note_excluded();
        source.value::<Ignored>(&name, context).map(drop)
    }

    fn put<E: de::Error>(&mut self, _: &str, _: Value, _: Context<'_>) -> Result<(), E> {
        Ok(())
    }
}
