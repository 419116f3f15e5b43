//! The text of a document.

use std::path::{Path, PathBuf};

/// A document as text, not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document's path as a reader would write it; diagnostics name it.
    pub name: String,
    /// YAML or JSON, without a byte order mark.
    pub text: String,
}

impl Source {
    /// A document that is in memory.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self {
            name: name.into(),
            text,
        }
    }

    /// Reads a document from a file.
    ///
    /// # Errors
    /// The file cannot be read, or it is not UTF-8.
    pub fn read(path: &Path, name: impl Into<String>) -> Result<Self, ReadError> {
        let bytes = std::fs::read(path).map_err(|error| ReadError::Io {
            path: path.to_owned(),
            error,
        })?;
        let text = String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
            path: path.to_owned(),
            offset: error.utf8_error().valid_up_to(),
        })?;
        Ok(Self::new(name, text))
    }

    pub(crate) fn is_json(&self) -> bool {
        self.text.trim_ascii_start().starts_with(['{', '['])
    }
}

/// Why a file could not be read as a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The file is not UTF-8.
    #[error("{} is not UTF-8 (byte {offset} is the first that is not)", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first byte that is not UTF-8, counted from zero.
        offset: usize,
    },
}
