//! Explicit nulls: optional properties that are sent as null.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;
use thin_vec::ThinVec;

use crate::model::additional::data::AdditionalData;
use crate::model::object::FieldSerializer;

/// Identifies an optional property of `T` that can be null.
///
/// Each type has a constant for each of its nullable properties, for its methods `with_null` and
/// `set_null`. A service does not change an absent property, and removes one that is null:
///
/// ```
/// use specwright_runtime::{AdditionalData, Object};
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// pub struct User {
///     #[property(nullable)]
///     pub nickname: Option<String>,
///     pub title: Option<String>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// let mut user = User::default();
/// assert_eq!(serde_json::to_string(&user)?, "{}");
/// user.set_null(User::NICKNAME);
/// assert_eq!(serde_json::to_string(&user)?, r#"{"nickname":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct NullableProperty<T> {
    name: &'static str,
    object: PhantomData<fn() -> T>,
}

impl<T> NullableProperty<T> {
    /// Creates the constant of a property. Called by the derive macro alone.
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(name: &'static str) -> Self {
        Self {
            name,
            object: PhantomData,
        }
    }

    /// Returns the name of the property in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

// Not derived, since a derive would require the same of `T`.

impl<T> Clone for NullableProperty<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NullableProperty<T> {}

impl<T> fmt::Debug for NullableProperty<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NullableProperty").field(&self.name).finish()
    }
}

/// The explicit nulls of an object without [`AdditionalData`].
///
/// It is set by the methods `with_null` and `set_null` of the object.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ExplicitNulls(ThinVec<&'static str>);

impl fmt::Debug for ExplicitNulls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&self.0).finish()
    }
}

/// A field that can store explicit nulls.
pub trait InsertNull {
    /// Inserts an explicit null for a property.
    fn insert_null(&mut self, name: &'static str);
}

impl InsertNull for ExplicitNulls {
    fn insert_null(&mut self, name: &'static str) {
        if let Err(index) = self.0.binary_search(&name) {
            self.0.insert(index, name);
        }
    }
}

impl InsertNull for AdditionalData {
    fn insert_null(&mut self, name: &'static str) {
        self.insert(name, Value::Null);
    }
}

/// Serializes explicit nulls.
///
/// # Errors
///
/// Returns errors of the serializer.
pub fn serialize_nulls<S: FieldSerializer>(
    nulls: &ExplicitNulls,
    serializer: &mut S,
) -> Result<(), S::Error> {
    nulls
        .0
        .iter()
        .try_for_each(|name| serializer.serialize_field(name, &()))
}
