//! Locations of diagnostics.

use crate::source::{JsonPointer, PathCursor};

/// The part of a source file that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, as an index into the files of the run. The document itself is the first.
    pub file: usize,
    /// The part of the file.
    pub anchor: Anchor,
}

/// The part of a file that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// A byte offset, in a file that could not be parsed.
    Offset(usize),
    /// A key. The root and the elements of a list have none, so there it is the value.
    Key(JsonPointer),
    /// The first of several equal keys.
    FirstKey(JsonPointer),
    /// A value.
    Value(JsonPointer),
}

impl From<Anchor> for Location {
    /// Creates a location in the document itself.
    fn from(anchor: Anchor) -> Self {
        Self { file: 0, anchor }
    }
}

impl Location {
    /// Returns the pointer to the key or value; `None` for a byte offset.
    #[must_use]
    pub fn pointer(&self) -> Option<&JsonPointer> {
        match &self.anchor {
            Anchor::Offset(_) => None,
            Anchor::Key(pointer) | Anchor::FirstKey(pointer) | Anchor::Value(pointer) => {
                Some(pointer)
            }
        }
    }

    /// Moves the location to another file and, unless it is a byte offset, another pointer.
    pub(crate) fn relocate(&mut self, file: usize, target: JsonPointer) {
        self.file = file;
        match &mut self.anchor {
            Anchor::Offset(_) => {}
            Anchor::Key(pointer) | Anchor::FirstKey(pointer) | Anchor::Value(pointer) => {
                *pointer = target;
            }
        }
    }
}

impl PathCursor<'_> {
    /// Returns the location of the key at the cursor.
    #[must_use]
    pub fn on_key(&self) -> Location {
        Anchor::Key(self.to_pointer()).into()
    }

    /// Returns the location of the value at the cursor.
    #[must_use]
    pub fn on_value(&self) -> Location {
        Anchor::Value(self.to_pointer()).into()
    }
}
