//! The project's command line: `cargo xtask codegen`, `cargo xtask explain`, `cargo xtask corpus` and
//! `cargo xtask parity`.
//!
//! Exit codes: 0 done, 1 problems in the document or files out of date, 2 wrong usage.

mod codegen;
mod corpus;
mod crate_folder;
mod parity;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fmt};

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
    /// Generate a client crate from an OpenAPI 3.0 document.
    ///
    /// Without options: spec/communications.yaml into generated/.
    Codegen(codegen::Arguments),
    /// Explain a code that a report shows, such as OA201.
    Explain { code: Code },
    /// Run the generator over every OpenAPI document below a folder.
    ///
    /// Prints a table: document, size, operations, types, emitted lines of Rust, time, memory, outcome. Fails where the
    /// generator crashed, or where a crate does not compile without a warning.
    Corpus(corpus::Arguments),
    /// Compare what the client sends with what Microsoft's SDKs for Python and JavaScript send.
    ///
    /// Installs them below target/parity; needs python3, node, npm and their registries. Fails where a request differs.
    Parity,
    #[command(hide = true)]
    CorpusOne(corpus::One),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Explain { code } => {
            println!("{code}: {}\n\n{}", code.title(), code.explanation());
            Ok(ExitCode::SUCCESS)
        }
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Parity => parity::run(),
        Command::CorpusOne(document) => document.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(error.downcast_ref().map_or(1, |WrongUsage| 2))
    })
}

/// Marks an error that is the caller's.
#[derive(Debug)]
struct WrongUsage;

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing was written")
    }
}

/// The root of the workspace that this command was started for, which need not be the one it was built in.
fn workspace() -> anyhow::Result<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
    let workspace = Path::new(&manifest)
        .parent()
        .context("this package is not in a workspace")?;
    Ok(workspace.to_owned())
}
