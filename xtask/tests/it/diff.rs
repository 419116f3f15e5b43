//! `cargo xtask diff`: the fragment of a commit against the one in the working tree.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::support::{stderr, stdout, xtask_in};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths: {}
components:
  schemas:
    acme.Pet: { type: object, properties: { name: { type: string }, age: { type: integer } } }
";

/// A workspace whose fragment is committed.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let settings = "[names]\nstrip-namespaces = [\"acme\"]\n";
    fs::create_dir_all(folder.path().join("spec")).unwrap();
    fs::write(folder.path().join("spec/specwright.toml"), settings).unwrap();
    fs::write(folder.path().join("spec/communications.yaml"), DOCUMENT).unwrap();
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "spec"],
        &["commit", "--quiet", "--message", "Add the fragment"],
    ] {
        let identity = [
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ];
        let mut git = Command::new("git");
        git.args(identity)
            .args(arguments)
            .current_dir(folder.path());
        assert!(git.status().unwrap().success());
    }
    folder
}

fn edit(folder: &TempDir, document: &str) {
    fs::write(folder.path().join("spec/communications.yaml"), document).unwrap();
}

#[test]
fn edits_since_the_last_commit_are_compared() {
    let folder = workspace();
    assert_eq!(
        stdout(&xtask_in(folder.path(), &["diff"])),
        "API: no changes\n"
    );

    edit(&folder, &DOCUMENT.replace(", age: { type: integer }", ""));
    let output = xtask_in(folder.path(), &["diff", "--fail-on", "breaking"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(
        text.contains("breaking[field-removed]: field removed: `models::Pet::age`\n"),
        "{text}"
    );
    assert!(
        text.contains("    old: HEAD:spec/communications.yaml:6:69\n"),
        "{text}"
    );
}

#[test]
fn the_settings_of_a_commit_are_those_of_its_fragment() {
    let folder = workspace();
    fs::write(folder.path().join("spec/specwright.toml"), "").unwrap();
    let text = stdout(&xtask_in(folder.path(), &["diff"]));
    assert!(
        text.contains("type-removed]: type removed: `models::Pet`\n"),
        "{text}"
    );
    assert!(
        text.contains("type-added]: type added: `models::AcmePet`\n"),
        "{text}"
    );
}

#[test]
fn an_unknown_commit_is_an_error() {
    let folder = workspace();
    let output = xtask_in(folder.path(), &["diff", "--base", "no-such-commit"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = stderr(&output);
    assert!(errors.contains("no-such-commit"), "{errors}");
}
