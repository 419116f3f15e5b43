//! A violated constraint.

use std::fmt;

/// A constraint that a value does not keep to. Holds nothing of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(super) path: String,
    pub(super) constraint: String,
}

impl Violation {
    pub(crate) fn new(path: impl Into<String>, constraint: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            constraint: constraint.into(),
        }
    }

    /// The way to the value from the outermost one, as [`DecodeError::path`](crate::DecodeError::path) has it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the document asks of the value, in words: `must be 1 or more`.
    #[must_use]
    pub fn constraint(&self) -> &str {
        &self.constraint
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.constraint)
        } else {
            write!(f, "{}: {}", self.path, self.constraint)
        }
    }
}

impl std::error::Error for Violation {}
