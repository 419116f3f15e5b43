//! Error codes: which ones there are, and where they stand.

use super::TypeId;

/// One of `x-error-codes`: an error code that the service is known to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// The code on the wire.
    pub code: String,
    /// The document's name for it.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
}

/// A member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PropertyPlace {
    /// The object.
    pub ty: TypeId,
    /// The place of the member in [`Object::members`](super::Object::members).
    pub property: usize,
}
