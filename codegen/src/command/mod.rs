//! The command `specwright`: arguments, output and exit codes.
//!
//! Exit codes: 0 on success; 1 if the document is rejected, generated files are out of date, a
//! comparison fails on a change, or a file cannot be written; 2 if the arguments or the settings are invalid, or a file cannot be read.

mod api;
mod diff;
mod error;
mod explain;
mod generate;
mod init;
mod output;
mod progress;
mod run;
mod untyped;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diagnostics::code::Code;

pub use diff::{DiffArguments, DiffFormat, FailOn, Version, diff};
pub use error::CommandError;
pub use explain::explain;
pub use output::{MessageFormat, OutputArguments, Report};
pub use run::{Commands, Mode, run};

/// Generates a Rust client from an OpenAPI document, version 3.0 to 3.2.
#[derive(Parser)]
#[command(name = "specwright", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate a client: a crate, or a module of an existing crate.
    ///
    /// The settings in `specwright.toml`, beside the document or in the current folder, apply
    /// unless an option overrides them.
    Generate(generate::Arguments),
    /// Write nothing, and fail if any generated file is out of date.
    Check(generate::Arguments),
    /// Compare the clients of two documents: what users of the client have to change.
    ///
    /// Each change breaks compilation, changes what is sent or accepted, or does neither.
    Diff(diff::Arguments),
    /// Explain the code of a diagnostic, such as OA201; without a code, list all codes.
    Explain {
        /// The code.
        code: Option<Code>,
    },
    /// Write a `specwright.toml` with all settings, as comments, beside a document.
    Init(init::Arguments),
}

/// Runs the command with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate(arguments) => arguments.run(Mode::Write),
        Command::Check(arguments) => arguments.run(Mode::Check),
        Command::Diff(arguments) => arguments.run(),
        Command::Explain { code } => {
            print!("{}", explain(code));
            Ok(ExitCode::SUCCESS)
        }
        Command::Init(arguments) => arguments.run(),
    };
    outcome.unwrap_or_else(|error| error.report())
}
