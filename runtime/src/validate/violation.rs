//! A violated constraint.

use std::fmt;

/// A violated constraint. Does not contain the value.
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

    /// Returns the path from the outermost value to the violating one, in the format of
    /// [`DecodeError::path`](crate::DecodeError::path).
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the constraint as text: `must be 1 or more`.
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
