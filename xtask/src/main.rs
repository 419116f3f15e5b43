//! The project's command line: `cargo xtask codegen`.
//!
//! Exit codes: 0 done, 1 problems in the document or files out of date, 2 wrong usage.

mod codegen;
mod crate_folder;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
}

fn main() -> ExitCode {
    let Command::Codegen(arguments) = Arguments::parse().command;
    codegen::run(&arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(error.downcast_ref().map_or(1, |codegen::WrongUsage| 2))
    })
}
