//! Checks the crates of a run in one workspace, so that their dependencies are built once.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde::Deserialize;

use super::progress;
use super::record::{Outcome, Record};

/// The folder of the crates of a run.
pub(super) struct Crates {
    root: PathBuf,
    target: PathBuf,
}

/// A line of `cargo check --message-format json`.
#[derive(Deserialize)]
struct Line {
    reason: String,
    manifest_path: Option<PathBuf>,
    message: Option<CompilerMessage>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    message: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

impl Crates {
    /// Creates an empty folder below `target`. Built dependencies are kept between runs.
    pub(super) fn prepare(workspace: &Path) -> anyhow::Result<Self> {
        let corpus = workspace.join("target").join("corpus");
        let root = corpus.join("crates");
        if root.exists() {
            fs::remove_dir_all(&root)
                .with_context(|| format!("cannot remove {}", root.display()))?;
        }
        fs::create_dir_all(&root).with_context(|| format!("cannot create {}", root.display()))?;
        // Use the same versions of dependencies as the workspace.
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"))
            .context("cannot copy Cargo.lock")?;
        Ok(Self {
            root,
            target: corpus.join("target"),
        })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Checks all crates, and updates the records with the messages of the compiler.
    pub(super) fn check(&self, records: &mut [Record]) -> anyhow::Result<()> {
        let members: Vec<&str> = records
            .iter()
            .filter_map(|record| record.crate_name.as_deref())
            .collect();
        if members.is_empty() {
            return Ok(());
        }
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        fs::write(self.root.join("Cargo.toml"), manifest).context("cannot write Cargo.toml")?;
        let messages = self.messages(members.len())?;
        for record in records {
            let Some(name) = &record.crate_name else {
                continue;
            };
            match (messages.get(name), &mut record.outcome) {
                (Some(list), outcome) if !list.is_empty() => {
                    *outcome = Outcome::Uncompiled {
                        messages: list.len(),
                        first: list[0].clone(),
                    };
                }
                (_, Outcome::Generated { compiled, .. }) => *compiled = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// Returns the errors and warnings of each crate. A crate without any has no entry.
    fn messages(&self, crates: usize) -> anyhow::Result<HashMap<String, Vec<String>>> {
        let mut cargo = Command::new("cargo")
            .args(["check", "--workspace", "--all-targets", "--keep-going"])
            .args(["--no-default-features", "--features", "reqwest"])
            .args(["--quiet", "--message-format", "json"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            // The inherited variable belongs to the package of this command.
            .env_remove("CARGO_MANIFEST_DIR")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start cargo")?;
        let progress = progress(crates, "compiling");
        let mut messages: HashMap<String, Vec<String>> = HashMap::new();
        let mut finished = false;
        let output = cargo.stdout.take().context("cargo has no output")?;
        for line in BufReader::new(output).lines() {
            let line = line.context("cannot read the output of cargo")?;
            let Ok(line) = serde_json::from_str::<Line>(&line) else {
                continue;
            };
            finished |= line.reason == "build-finished";
            let Some(name) = line
                .manifest_path
                .as_deref()
                .and_then(|path| self.member(path))
            else {
                continue;
            };
            match (line.reason.as_str(), line.message) {
                ("compiler-artifact", _) => {
                    // The library has the name of the crate; other targets are not counted.
                    let is_library = line
                        .target
                        .is_some_and(|target| target.name.replace('_', "-") == name);
                    progress.inc(u64::from(is_library));
                }
                ("compiler-message", Some(message))
                    if message.level == "error" || message.level == "warning" =>
                {
                    messages
                        .entry(name)
                        .or_default()
                        .push(message.in_one_line());
                }
                _ => {}
            }
        }
        progress.finish_and_clear();
        cargo.wait().context("cannot wait for cargo")?;
        anyhow::ensure!(
            finished,
            "cargo failed before checking any crate; run `cargo check` in {} to see why",
            self.root.display()
        );
        Ok(messages)
    }

    fn member(&self, manifest: &Path) -> Option<String> {
        let folder = manifest.parent()?.strip_prefix(&self.root).ok()?;
        Some(folder.to_str()?.to_owned())
    }
}

impl CompilerMessage {
    fn in_one_line(&self) -> String {
        let place = self.spans.iter().find(|span| span.is_primary);
        let message = self.message.lines().next().unwrap_or_default();
        match place {
            Some(span) => format!("{}:{}: {message}", span.file_name, span.line_start),
            None => message.to_owned(),
        }
    }
}
