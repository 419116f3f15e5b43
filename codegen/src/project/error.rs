//! Errors of projects.

use std::path::PathBuf;
use std::{fmt, io};

use super::folder::FolderError;
use crate::config::ConfigError;
use crate::source::ReadError;

/// The error for a client that cannot be generated or written.
///
/// `Debug` shows the same as `Display`, because build scripts that return an error from `main` show
/// it by `Debug`.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// The settings are invalid.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file cannot be read.
    #[error("{}", with_cause(.0))]
    Read(#[from] ReadError),
    /// The folder of the client cannot be compared or written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The crate has no name.
    #[error(
        "the crate has no name, and the folder `{}` does not have a name that a crate can have; set \
         `name` in the table `crate` of specwright.toml",
        folder.display()
    )]
    NoName {
        /// The folder of the crate.
        folder: PathBuf,
    },
    /// The file for the document after its overlays is one that was read.
    #[error("{} is an input; write the document after its overlays to another file", path.display())]
    EffectiveSpecIsInput {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
    /// The document has errors, or diagnostics that the settings deny.
    #[error("nothing was generated\n\n{report}")]
    Rejected {
        /// The diagnostics with their places.
        report: String,
    },
}

/// Returns the message of an error with its cause.
fn with_cause(error: &ReadError) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl fmt::Debug for ProjectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
