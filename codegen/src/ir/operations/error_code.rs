//! Error codes and their location in error bodies.

use crate::ir::types::id::TypeId;

/// One of `x-error-codes`: a known error code of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// The code on the wire.
    pub code: String,
    /// The declared name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
}

/// A property of an object type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PropertyRef {
    /// The object type.
    pub ty: TypeId,
    /// The index in [`Object::properties`](crate::ir::Object::properties).
    pub property: usize,
}
