//! The command `specwright`, run as a process.

mod diff;
mod explain;
mod overlay;
mod run;
mod settings;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the command in a folder.
pub(crate) fn specwright(from: &Path, arguments: &[&str]) -> Output {
    command(from, arguments).output().unwrap()
}

/// Runs the command in a folder, with a document on standard input.
fn specwright_with_input(from: &Path, arguments: &[&str], document: &str) -> Output {
    let mut child = command(from, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(document.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn command(from: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.args(arguments).current_dir(from);
    command
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Asserts the exit code of the command.
#[track_caller]
pub(crate) fn assert_code(output: &Output, code: i32) {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}\n{}",
        stdout(output),
        stderr(output)
    );
}
