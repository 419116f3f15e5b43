//! What the command prints, and where.

use std::env;
use std::io::IsTerminal as _;

use super::untyped;
use crate::compare::emit::{Files, json, text};
use crate::compare::{Comparison, Verdict};
use crate::diagnostics::emit::{self, Style};
use crate::ir::UntypedPlace;
use crate::outcome::Outcome;
use crate::source::Source;

/// The number of diagnostics that are shown in full by default.
const SHOWN: usize = 10;

/// The arguments about the output of a run.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArguments {
    /// The format of diagnostics: `human` on stderr, or `json` on stdout, one object per line.
    ///
    /// A JSON object has the properties code, severity, message, help, consequence, file, line,
    /// column, end (line and column) and related (an array of objects with label, file, line,
    /// column and end).
    /// A change of the API is an object with the properties api (the verdict), rule, kind, path,
    /// title, reason, old, new and `renamed_to`.
    /// With `json`, all other output goes to stderr.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// What to list besides the summary; repeatable.
    ///
    /// With `--message-format json`, `untyped` adds one JSON object per place, with the properties
    /// untyped (the reason), message, file, line, column, end and pointer.
    #[arg(long, value_enum, value_name = "LIST")]
    pub report: Vec<Report>,
    /// Print nothing unless the run fails.
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// List the files that are written and removed.
    #[arg(long, short)]
    pub verbose: bool,
}

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum MessageFormat {
    /// Text with excerpts of the document.
    #[default]
    Human,
    /// One JSON object per line.
    Json,
}

/// What is listed besides the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Report {
    /// All diagnostics, instead of the first ten.
    All,
    /// Every place of the document that is raw JSON in the client, and why.
    Untyped,
}

impl OutputArguments {
    /// Prints the diagnostics. As with cargo, human-readable output goes to stderr and
    /// machine-readable output to stdout.
    pub(super) fn print_diagnostics(&self, outcome: &Outcome) {
        let Outcome {
            sources,
            diagnostics,
            ..
        } = outcome;
        match self.message_format {
            MessageFormat::Human => {
                let is_coloured =
                    std::io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
                let style = if is_coloured {
                    Style::Coloured
                } else {
                    Style::Plain
                };
                let limit = if self.shows_all() { usize::MAX } else { SHOWN };
                eprint!("{}", emit::render_worst(sources, diagnostics, style, limit));
            }
            MessageFormat::Json => print!("{}", emit::json(sources, diagnostics)),
        }
    }

    /// Prints the places that are raw JSON to stdout, if they are requested.
    pub(super) fn print_untyped(&self, sources: &[Source], places: &[UntypedPlace]) {
        if self.report.contains(&Report::Untyped) {
            print!(
                "{}",
                match self.message_format {
                    MessageFormat::Human => untyped::lines(sources, places),
                    MessageFormat::Json => untyped::json(sources, places),
                }
            );
        }
    }

    /// Prints changes of the API that users have to know, up to the default number. As JSON, prints
    /// all changes.
    pub(super) fn print_changes(&self, comparison: &Comparison, files: Files<'_>) {
        if self.quiet {
            return;
        }
        if self.message_format == MessageFormat::Json {
            print!("{}", json(&comparison.changes, files));
            return;
        }
        let changes = comparison.changes.iter();
        let changes = changes.filter(|change| change.rule.verdict() != Verdict::Compatible);
        let limit = if self.shows_all() { usize::MAX } else { SHOWN };
        print!("{}", text(changes.take(limit), files));
    }

    /// Prints a summary: to stdout, or to stderr if stdout is machine-readable.
    pub(super) fn print_summary(&self, text: &str) {
        match self.message_format {
            _ if self.quiet => {}
            MessageFormat::Human => println!("{text}"),
            MessageFormat::Json => eprintln!("{text}"),
        }
    }

    /// Returns how to see the diagnostics that a report omits; an empty string if it omits none.
    pub(super) fn omitted(&self, outcome: &Outcome) -> String {
        if self.shows_all() || outcome.diagnostics.len() <= SHOWN {
            return String::new();
        }
        format!(" (the first {SHOWN} are shown; `--report all` shows all)")
    }

    fn shows_all(&self) -> bool {
        self.report.contains(&Report::All)
    }
}
