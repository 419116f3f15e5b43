//! The public API of generated crates, one line for each item.

mod crate_source;
mod lock;
mod tables;
mod text;

use std::fs;

use msgraph_tests::workspace;
use specwright::{Options, Source, generate};

use crate_source::{Files, surface};
use walkdir::WalkDir;

/// The files of a document's crate.
fn emitted(document: &str) -> Files {
    let options = Options::new("a-client", "document.yaml");
    let outcome = generate(&Source::new("document.yaml", document), &options);
    match outcome.generated {
        Some(generated) => generated.files,
        None => panic!("{:?}", outcome.diagnostics),
    }
}

fn document(path: &str) -> String {
    fs::read_to_string(workspace(path)).unwrap()
}

/// The files of the client as they are committed.
fn committed() -> Files {
    let mut files = Files::new();
    let root = workspace("generated");
    for entry in WalkDir::new(workspace("generated/src")) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy();
            let name = name.replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    files
}

fn assert_reviewed(name: &str, files: &Files) {
    let lines: Vec<String> = surface(files).into_iter().collect();
    insta::with_settings!({
        snapshot_path => "../../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => "Every public item, with its signature, its traits, and what it is on the wire.",
    }, {
        insta::assert_snapshot!(name, lines.join("\n"));
    });
}

#[test]
fn the_public_api_of_the_client_matches_the_snapshot() {
    assert_reviewed("surface", &committed());
}

#[test]
fn the_public_api_of_another_client_matches_the_snapshot() {
    let files = emitted(&document("tests/fixtures/documents/tool-library.yaml"));
    assert_reviewed("surface-of-tool-library", &files);
}

#[test]
fn a_new_enum_value_adds_one_line_to_the_public_api() {
    let before = document("spec/communications.yaml");
    let value = "        - forbidden\n";
    assert_eq!(before.matches(value).count(), 1);
    let after = before.replace(value, "        - forbidden\n        - tooLate\n");
    let (before, after) = (emitted(&before), emitted(&after));

    let changed: Vec<&str> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed, ["specwright.lock", "src/models/reject_reason.rs"]);
    assert_eq!(before.len(), after.len());

    let (before, after) = (surface(&before), surface(&after));
    let added: Vec<&String> = after.difference(&before).collect();
    assert_eq!(
        added,
        [r#"models::RejectReason::TooLate (lenient "tooLate")"#]
    );
    assert!(before.is_subset(&after));
}
