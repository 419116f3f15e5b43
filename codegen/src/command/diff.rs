//! `specwright diff`: what an edit of the document means for users of the client.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::error::CommandError;
use super::generate::{ApiSettings, STANDARD_INPUT, standard_input};
use super::output::MessageFormat;
use crate::compare::emit::{Files, json, markdown, summary, text};
use crate::compare::{Comparison, Verdict, compare};
use crate::config::Config;
use crate::diagnostics::emit::{self, Style};
use crate::listing::Listing;
use crate::project::Project;
use crate::source::{ReadError, Source};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The old version: an OpenAPI document, `-` for standard input, or a `specwright.lock`.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new version: an OpenAPI document, or a `specwright.lock`.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The settings file of both versions [default: `specwright.toml` beside each document or in
    /// the current folder].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Allow references to files in this folder, besides the document's own folder; repeatable.
    #[arg(long, value_name = "DIR")]
    allow_folder: Vec<PathBuf>,
    #[command(flatten)]
    settings: ApiSettings,
    #[command(flatten)]
    output: DiffArguments,
}

/// The arguments about the output of a comparison.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct DiffArguments {
    /// The format of the changes.
    ///
    /// With `json`, there is one object per line, with the properties api (the verdict), rule,
    /// kind, path, title, reason, old and new (text, file, line, column) and `renamed_to`. The last
    /// line has the properties summary and bump.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DiffFormat,
    /// Exit with 1 if there is such a change.
    #[arg(long, value_enum, value_name = "CHANGE")]
    pub fail_on: Option<FailOn>,
}

/// The format of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// Text for terminals.
    #[default]
    Text,
    /// Tables for pull requests.
    Markdown,
    /// One JSON object per line.
    Json,
}

/// The changes that a comparison fails on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// Changes after which code may not compile.
    Breaking,
    /// These, and changes of what is sent or accepted.
    Wire,
    /// Every change.
    Any,
}

impl FailOn {
    fn includes(self, verdict: Verdict) -> bool {
        match self {
            Self::Breaking => verdict == Verdict::Breaking,
            Self::Wire => verdict >= Verdict::Wire,
            Self::Any => true,
        }
    }
}

impl Arguments {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let [old, new] = [&self.old, &self.new];
        let own = [old, new].map(|path| Project::new(path, "client").find_config());
        let [old_config, new_config] = match (self.config, own) {
            (Some(path), _) => [Some(path.clone()), Some(path)],
            // Standard input has no folder: it is another version of the new document.
            (None, [_, new_config]) if old == Path::new(STANDARD_INPUT) => {
                [new_config.clone(), new_config]
            }
            (None, own) => own,
        };
        let read = |path: &Path, config: Option<&PathBuf>| {
            if path.extension() == Some(OsStr::new("lock")) {
                return read_lock(path).map(Version::Lock);
            }
            let mut project = if path == Path::new(STANDARD_INPUT) {
                Project::from_source(standard_input()?, "client")
            } else {
                Project::new(path, "client")
            };
            if let Some(path) = config {
                let read = Config::read(path);
                project.config =
                    read.map_err(|error| CommandError::Config(error, MessageFormat::Human))?;
            }
            self.settings.clone().apply(&mut project.config);
            project.allowed_folders.clone_from(&self.allow_folder);
            Ok(Version::Document(Box::new(project)))
        };
        let old = read(old, old_config.as_ref())?;
        let new = read(new, new_config.as_ref())?;
        diff(&old, &new, self.output)
    }
}

fn read_lock(path: &Path) -> Result<Listing, CommandError> {
    let text = fs::read_to_string(path).map_err(|error| {
        let path = path.to_owned();
        CommandError::Project(ReadError::Io { path, error }.into())
    })?;
    Listing::from_lock(&text).map_err(|error| CommandError::Lock {
        path: path.to_owned(),
        error,
    })
}

/// A version of a client that is compared.
#[derive(Debug)]
#[non_exhaustive]
pub enum Version {
    /// A document with its settings.
    Document(Box<Project>),
    /// The content of a lock file. Its items have no places.
    Lock(Listing),
}

/// Compares two versions of a client, and prints the changes to stdout.
///
/// # Errors
/// A document cannot be read. The exit code reports one that is rejected.
pub fn diff(old: &Version, new: &Version, output: DiffArguments) -> Result<ExitCode, CommandError> {
    let (Some((old_listing, old_files)), Some((new_listing, new_files))) = (list(old)?, list(new)?)
    else {
        return Ok(ExitCode::FAILURE);
    };
    let comparison = compare(&old_listing, &new_listing);
    let files = Files {
        old: &old_files,
        new: &new_files,
    };
    let version = match (old, new) {
        (Version::Document(project), _) | (_, Version::Document(project)) => {
            project.config.package.version.as_str()
        }
        (Version::Lock(_), Version::Lock(_)) => "",
    };
    print!("{}", render(&comparison, files, version, output.format));
    let fails = |fail_on: FailOn| {
        comparison
            .verdict()
            .is_some_and(|worst| fail_on.includes(worst))
    };
    Ok(if output.fail_on.is_some_and(fails) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Returns the API of a version and its files. Prints the errors of a document, and returns `None`
/// if it is rejected.
fn list(version: &Version) -> Result<Option<(Listing, Vec<Source>)>, CommandError> {
    let mut project = match version {
        Version::Lock(listing) => return Ok(Some((listing.clone(), Vec::new()))),
        Version::Document(project) => project.as_ref().clone(),
    };
    // Nothing is written, so the folder gives no name.
    project
        .config
        .package
        .name
        .get_or_insert_with(|| "client".to_owned());
    let outcome = project.generate()?;
    let Some(generated) = outcome.generated else {
        let report = emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain);
        let document = project.shown_document();
        let counts = emit::counts(&outcome.diagnostics);
        eprint!("{report}");
        eprintln!("error: nothing was compared with {document}: {counts}");
        return Ok(None);
    };
    Ok(Some((generated.listing, outcome.sources)))
}

fn render(comparison: &Comparison, files: Files<'_>, version: &str, format: DiffFormat) -> String {
    let (summary, bump) = (summary(comparison), comparison.bump());
    match format {
        DiffFormat::Markdown => markdown(comparison, files, version),
        DiffFormat::Json => {
            let last = serde_json::json!({ "summary": summary, "bump": bump.as_str() });
            format!("{}{last}\n", json(&comparison.changes, files))
        }
        DiffFormat::Text => {
            let changes = text(&comparison.changes, files);
            let bump = match bump.next(version) {
                _ if comparison.changes.is_empty() => String::new(),
                Some(next) => format!("; semver: {}, {next} after {version}", bump.as_str()),
                None => format!("; semver: {}", bump.as_str()),
            };
            format!("{changes}API: {summary}{bump}\n")
        }
    }
}
