//! `specwright init`: writes a settings file in which all settings are comments.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::error::CommandError;
use crate::config::FILE_NAME;

/// The settings file with the default of every setting, or an example, as a comment.
const TEMPLATE: &str = include_str!("template.toml");

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The OpenAPI document; without it, the file is written to the current folder.
    #[arg(value_name = "SPEC")]
    document: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let document = self.document.unwrap_or_default();
        let path = document.parent().unwrap_or(Path::new("")).join(FILE_NAME);
        match File::create_new(&path).and_then(|mut file| file.write_all(TEMPLATE.as_bytes())) {
            Ok(()) => {
                println!(
                    "{} written; all settings in it are comments",
                    path.display()
                );
                Ok(ExitCode::SUCCESS)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(CommandError::Exists(path))
            }
            Err(error) => Err(CommandError::Write { path, error }),
        }
    }
}
