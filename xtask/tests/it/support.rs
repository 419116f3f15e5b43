//! Runs of the program.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program of this workspace in a folder.
pub(crate) fn xtask(from: &Path, arguments: &[&str]) -> Output {
    run(from, Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// Runs the program as that of another workspace.
pub(crate) fn xtask_in(workspace: &Path, arguments: &[&str]) -> Output {
    run(workspace, &workspace.join("xtask"), arguments)
}

fn run(from: &Path, manifest: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(from)
        .env("CARGO_MANIFEST_DIR", manifest)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
