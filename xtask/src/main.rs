//! The project's command line: `cargo xtask codegen`, `cargo xtask diff`, `cargo xtask accept`,
//! `cargo xtask explain`, `cargo xtask corpus` and `cargo xtask parity`.
//!
//! Exit codes: 0 on success; 1 if the document has errors, generated files are out of date, or
//! another operation failed; 2 if the arguments are invalid.

mod accept;
mod codegen;
mod corpus;
mod diff;
mod parity;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use specwright::diagnostics::code::Code;

#[derive(Parser)]
#[command(name = "cargo xtask", about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the client of the API fragment: spec/communications.yaml into generated/.
    ///
    /// `specwright generate` does the same for other documents.
    Codegen(codegen::Arguments),
    /// Show what the edits of the API fragment since a commit mean for users of the client.
    Diff(diff::Arguments),
    /// Run the snapshot and compile tests, and accept their output as what they expect.
    ///
    /// Prints the differences. Fails if other tests of the same binaries fail.
    Accept(accept::Arguments),
    /// Explain the code of a diagnostic, such as OA201; without a code, list all codes.
    Explain { code: Option<Code> },
    /// Run the generator over every OpenAPI document below a folder.
    ///
    /// Prints a table with the document, its size, the number of operations, types and emitted
    /// lines of Rust, time, memory, the number of violations, warnings, untyped places and tests,
    /// and the outcome. Fails if the generator crashes or, with `--compile`, if a crate does not
    /// compile without warnings or, with `--test`, if one of its tests fails.
    Corpus(corpus::Arguments),
    /// Compare the client's requests with those of Microsoft's SDKs for Python and JavaScript.
    ///
    /// Installs the SDKs below target/parity. Requires python3, node, npm and access to their
    /// package registries. Fails if a request differs.
    Parity,
    #[command(hide = true)]
    CorpusOne(corpus::One),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Accept(arguments) => accept::run(&arguments),
        Command::Explain { code } => {
            print!("{}", specwright::command::explain(code));
            Ok(ExitCode::SUCCESS)
        }
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Parity => parity::run(),
        Command::CorpusOne(document) => document.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Returns the root of the workspace in which the command was started, which may differ from the
/// one in which it was built.
fn workspace() -> anyhow::Result<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .context("CARGO_MANIFEST_DIR is not set; run this command as `cargo xtask`")?;
    let workspace = Path::new(&manifest)
        .parent()
        .context("CARGO_MANIFEST_DIR has no parent folder; run this command as `cargo xtask`")?;
    Ok(workspace.to_owned())
}
