//! `cargo xtask codegen`: generates the client of the API fragment with the settings beside it.

use std::process::ExitCode;

use anyhow::Context as _;
use specwright::command::{self, Commands, Mode, OutputArguments};
use specwright::config::Config;
use specwright::project::Project;

use crate::workspace;

/// The command named in the heading of every generated file.
const COMMAND: &str = "cargo xtask codegen";

/// The API fragment.
pub(crate) const DOCUMENT: &str = "spec/communications.yaml";

/// Its settings.
pub(crate) const SETTINGS: &str = "spec/specwright.toml";

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
    let project = project()?;
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let commands = Commands {
        update: COMMAND,
        diff: "cargo xtask diff",
    };
    let finished = command::run(&project, mode, &arguments.output, commands);
    Ok(finished.unwrap_or_else(|error| error.report()))
}

/// Returns the fragment in the current folder, with its settings.
pub(crate) fn project() -> anyhow::Result<Project> {
    let mut project = Project::new(DOCUMENT, "generated");
    COMMAND.clone_into(&mut project.command);
    project.source_name = Some(DOCUMENT.to_owned());
    project.config = Config::read(SETTINGS.as_ref())?;
    Ok(project)
}
