//! Reads settings from a file.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{Config, Runtime};
use crate::diagnostics::code::Code;
use crate::diagnostics::emit::{self, Style};
use crate::diagnostics::suggest::{did_you_mean, nearest};
use crate::diagnostics::{Anchor, Diagnostic};
use crate::source::{ReadError, Source};

/// The name of the settings file.
pub const FILE_NAME: &str = "specwright.toml";

impl Config {
    /// Reads settings from a file. Their paths are relative to its folder.
    ///
    /// # Errors
    /// The file or one of its overlays cannot be read, the file is not TOML, or a key or a value is
    /// not known.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let source = Source::read(path, path.display().to_string())?;
        let mut config = Self::parse(&source)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let readme = config.package.readme.as_mut();
        let runtime = match &mut config.runtime {
            Some(Runtime::Path(path)) => Some(path),
            _ => None,
        };
        let overlays = &mut config.overlays;
        for path in readme.into_iter().chain(runtime).chain(overlays) {
            *path = folder.join(&*path);
        }
        config.check_overlays(&source)?;
        Ok(config)
    }

    /// Returns an error that points to the first overlay that cannot be read.
    fn check_overlays(&self, source: &Source) -> Result<(), ConfigError> {
        let unreadable = self.overlays.iter().enumerate().find_map(|(index, path)| {
            let error = Source::read(path, path.display().to_string()).err()?;
            Some((index, error))
        });
        let Some((index, error)) = unreadable else {
            return Ok(());
        };
        let places: OverlayPlaces = toml::from_str(&source.text).unwrap_or_default();
        let place = places
            .overlays
            .get(index)
            .map_or(0, |path| path.span().start);
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        let message = format!("{error}{}", cause.unwrap_or_default());
        let diagnostic = Diagnostic::new(Code::Settings, Anchor::Offset(place), message)
            .help("paths of overlays are relative to this file");
        Err(ConfigError::Invalid {
            source: source.clone(),
            diagnostic: Box::new(diagnostic),
        })
    }

    /// Parses settings.
    ///
    /// # Errors
    /// The text is not TOML, or a key or a value is not known.
    pub fn parse(source: &Source) -> Result<Self, ConfigError> {
        toml::from_str(&source.text).map_err(|error| ConfigError::Invalid {
            source: source.clone(),
            diagnostic: Box::new(diagnostic(&error)),
        })
    }
}

/// The places of the overlays in a settings file.
#[derive(Default, Deserialize)]
struct OverlayPlaces {
    overlays: Vec<Spanned<PathBuf>>,
}

fn diagnostic(error: &toml::de::Error) -> Diagnostic {
    let place = Anchor::Offset(error.span().map_or(0, |span| span.start));
    let (message, help) = describe(error.message());
    let diagnostic = Diagnostic::new(Code::Settings, place, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Returns the message and the help for a message of serde. Its messages about unknown names have
/// the name and the known ones in backticks.
fn describe(message: &str) -> (String, Option<String>) {
    let kind = if message.starts_with("unknown field ") {
        "key"
    } else if message.starts_with("unknown variant ") {
        "value"
    } else {
        return (message.to_owned(), None);
    };
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let help = match nearest(unknown, known.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => format!("use one of `{}`", known.join("`, `")),
    };
    (format!("unknown {kind} `{unknown}`"), Some(help))
}

/// An error of a settings file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    Read(ReadError),
    /// The file is not TOML, a key or a value is not known, or an overlay cannot be read.
    Invalid {
        /// The file.
        source: Source,
        /// The problem.
        diagnostic: Box<Diagnostic>,
    },
}

impl From<ReadError> for ConfigError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(formatter),
            Self::Invalid { source, diagnostic } => {
                let diagnostics = std::slice::from_ref(&**diagnostic);
                formatter.write_str(&emit::render(source, diagnostics, Style::Plain))
            }
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => std::error::Error::source(error),
            Self::Invalid { .. } => None,
        }
    }
}
