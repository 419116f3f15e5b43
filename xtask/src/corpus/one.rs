//! Processes one document in a separate process, and interprets how it ended.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use specwright::Outcome as Generation;
use specwright::config::{Runtime, WorkspaceRole};
use specwright::diagnostics::Severity;
use specwright::diagnostics::emit::locate;
use specwright::project::Project;
use specwright::source::Position;

use super::document::Document;
use super::record::{Counts, Outcome, Record};
use crate::workspace;

/// Generates the crate of one document, and prints the outcome as one line of JSON.
#[derive(clap::Args)]
pub(crate) struct One {
    document: PathBuf,
    /// The folder to write the crate to.
    #[arg(long, requires = "name")]
    out: Option<PathBuf>,
    #[arg(long)]
    name: Option<String>,
}

/// The output of the process.
#[derive(Serialize, Deserialize)]
struct Answer {
    outcome: Outcome,
    milliseconds: u64,
    peak_kilobytes: Option<u64>,
}

impl One {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let start = Instant::now();
        let name = self.name.as_deref().unwrap_or("corpus");
        let out = self.out.clone();
        let mut project = Project::new(&self.document, out.unwrap_or_else(|| PathBuf::from(name)));
        project.config.package.name = Some(name.to_owned());
        // The crates of a run are members of one workspace.
        project.config.package.workspace = WorkspaceRole::Member;
        project.config.runtime = Some(Runtime::Path(workspace()?.join("runtime")));
        let generation = project.generate()?;
        if let (Some(_), Some(generated)) = (&self.out, &generation.generated) {
            project.plan(generated)?.apply(&generated.files)?;
        }
        let answer = Answer {
            milliseconds: milliseconds(start.elapsed()),
            outcome: outcome(&generation),
            peak_kilobytes: peak_kilobytes(),
        };
        println!("{}", serde_json::to_string(&answer)?);
        Ok(ExitCode::SUCCESS)
    }
}

fn outcome(generation: &Generation) -> Outcome {
    let diagnostics = &generation.diagnostics;
    let located = locate(&generation.sources, diagnostics);
    let errors: Vec<_> = located
        .iter()
        .filter(|located| located.diagnostic.severity() == Severity::Error)
        .collect();
    match (&generation.generated, errors.first()) {
        (Some(generated), _) => {
            let sources = generated
                .files
                .iter()
                .filter(|(path, _)| matches!(path.rsplit_once('.'), Some((_, "rs"))));
            let count = |severity| {
                let of_severity = diagnostics.iter();
                of_severity
                    .filter(|diagnostic| diagnostic.severity() == severity)
                    .count()
            };
            let summary = &generated.summary;
            Outcome::Generated {
                counts: Counts {
                    operations: summary.operations,
                    types: summary.types,
                    files: generated.files.len(),
                    lines: sources.map(|(_, text)| text.lines().count()).sum(),
                    violations: count(Severity::Violation),
                    warnings: count(Severity::Warning),
                    untyped: summary.untyped,
                    examples: summary.examples,
                },
                compiled: false,
                tests: None,
            }
        }
        (None, Some(first)) => {
            let position = Position::of(
                &generation.sources[first.span.file].text,
                first.span.bytes.start,
            );
            Outcome::Refused {
                errors: errors.len(),
                code: first.diagnostic.code.to_string(),
                line: position.line,
                column: position.column,
                message: first.diagnostic.message.clone(),
            }
        }
        (None, None) => Outcome::Crashed {
            reason: "the generator returned neither a crate nor an error".to_owned(),
        },
    }
}

/// Returns the peak memory of this process, if the system provides it.
fn peak_kilobytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Runs a process that generates the crate of one document.
pub(super) fn run_apart(
    program: &Path,
    document: &Document,
    crates: Option<&Path>,
    timeout: Duration,
) -> Record {
    let start = Instant::now();
    let crate_name = crates.map(|_| crate_name(&document.name));
    let answer = answer(
        program,
        document,
        crates.zip(crate_name.as_deref()),
        timeout,
    );
    let answer = answer.unwrap_or_else(|error| Answer {
        outcome: Outcome::Crashed {
            reason: format!("{error:#}"),
        },
        milliseconds: milliseconds(start.elapsed()),
        peak_kilobytes: None,
    });
    Record {
        document: document.name.clone(),
        bytes: document.bytes,
        milliseconds: answer.milliseconds,
        peak_kilobytes: answer.peak_kilobytes,
        crate_name: crate_name.filter(|_| matches!(answer.outcome, Outcome::Generated { .. })),
        outcome: answer.outcome,
    }
}

fn answer(
    program: &Path,
    document: &Document,
    to: Option<(&Path, &str)>,
    timeout: Duration,
) -> anyhow::Result<Answer> {
    let mut command = Command::new(program);
    command.arg("corpus-one").arg(&document.path);
    if let Some((crates, name)) = to {
        command
            .arg("--out")
            .arg(crates.join(name))
            .args(["--name", name]);
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let (printed, complaint) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let status = wait(&mut child, timeout).context("cannot wait for the process")?;
    let (printed, complaint) = (finish(printed), finish(complaint));
    let Some(status) = status else {
        anyhow::bail!("did not finish within {timeout:?}");
    };
    if !status.success() {
        let complaint = complaint
            .lines()
            .find(|line| !line.trim().is_empty() && !line.starts_with("thread '"))
            .unwrap_or("no message on stderr");
        anyhow::bail!("{status}: {complaint}");
    }
    serde_json::from_str(&printed).context("the process printed no valid outcome")
}

/// Reads a pipe to its end on a thread, so that the process never blocks on writing.
fn drain(pipe: Option<impl std::io::Read + Send + 'static>) -> Option<thread::JoinHandle<String>> {
    let mut pipe = pipe?;
    Some(thread::spawn(move || {
        let mut bytes = Vec::new();
        // On an error, the bytes read so far are kept.
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }))
}

fn finish(reader: Option<thread::JoinHandle<String>>) -> String {
    reader
        .and_then(|reader| reader.join().ok())
        .unwrap_or_default()
}

/// Waits for a process, and kills it when the timeout expires.
fn wait(child: &mut Child, timeout: Duration) -> std::io::Result<Option<std::process::ExitStatus>> {
    let end = Instant::now() + timeout;
    loop {
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Returns the crate name of a document: its path, reduced to the characters of crate names.
fn crate_name(document: &str) -> String {
    let mut name = "x-".to_owned();
    for character in document.chars() {
        match character.to_ascii_lowercase() {
            plain @ ('a'..='z' | '0'..='9') => name.push(plain),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    // Two paths may differ only in the removed characters.
    let sum = document.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    format!("{}-{sum:08x}", name.trim_end_matches('-'))
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
