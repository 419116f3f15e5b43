//! `cargo xtask corpus`: the table, the result as JSON, and the exit code.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{stderr, stdout, xtask};

const GOOD: &str = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses: { '204': { description: Done. } }
";

const WRONG: &str = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses: { '204': { description: Done. } }
    get: {}
";

/// Returns a folder with a valid document, an invalid one, and another file.
fn documents() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("below")).unwrap();
    fs::write(folder.path().join("below/pets.txt"), GOOD).unwrap();
    fs::write(folder.path().join("wrong.yaml"), WRONG).unwrap();
    fs::write(folder.path().join("readme.yaml"), "title: no document\n").unwrap();
    folder
}

fn corpus(folder: &Path, more: &[&str]) -> Output {
    xtask(folder, &[&["corpus", "."], more].concat())
}

#[test]
fn every_document_has_a_row_with_its_outcome() {
    let folder = documents();
    let output = corpus(folder.path(), &[]);
    let table = stdout(&output);
    assert!(
        output.status.success(),
        "a refused document is no failure: {table}"
    );
    let row = |name: &str| table.lines().find(|line| line.starts_with(name));
    let good = row("below/pets.txt").unwrap();
    assert!(good.ends_with("generated"), "{good}");
    let wrong = row("wrong.yaml").unwrap();
    assert!(wrong.contains("refused, 1: 8:5: OA102"), "{wrong}");
    assert!(row("readme.yaml").is_none());
    assert!(
        table.ends_with("2 documents: 1 generated, 1 refused\n"),
        "{table}"
    );
}

#[test]
fn the_result_is_written_as_json() {
    let folder = documents();
    corpus(folder.path(), &["--json", "result.json"]);
    let result = fs::read(folder.path().join("result.json")).unwrap();
    let result: Value = serde_json::from_slice(&result).unwrap();
    let good = &result["documents"][0];
    assert_eq!(good["document"], "below/pets.txt");
    assert_eq!(good["outcome"], "generated");
    assert_eq!(good["operations"], 1);
    assert_eq!(good["violations"], 0);
    assert_eq!(good["untyped"], 0);
    assert!(good["lines"].as_u64().unwrap() > 20);
    assert_eq!(result["documents"][1]["outcome"], "refused");
}

#[test]
fn a_regression_from_the_baseline_fails_the_run() {
    let folder = documents();
    corpus(folder.path(), &["--json", "before.json"]);
    let same = corpus(folder.path(), &["--baseline", "before.json"]);
    assert!(same.status.success());

    fs::write(folder.path().join("below/pets.txt"), WRONG).unwrap();
    fs::write(folder.path().join("wrong.yaml"), GOOD).unwrap();
    let worse = corpus(folder.path(), &["--baseline", "before.json"]);
    assert_eq!(worse.status.code(), Some(1));
    assert_eq!(
        stderr(&worse),
        "worse than before: below/pets.txt: was generated, is now refused\n",
    );
}

#[test]
fn a_document_that_takes_too_long_fails_the_run() {
    let folder = documents();
    let output = corpus(folder.path(), &["--timeout", "0", "--json", "result.json"]);
    assert_eq!(output.status.code(), Some(1));
    let table = stdout(&output);
    assert_eq!(
        table.matches("CRASHED: did not finish within").count(),
        2,
        "{table}"
    );
    assert!(folder.path().join("result.json").exists());
}

#[test]
fn a_folder_without_documents_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = corpus(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = stderr(&output);
    assert!(
        complaint.contains("no file below . contains `openapi: 3.`"),
        "{complaint}"
    );
}
