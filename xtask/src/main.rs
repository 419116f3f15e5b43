//! The project's command line: `cargo xtask codegen` and `cargo xtask explain`.
//!
//! Exit codes: 0 done, 1 problems in the document or files out of date, 2 wrong usage.

mod codegen;
mod crate_folder;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use msgraph_codegen::code::Code;

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
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            ExitCode::from(error.downcast_ref().map_or(1, |codegen::WrongUsage| 2))
        }),
        Command::Explain { code } => {
            println!("{code}: {}\n\n{}", code.title(), code.explanation());
            ExitCode::SUCCESS
        }
    }
}
