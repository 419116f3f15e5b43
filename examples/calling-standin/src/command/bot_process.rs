//! The process of a bot that the command starts.

use std::process::{ExitStatus, Stdio};

use anyhow::{Context as _, Result};
use tokio::process::{Child, Command};

/// A bot that runs until this is dropped.
pub(super) struct BotProcess(Child);

impl BotProcess {
    /// Starts a bot. Its arguments and its environment contain the values.
    pub(super) fn start(
        program: &str,
        arguments: &[String],
        values: &[(&str, String)],
    ) -> Result<Self> {
        let mut command = Command::new(program);
        for argument in arguments {
            let replaced = values
                .iter()
                .fold(argument.clone(), |argument, (name, value)| {
                    argument.replace(&format!("{{{name}}}"), value)
                });
            command.arg(replaced);
        }
        for (name, value) in values {
            let name = name.replace('-', "_").to_ascii_uppercase();
            command.env(format!("STANDIN_{name}"), value);
        }
        // Standard output is for the report.
        command
            .stdin(Stdio::null())
            .stdout(Stdio::from(std::io::stderr()))
            .kill_on_drop(true);
        let child = command.spawn();
        Ok(Self(
            child.with_context(|| format!("cannot start `{program}`"))?,
        ))
    }

    /// Returns the id of the process, if it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.0.id()
    }

    /// Returns how the process has ended, if it has.
    pub(super) fn exit_status(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().ok().flatten()
    }
}
