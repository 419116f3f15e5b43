//! Ids of types and callbacks.

/// The index of a type in [`Api::types`](crate::ir::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a document has fewer than 2^32 schemas"))
    }

    /// Returns the index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a callback in [`Api::callbacks`](crate::ir::Api::callbacks).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallbackId(usize);

impl CallbackId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index)
    }

    /// Returns the index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}
