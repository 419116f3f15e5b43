//! Generates the client of a project, and reports what happened.

use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use super::api;
use super::error::CommandError;
use super::output::OutputArguments;
use super::progress::Progress;
use crate::diagnostics::emit;
use crate::outcome::{Generated, Outcome};
use crate::project::{Change, Plan, Project, ProjectError};

/// What is done with the folder of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The folder is brought up to date.
    Write,
    /// Nothing is written, and the run fails if the folder is out of date.
    Check,
}

/// The commands that messages name.
#[derive(Clone, Copy, Debug)]
pub struct Commands<'a> {
    /// The command that brings the folder up to date.
    pub update: &'a str,
    /// The command that shows what has changed in the API.
    pub diff: &'a str,
}

/// Generates the client of a project, and writes or checks its folder.
///
/// # Errors
/// The project cannot be generated or written. A document that is rejected and a folder that is out
/// of date are no errors, but an exit code.
pub fn run(
    project: &Project,
    mode: Mode,
    output: &OutputArguments,
    commands: Commands<'_>,
) -> Result<ExitCode, CommandError> {
    let start = Instant::now();
    let document = project.shown_document();
    // Read before the folder is brought up to date.
    let recorded = project.recorded_listing();
    let outcome = {
        let _progress = Progress::start(&document, output);
        project.generate()?
    };
    project.write_effective_spec(&outcome)?;
    let is_accepted = !project.config.report.rejects(&outcome.diagnostics);
    let Some(generated) = outcome.generated.as_ref().filter(|_| is_accepted) else {
        output.print_diagnostics(&outcome);
        let denied = if outcome.generated.is_some() {
            " (denied)"
        } else {
            ""
        };
        eprintln!(
            "error: nothing was generated from {document}: {}{denied}{}",
            emit::counts(&outcome.diagnostics),
            output.omitted(&outcome)
        );
        return Ok(ExitCode::FAILURE);
    };

    // Locating the diagnostics takes about as long as writing the files.
    let plan = thread::scope(|scope| {
        let writing = scope.spawn(|| bring_up_to_date(project, generated, mode));
        if !output.quiet {
            output.print_diagnostics(&outcome);
        }
        writing.join()
    });
    let plan = plan.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    output.print_untyped(&outcome.sources, &generated.untyped);
    let shown_out = project.out.display().to_string();
    if mode == Mode::Check {
        let code = check(&plan, &document, &shown_out, output, commands.update);
        if !plan.is_empty() {
            api::report(recorded, generated, &outcome.sources, output, commands.diff);
        }
        return Ok(code);
    }
    if output.verbose {
        for line in changes(&plan) {
            output.print_summary(&line);
        }
    }
    output.print_summary(&format!(
        "{document}: {}; {} written, {} unchanged, {} removed in {shown_out} ({} ms)",
        counts(&outcome, generated, output),
        counted(plan.written.len(), "file"),
        plan.unchanged,
        plan.removed.len(),
        start.elapsed().as_millis(),
    ));
    api::report(recorded, generated, &outcome.sources, output, commands.diff);
    Ok(ExitCode::SUCCESS)
}

/// Compares the folder with the generated files and, unless it is only checked, writes the
/// differences.
fn bring_up_to_date(
    project: &Project,
    generated: &Generated,
    mode: Mode,
) -> Result<Plan, ProjectError> {
    let plan = project.plan(generated)?;
    if mode == Mode::Write {
        plan.apply(&generated.files)?;
    }
    Ok(plan)
}

/// Returns the numbers of what was generated and reported.
fn counts(outcome: &Outcome, generated: &Generated, output: &OutputArguments) -> String {
    let found = match emit::counts(&outcome.diagnostics) {
        none if none.is_empty() => none,
        counts => format!("; {counts}{}", output.omitted(outcome)),
    };
    let untyped = match generated.summary.untyped {
        0 => String::new(),
        places => format!(", {} raw JSON", counted(places, "place")),
    };
    format!(
        "{}, {}{untyped}{found}",
        counted(generated.summary.operations, "operation"),
        counted(generated.summary.types, "type"),
    )
}

fn check(
    plan: &Plan,
    document: &str,
    shown_out: &str,
    output: &OutputArguments,
    update_command: &str,
) -> ExitCode {
    if plan.is_empty() {
        output.print_summary(&format!("{shown_out} is up to date with {document}"));
        return ExitCode::SUCCESS;
    }
    eprintln!("{shown_out} is out of date with {document}:");
    for line in changes(plan) {
        eprintln!("{line}");
    }
    eprintln!("run `{update_command}` to update it");
    ExitCode::FAILURE
}

/// Returns a line for each change of a folder: the state of the file before it, and its path.
fn changes(plan: &Plan) -> impl Iterator<Item = String> {
    let state = |change: &Change| if change.is_new { "missing" } else { "differs" };
    let written = plan.written.iter();
    let written = written.map(move |change| format!("  {}  {}", state(change), change.path));
    let removed = plan.removed.iter();
    written.chain(removed.map(|path| format!("  stale    {path}")))
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
