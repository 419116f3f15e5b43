//! Errors of the command.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use super::output::MessageFormat;
use crate::config::ConfigError;
use crate::diagnostics::emit;
use crate::listing::LockError;
use crate::project::{FolderError, ProjectError};

/// The error of a run of the command.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The client cannot be generated or written.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The settings file is invalid.
    #[error("{0}")]
    Config(ConfigError, MessageFormat),
    /// A lock file cannot be understood.
    #[error("{}: {error}; generate the client again", path.display())]
    Lock {
        /// The file.
        path: PathBuf,
        /// The problem.
        error: LockError,
    },
    /// Standard input cannot be read.
    #[error("cannot read standard input: {0}")]
    Input(io::Error),
    /// The settings file already exists.
    #[error("{} already exists", .0.display())]
    Exists(PathBuf),
    /// The settings file cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
}

impl CommandError {
    /// Prints the error, and returns the exit code for it.
    #[must_use]
    pub fn report(&self) -> ExitCode {
        match self {
            Self::Config(ConfigError::Invalid { source, diagnostic }, MessageFormat::Json) => {
                print!(
                    "{}",
                    emit::json(source, std::slice::from_ref(&**diagnostic))
                );
                eprintln!("error: invalid settings in {}", source.name);
            }
            // The report begins with its own level.
            Self::Config(ConfigError::Invalid { .. }, _) => eprint!("{self}"),
            _ => eprintln!("error: {self}"),
        }
        ExitCode::from(if self.is_usage() { 2 } else { 1 })
    }

    /// Returns whether the arguments or the settings have to be changed.
    fn is_usage(&self) -> bool {
        match self {
            Self::Project(ProjectError::Folder(error)) => {
                matches!(error, FolderError::NotGenerated(_))
            }
            Self::Project(ProjectError::Rejected { .. } | ProjectError::Write { .. })
            | Self::Write { .. } => false,
            Self::Project(_)
            | Self::Config(..)
            | Self::Lock { .. }
            | Self::Input(_)
            | Self::Exists(_) => true,
        }
    }
}
