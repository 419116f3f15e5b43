//! The command `msgraph-calling-standin`: tests a calling bot in any language.

mod command;

use std::process::ExitCode;

use clap::Parser as _;

use command::arguments::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match command::run(arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(command::FAILED),
        Err(error) => {
            eprintln!("msgraph-calling-standin: {error:#}");
            ExitCode::from(command::NOT_RUN)
        }
    }
}
