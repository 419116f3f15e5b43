//! Checks the crates of a run in one workspace, so that their dependencies are built once.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde::Deserialize;

use super::progress;
use super::record::{Counts, Outcome, Record, TestCounts};

/// The number of crates that are built at the same time. What was built for a batch is removed
/// before the next one.
const BATCH: usize = 12;

/// The folder of the crates of a run.
pub(super) struct Crates {
    root: PathBuf,
    target: PathBuf,
}

/// A line of cargo's `--message-format json`.
#[derive(Deserialize)]
struct Line {
    reason: String,
    manifest_path: Option<PathBuf>,
    message: Option<CompilerMessage>,
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

    /// Checks all crates, and updates the records with the messages of the tools. Crates without
    /// any are removed, and so is everything that was built for a crate.
    pub(super) fn check(&self, records: &mut [Record], runs_tests: bool) -> anyhow::Result<()> {
        let mut generated: Vec<&mut Record> = records
            .iter_mut()
            .filter(|record| record.crate_name.is_some())
            .collect();
        let progress = progress(generated.len(), "compiling");
        for batch in generated.chunks_mut(BATCH) {
            let members: Vec<String> = batch
                .iter()
                .filter_map(|record| record.crate_name.clone())
                .collect();
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
            fs::write(self.root.join("Cargo.toml"), manifest).context("cannot write Cargo.toml")?;
            let features = self.features(&members)?;
            let mut messages = HashMap::new();
            self.collect_messages(&["clippy", "--all-targets"], &features, &mut messages)?;
            self.collect_messages(&["doc", "--no-deps"], &features, &mut messages)?;
            for record in batch.iter_mut() {
                self.check_one(record, &mut messages, runs_tests)?;
                progress.inc(1);
            }
            self.remove_artifacts(&members)?;
            let sound = batch.iter().filter(|record| !record.outcome.is_defect());
            for name in sound.filter_map(|record| record.crate_name.as_deref()) {
                remove(&self.root.join(name))?;
            }
        }
        progress.finish_and_clear();
        Ok(())
    }

    /// Updates one record.
    fn check_one(
        &self,
        record: &mut Record,
        messages: &mut HashMap<String, Vec<String>>,
        runs_tests: bool,
    ) -> anyhow::Result<()> {
        let (Some(name), Some(counts)) = (&record.crate_name, record.outcome.counts().copied())
        else {
            return Ok(());
        };
        let messages = messages.remove(name).unwrap_or_default();
        record.outcome = match messages.first() {
            Some(first) => Outcome::Uncompiled {
                counts,
                messages: messages.len(),
                first: first.clone(),
            },
            None if runs_tests => self.test(name, counts)?,
            None => Outcome::Generated {
                counts,
                compiled: true,
                tests: None,
            },
        };
        Ok(())
    }

    /// Returns the features to check, as cargo expects them: the transport without TLS, which would
    /// more than double the build, and the receiver of the crates that have one.
    fn features(&self, members: &[&str]) -> anyhow::Result<String> {
        let mut features = vec!["reqwest".to_owned()];
        for member in members {
            let manifest = self.root.join(member).join("Cargo.toml");
            let text = fs::read_to_string(&manifest)
                .with_context(|| format!("cannot read {}", manifest.display()))?;
            if text.contains("\nreceiver = ") {
                features.push(format!("{member}/receiver"));
            }
        }
        Ok(features.join(","))
    }

    fn cargo(&self, arguments: &[&str], features: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args(arguments)
            .args(["--no-default-features", "--features", features])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            // Each crate is built once.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // The inherited variable belongs to the package of this command.
            .env_remove("CARGO_MANIFEST_DIR");
        cargo
    }

    /// Runs a command of cargo on all crates, and adds the errors and warnings of each. A crate
    /// without any has no entry.
    fn collect_messages(
        &self,
        arguments: &[&str],
        features: &str,
        messages: &mut HashMap<String, Vec<String>>,
    ) -> anyhow::Result<()> {
        let mut cargo = self
            .cargo(arguments, features)
            .args(["--workspace", "--keep-going", "--quiet"])
            .args(["--message-format", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start cargo")?;
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
            if let Some(message) = line.message
                && (message.level == "error" || message.level == "warning")
            {
                messages
                    .entry(name)
                    .or_default()
                    .push(message.in_one_line());
            }
        }
        cargo.wait().context("cannot wait for cargo")?;
        anyhow::ensure!(
            finished,
            "cargo failed before checking any crate; run `cargo {}` in {} to see why",
            arguments.join(" "),
            self.root.display()
        );
        Ok(())
    }

    /// Runs the tests of one crate, as `cargo test` does for a user.
    fn test(&self, name: &str, counts: Counts) -> anyhow::Result<Outcome> {
        let features = self.features(&[name])?;
        let output = self
            .cargo(&["test", "--no-fail-fast", "--package", name], &features)
            .stdin(Stdio::null())
            .output()
            .context("cannot start cargo")?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let (tests, failed) = test_results(&printed);
        if output.status.success() {
            return Ok(Outcome::Generated {
                counts,
                compiled: true,
                tests: Some(tests),
            });
        }
        let first = failed.unwrap_or_else(|| {
            let complaint = String::from_utf8_lossy(&output.stderr);
            let error = complaint.lines().find(|line| line.starts_with("error"));
            error.unwrap_or("cargo test failed").to_owned()
        });
        Ok(Outcome::Failing {
            counts,
            tests,
            first,
        })
    }

    /// Removes what was built for the crates, but not their dependencies.
    fn remove_artifacts(&self, members: &[&str]) -> anyhow::Result<()> {
        for folder in ["deps", ".fingerprint", "examples"] {
            let folder = self.target.join("debug").join(folder);
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry.context("cannot read the target folder")?.path();
                if is_artifact(&path, members) {
                    remove(&path)?;
                }
            }
        }
        remove(&self.target.join("doc"))
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

/// Returns the numbers of passed and failed tests that libtest printed, and the name of the first
/// test that failed.
fn test_results(printed: &str) -> (TestCounts, Option<String>) {
    let mut counts = TestCounts::default();
    let mut first = None;
    for line in printed
        .lines()
        .filter_map(|line| line.strip_prefix("test "))
    {
        if let Some(result) = line.strip_prefix("result: ") {
            // `ok. 3 passed; 0 failed; 0 ignored; …`
            let (_, numbers) = result.split_once(". ").unwrap_or_default();
            for number in numbers.split("; ") {
                match number.split_once(' ') {
                    Some((number, "passed")) => counts.passed += number.parse().unwrap_or(0),
                    Some((number, "failed")) => counts.failed += number.parse().unwrap_or(0),
                    _ => {}
                }
            }
        } else if let Some(name) = line.strip_suffix(" ... FAILED") {
            first.get_or_insert_with(|| name.to_owned());
        }
    }
    (counts, first)
}

/// Returns whether a file or a folder in the target folder belongs to one of some crates.
fn is_artifact(path: &Path, members: &[&str]) -> bool {
    let Some(stem) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    // Cargo appends a hash: `libx_pets-0123456789abcdef.rlib`, `x-pets-0123456789abcdef`; the test
    // `examples` is in every crate.
    let stem = stem.split('.').next().unwrap_or_default();
    let Some((name, _hash)) = stem.rsplit_once('-') else {
        return false;
    };
    let name = name.replace('_', "-");
    let is_member = |name: &str| members.contains(&name);
    name == "examples" || is_member(&name) || name.strip_prefix("lib").is_some_and(is_member)
}

/// Removes a file or a folder, if it exists.
fn remove(path: &Path) -> anyhow::Result<()> {
    let result = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_artifact, test_results};

    #[test]
    fn results_of_all_test_binaries_are_added() {
        let printed = "\
running 2 tests
test order ... ok
test pet ... FAILED

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s
";
        let (counts, first) = test_results(printed);
        assert_eq!((counts.passed, counts.failed), (4, 1));
        assert_eq!(first.as_deref(), Some("pet"));
    }

    #[test]
    fn artifacts_of_dependencies_are_kept() {
        let is_ours = |name: &str| is_artifact(Path::new(name), &["x-pets"]);
        assert!(is_ours("libx_pets-0123456789abcdef.rlib"));
        assert!(is_ours("x-pets-0123456789abcdef"));
        assert!(is_ours("examples-0123456789abcdef.d"));
        assert!(!is_ours("libx_pets_runtime-0123456789abcdef.rlib"));
        assert!(!is_ours("libserde-0123456789abcdef.rmeta"));
    }
}
