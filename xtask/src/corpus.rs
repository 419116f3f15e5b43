//! `cargo xtask corpus`: runs the generator over every document below a folder, and reports the
//! outcomes.
//!
//! Every document is processed in a separate process, so that a crash affects only one document.

mod compile;
mod document;
mod one;
mod record;
mod table;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::workspace;
use document::Document;
pub(crate) use one::One;
use record::{Record, Run};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder to search for documents: files with any name that contain `openapi: 3.`
    folder: PathBuf,
    /// Also run `cargo clippy --all-targets` and `cargo doc` on every generated crate, in one target
    /// folder below target/corpus. Any error or warning is a failure.
    #[arg(long)]
    compile: bool,
    /// Also run the tests of every generated crate, including the examples in its documentation.
    #[arg(long, requires = "compile")]
    test: bool,
    /// Write the results to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Fail if the outcome of a document is worse than in this file of an earlier run.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// The time limit for one document.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    timeout: u64,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let baseline = arguments.baseline.as_deref().map(Run::read).transpose()?;
    let documents = document::find(&arguments.folder)?;
    anyhow::ensure!(
        !documents.is_empty(),
        "no file below {} contains `openapi: 3.`; choose a folder with OpenAPI documents",
        arguments.folder.display()
    );
    let crates = arguments
        .compile
        .then(|| compile::Crates::prepare(&workspace()?))
        .transpose()?;

    let timeout = Duration::from_secs(arguments.timeout);
    let mut documents = generate(
        &documents,
        crates.as_ref().map(compile::Crates::root),
        timeout,
    )?;
    if let Some(crates) = &crates {
        crates.check(&mut documents, arguments.test)?;
    }
    let run = Run { documents };

    print!("{}", table::render(&run));
    if let Some(file) = &arguments.json {
        run.write(file)?;
    }
    let worse = baseline
        .map(|earlier| run.worse_than(&earlier))
        .unwrap_or_default();
    for change in &worse {
        eprintln!("worse than before: {change}");
    }
    let mut records = run.documents.iter();
    if worse.is_empty() && !records.any(|record| record.outcome.is_defect()) {
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

/// Runs the generator over all documents in parallel.
fn generate(
    documents: &[Document],
    crates: Option<&Path>,
    timeout: Duration,
) -> anyhow::Result<Vec<Record>> {
    let program =
        std::env::current_exe().context("cannot determine the path of this executable")?;
    let progress = progress(documents.len(), "generating");
    let next = AtomicUsize::new(0);
    let records = Mutex::new(Vec::with_capacity(documents.len()));
    let work = || {
        while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            let record = one::run_apart(&program, document, crates, timeout);
            progress.inc(1);
            // A thread that panicked leaves complete records.
            records
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push(record);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    progress.finish_and_clear();
    let mut records = records
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    records.sort_by(|one, other| one.document.cmp(&other.document));
    Ok(records)
}

/// Creates a progress bar, which is hidden unless stderr is a terminal.
fn progress(length: usize, message: &'static str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar =
        ProgressBar::with_draw_target(u64::try_from(length).ok(), target).with_message(message);
    match ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
