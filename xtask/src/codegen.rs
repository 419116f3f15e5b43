//! `cargo xtask codegen`: generates the client of the API fragment with the settings beside it.

use std::process::ExitCode;

use anyhow::Context as _;
use specwright::command::{self, Mode, OutputArguments};
use specwright::config::Config;
use specwright::project::Project;

use crate::workspace;

/// The command named in the heading of every generated file.
const COMMAND: &str = "cargo xtask codegen";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing, and fail if any generated file is out of date.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // Paths in messages are relative to the workspace, whatever folder the command was started in.
    std::env::set_current_dir(workspace()?).context("cannot enter the workspace")?;
    let document = "spec/communications.yaml";
    let mut project = Project::new(document, "generated");
    COMMAND.clone_into(&mut project.command);
    project.source_name = Some(document.to_owned());
    project.config = Config::read("spec/specwright.toml".as_ref())?;
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let finished = command::run(&project, mode, &arguments.output, COMMAND);
    Ok(finished.unwrap_or_else(|error| error.report()))
}
