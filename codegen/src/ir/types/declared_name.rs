//! Names that the document declares for generated items.

use crate::source::JsonPointer;

/// A name that the document declares for a type, a field, a method or an argument: `x-rust-name`.
/// The settings replace it before the document is read.
#[derive(Clone, Debug, Eq)]
pub struct DeclaredName {
    /// The name, as it is written.
    pub name: String,
    /// The location of the extension. Comparison ignores it.
    pub pointer: JsonPointer,
}

impl DeclaredName {
    /// Returns the declared name, or another one if none is declared.
    #[must_use]
    pub fn or<'n>(declared: Option<&'n Self>, other: &'n str) -> &'n str {
        declared.map_or(other, |declared| &declared.name)
    }
}

impl PartialEq for DeclaredName {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
