//! `cargo xtask accept`, in a workspace whose tests write what they expect as insta and trybuild do.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use crate::support::{stderr, stdout, xtask_in};

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"codegen\", \"tests\"]\n";

/// Returns a workspace with the packages whose output is accepted.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("Cargo.toml"), WORKSPACE);
    package(
        root,
        "codegen",
        "specwright",
        "codegen/tests/it/names.snap",
        "INSTA_UPDATE",
    );
    package(
        root,
        "tests",
        "msgraph-tests",
        "tests/compile/fail/type.stderr",
        "TRYBUILD",
    );
    write(&root.join("tests/snapshots/same.snap"), "same\n");
    folder
}

/// Writes a package with a test that overwrites `expected` if the variable is set, and fails if it
/// is not, and a second test that fails if the file `broken` is there.
fn package(root: &Path, folder: &str, name: &str, expected: &str, variable: &str) {
    let path = root.join(expected);
    write(&path, "one\ntwo\n");
    let (path, broken) = (path.to_str().unwrap(), root.join("broken"));
    let broken = broken.to_str().unwrap();
    let manifest =
        format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
    write(&root.join(folder).join("Cargo.toml"), &manifest);
    write(&root.join(folder).join("src/lib.rs"), "");
    let test = format!(
        "#[test]\nfn expected() {{\n    std::env::var({variable:?}).unwrap();\n    \
         std::fs::write({path:?}, \"one\\nthree\\n\").unwrap();\n}}\n\
         #[test]\nfn other() {{\n    assert!(!std::path::Path::new({broken:?}).exists());\n}}\n",
    );
    write(&root.join(folder).join("tests/it.rs"), &test);
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn accept(folder: &TempDir, more: &[&str]) -> Output {
    xtask_in(folder.path(), &[&["accept"], more].concat())
}

#[test]
fn all_expected_output_is_accepted_and_shown() {
    let folder = project();
    let output = accept(&folder, &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let report = stdout(&output);
    let report = &report[report.find("--- ").unwrap_or_default()..];
    assert_eq!(
        report,
        "--- a/codegen/tests/it/names.snap\n+++ b/codegen/tests/it/names.snap\n@@ -1,2 +1,2 @@\n one\
         \n-two\n+three\n\n--- a/tests/compile/fail/type.stderr\n+++ b/tests/compile/fail/type.stderr\
         \n@@ -1,2 +1,2 @@\n one\n-two\n+three\n\n2 files with expected output accepted\n"
    );
    let again = accept(&folder, &[]);
    assert!(stdout(&again).ends_with("the expected output is up to date\n"));
}

#[test]
fn other_failures_stop_no_acceptance_and_are_reported() {
    let folder = project();
    write(&folder.path().join("broken"), "");
    let output = accept(&folder, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).ends_with("2 files with expected output accepted\n"));
    assert!(stderr(&output).contains("error: tests fail that do not compare with expected output"));
}

#[test]
fn tests_are_selected_by_a_part_of_their_path() {
    let folder = project();
    let output = accept(&folder, &["other"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).ends_with("the expected output is up to date\n"));
}
