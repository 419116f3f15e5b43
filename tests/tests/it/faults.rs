//! Faults in operation: the tests that `runtime/FAULTS.md` names exist.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders with the tests.
const FOLDERS: [&str; 4] = [
    "runtime/tests",
    "tests/tests",
    "examples/calling-bot",
    "examples/calling-standin/tests",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Appends the sources below a folder.
fn read_sources(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_fault_in_operation_has_a_test() {
    let table = fs::read_to_string(root().join("runtime/FAULTS.md")).unwrap();
    let (_, table) = table.split_once("\n## In operation\n").unwrap();
    let mut sources = String::new();
    for folder in FOLDERS {
        read_sources(&root().join(folder), &mut sources);
    }
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| F"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    for fault in 1..=11 {
        let fault = format!("F{fault}: ");
        assert!(rows.iter().any(|row| row[0].starts_with(&fault)), "{fault}");
    }
    for row in rows {
        let names = row[2].split(", ").map(|name| name.trim_matches('`'));
        for name in names {
            // A row of a macro has no `fn`.
            let exists = [format!("fn {name}("), format!("\n    {name}: ")];
            let exists = exists.iter().any(|start| sources.contains(start));
            assert!(exists, "{}: there is no test {name}", row[0]);
        }
    }
}
