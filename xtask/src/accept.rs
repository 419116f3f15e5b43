//! `cargo xtask accept`: accepts the output of the snapshot and compile tests as what they expect.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use similar::TextDiff;
use walkdir::WalkDir;

use crate::workspace;

/// The packages whose tests have expected output.
const PACKAGES: [&str; 2] = ["specwright", "msgraph-tests"];

/// The folders with expected output.
const FOLDERS: [&str; 3] = ["codegen/tests", "tests/compile", "tests/snapshots"];

/// The extensions of expected output: of insta's snapshots, and of trybuild's messages.
const EXTENSIONS: [&str; 2] = ["snap", "stderr"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only run the tests whose path contains this text.
    test: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let workspace = workspace()?;
    let before = expected_output(&workspace)?;
    let tests_pass = run_tests(&workspace, arguments)?;
    let after = expected_output(&workspace)?;
    println!("\n{}", report(&before, &after));
    if !tests_pass {
        eprintln!("error: tests fail that do not compare with expected output; see above");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs the tests, which overwrite what they expect. Returns whether all of them pass.
fn run_tests(workspace: &Path, arguments: &Arguments) -> anyhow::Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(workspace);
    command
        .env("INSTA_UPDATE", "always")
        .env("TRYBUILD", "overwrite");
    command.args(["test", "--test", "it", "--no-fail-fast"]);
    for package in PACKAGES {
        command.args(["--package", package]);
    }
    command.args(&arguments.test).args(["--", "--quiet"]);
    let status = command.status().context("cannot run `cargo test`")?;
    Ok(status.success())
}

/// Returns the text of each file with expected output, by its path in the workspace.
fn expected_output(workspace: &Path) -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        for entry in WalkDir::new(workspace.join(folder)) {
            let path = entry
                .context("cannot list the expected output")?
                .into_path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                let path = path.strip_prefix(workspace).unwrap_or(&path);
                files.insert(path.to_owned(), text);
            }
        }
    }
    Ok(files)
}

/// Returns the differences as unified diffs, and the number of files that differ.
fn report(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>) -> String {
    let mut report = String::new();
    let mut accepted = 0;
    for (path, new) in after {
        let old = before.get(path).map_or("", String::as_str);
        if old == new {
            continue;
        }
        accepted += 1;
        let name = path.display();
        let old_name = if before.contains_key(path) {
            format!("a/{name}")
        } else {
            "/dev/null".to_owned()
        };
        let diff = TextDiff::from_lines(old, new);
        let diff = diff
            .unified_diff()
            .header(&old_name, &format!("b/{name}"))
            .to_string();
        report.push_str(&diff);
        report.push('\n');
    }
    let summary = match accepted {
        0 => "the expected output is up to date".to_owned(),
        1 => "1 file with expected output accepted".to_owned(),
        _ => format!("{accepted} files with expected output accepted"),
    };
    report.push_str(&summary);
    report
}
