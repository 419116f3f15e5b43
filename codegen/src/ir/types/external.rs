//! Types of other crates.

use super::ty::Type;

/// A type of another crate, to which the settings map a format or a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct External {
    /// The path of the type, which begins with a crate.
    pub path: String,
    /// The path of the module that encodes and decodes the type, if it does not itself.
    pub with: Option<String>,
    /// The plainest type with the same JSON values; any, if these are of several JSON types.
    pub json: Type,
    /// The format that is mapped to the type, unless a schema is.
    pub format: Option<String>,
}
