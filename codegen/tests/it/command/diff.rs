//! `specwright diff`, and what `generate` and `check` say about the API.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use super::{assert_code, specwright, specwright_with_input, stderr, stdout};

const OLD: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 50 } }
      responses:
        '200':
          description: All of them.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string }
        nick|name: { type: string }
        age: { type: integer }
";

/// The old document with a removed and an added property, and another limit.
fn new() -> String {
    let new = OLD.replace("maximum: 50", "maximum: 20");
    let new = new.replace("        nick|name: { type: string }\n", "");
    new.replace(
        "age: { type: integer }",
        "age: { type: integer }\n        color: { type: string }",
    )
}

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&folder, path, text);
    }
    folder
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The two documents as `old.yaml` and `new.yaml`.
fn documents() -> TempDir {
    folder(&[("old.yaml", OLD), ("new.yaml", &new())])
}

fn diff(folder: &TempDir, arguments: &[&str]) -> Output {
    specwright(folder.path(), &[&["diff"], arguments].concat())
}

/// Generates the client of a document into the folder `pets`.
fn generate(folder: &TempDir, document: &str, more: &[&str]) -> Output {
    let arguments = ["generate", document, "--out", "pets", "--name", "pets"];
    specwright(folder.path(), &[&arguments, more].concat())
}

/// Returns the lines about the API.
fn api_lines(output: &str) -> Vec<&str> {
    output
        .lines()
        .filter(|line| line.starts_with("API: "))
        .collect()
}

fn json_lines(output: &Output) -> Vec<Value> {
    let text = stdout(output);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn changes_are_shown_with_their_places_in_both_documents() {
    let output = diff(&documents(), &["old.yaml", "new.yaml"]);
    assert_code(&output, 0);
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn a_comparison_can_be_markdown_for_pull_requests() {
    let output = diff(
        &documents(),
        &["old.yaml", "new.yaml", "--format", "markdown"],
    );
    assert_code(&output, 0);
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn a_comparison_can_be_json_lines() {
    let output = diff(&documents(), &["old.yaml", "new.yaml", "--format", "json"]);
    assert_code(&output, 0);
    let lines = json_lines(&output);
    let verdicts: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["api"].as_str())
        .collect();
    assert_eq!(verdicts, ["breaking", "wire", "compatible"]);
    assert_eq!(lines[0]["rule"], "field-removed");
    assert_eq!(lines[0]["path"], "models::Pet::nick_name");
    assert_eq!(lines[0]["old"]["file"], "old.yaml");
    assert_eq!(lines[0]["old"]["line"], 21);
    assert_eq!(lines[0]["new"], Value::Null);
    assert_eq!(lines[1]["old"]["text"], "maximum 50");
    assert_eq!(lines[1]["new"]["text"], "maximum 20");
    assert_eq!(lines.last().unwrap()["bump"], "major");
}

#[test]
fn the_exit_code_depends_on_the_worst_change() {
    let wire = OLD.replace("maximum: 50", "maximum: 20");
    let addition = OLD.replace("age: {", "color: { type: string }\n        age: {");
    let folder = documents();
    for (text, codes) in [
        (OLD, [0, 0, 0]),
        (&addition, [0, 0, 1]),
        (&wire, [0, 1, 1]),
        (&new(), [1; 3]),
    ] {
        write(&folder, "new.yaml", text);
        for (fail_on, code) in ["breaking", "wire", "any"].iter().zip(codes) {
            let output = diff(&folder, &["old.yaml", "new.yaml", "--fail-on", fail_on]);
            assert_code(&output, code);
        }
    }
}

#[test]
fn a_similar_name_of_an_added_item_is_suggested() {
    let renamed = OLD.replace("age: {", "ages: {");
    let folder = folder(&[("old.yaml", OLD), ("new.yaml", &renamed)]);
    let output = stdout(&diff(&folder, &["old.yaml", "new.yaml"]));
    assert!(
        output.contains("    renamed to `models::Pet::ages`?\n"),
        "{output}"
    );
}

#[test]
fn equal_documents_have_no_changes() {
    let output = diff(&documents(), &["old.yaml", "old.yaml"]);
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "API: no changes\n");
    let output = diff(
        &documents(),
        &["old.yaml", "old.yaml", "--format", "markdown"],
    );
    assert_eq!(stdout(&output), "## API: no changes\n");
}

#[test]
fn a_lock_file_can_be_the_old_version() {
    let folder = documents();
    assert_code(&generate(&folder, "old.yaml", &[]), 0);
    let output = diff(
        &folder,
        &["pets/specwright.lock", "new.yaml", "--format", "json"],
    );
    assert_code(&output, 0);
    let lines = json_lines(&output);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["old"]["text"], "maximum 50");
    assert!(lines[1]["old"].get("file").is_none(), "{}", lines[1]);
    assert_eq!(lines[1]["new"]["file"], "new.yaml");
}

#[test]
fn the_old_document_can_come_from_standard_input() {
    let folder = documents();
    let output = specwright_with_input(folder.path(), &["diff", "-", "old.yaml"], OLD);
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "API: no changes\n");
}

#[test]
fn a_rejected_document_is_reported_instead_of_compared() {
    let folder = documents();
    write(&folder, "new.yaml", "openapi: 2.0\n");
    let output = diff(&folder, &["old.yaml", "new.yaml"]);
    assert_code(&output, 1);
    assert_eq!(stdout(&output), "");
    let errors = stderr(&output);
    assert!(
        errors.ends_with("error: nothing was compared with new.yaml: 1 error\n"),
        "{errors}"
    );
}

#[test]
fn files_that_cannot_be_read_are_usage_errors() {
    let folder = documents();
    write(&folder, "odd.lock", "version = 4\n");
    for (old, message) in [
        ("missing.yaml", "missing.yaml"),
        ("missing.lock", "missing.lock"),
        (
            "odd.lock",
            "odd.lock: not an API listing of version 1; generate the client again",
        ),
    ] {
        let output = diff(&folder, &[old, "new.yaml"]);
        assert_code(&output, 2);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}

#[test]
fn each_document_is_compared_with_its_own_settings() {
    let renamed = "[names.schemas]\nPet = \"Animal\"\n";
    let folder = folder(&[
        ("old/pets.yaml", OLD),
        ("new/pets.yaml", OLD),
        ("new/specwright.toml", renamed),
        ("both.toml", renamed),
    ]);
    let documents = ["old/pets.yaml", "new/pets.yaml"];
    let output = diff(&folder, &documents);
    assert!(
        stdout(&output).contains("type-removed"),
        "{}",
        stdout(&output)
    );
    let output = diff(
        &folder,
        &[documents.as_slice(), &["--config", "both.toml"]].concat(),
    );
    assert_eq!(stdout(&output), "API: no changes\n");
}

#[test]
fn derives_of_the_settings_are_part_of_the_api() {
    let derives = |list: &str| format!("[types.derives]\nPet = [{list}]\n");
    let folder = folder(&[
        ("old/pets.yaml", OLD),
        ("old/specwright.toml", &derives("\"Eq\"")),
        ("new/pets.yaml", OLD),
        ("new/specwright.toml", &derives("\"Eq\", \"Hash\"")),
    ]);
    let added = stdout(&diff(&folder, &["old/pets.yaml", "new/pets.yaml"]));
    assert!(
        added.starts_with("compatible[trait-added]: trait added: `models::Pet`\n"),
        "{added}"
    );
    let removed = stdout(&diff(&folder, &["new/pets.yaml", "old/pets.yaml"]));
    assert!(removed.starts_with("breaking[trait-removed]"), "{removed}");
}

#[test]
fn only_the_slice_is_compared() {
    let shops = "  /shops:\n    get: { responses: { '204': { description: None. } } }\n";
    let new = OLD.replace("components:\n", &format!("{shops}components:\n"));
    let folder = folder(&[("old.yaml", OLD), ("new.yaml", &new)]);
    let documents = ["old.yaml", "new.yaml"];
    let output = diff(&folder, &documents);
    assert!(
        stdout(&output).contains("operation-added"),
        "{}",
        stdout(&output)
    );
    let output = diff(
        &folder,
        &[documents.as_slice(), &["--include", "/pets"]].concat(),
    );
    assert_eq!(stdout(&output), "API: no changes\n");
}

#[test]
fn a_change_in_a_referenced_file_is_shown_in_that_file() {
    let schema = "type: object\nproperties:\n  name: { type: string }\n";
    let document = OLD.split("components:").next().unwrap();
    let document = document.replace("#/components/schemas/Pet", "pet.yaml");
    let folder = folder(&[
        ("old/pets.yaml", &document),
        ("old/pet.yaml", schema),
        ("new/pets.yaml", &document),
        ("new/pet.yaml", &schema.replace("string", "boolean")),
    ]);
    let output = diff(
        &folder,
        &["old/pets.yaml", "new/pets.yaml", "--format", "json"],
    );
    assert_code(&output, 0);
    let lines = json_lines(&output);
    assert_eq!(lines[0]["rule"], "type-changed");
    for version in ["old", "new"] {
        let file = lines[0][version]["file"].as_str().unwrap();
        assert_eq!(Path::new(file), Path::new(version).join("pet.yaml"));
        assert_eq!(lines[0][version]["line"], 3);
    }
}

#[test]
fn generate_ends_with_the_changes_of_the_api() {
    let folder = documents();
    let first = stdout(&generate(&folder, "old.yaml", &[]));
    let [line] = api_lines(&first)[..] else {
        panic!("{first}");
    };
    assert!(
        line.ends_with(" items, recorded in specwright.lock"),
        "{line}"
    );

    let same = stdout(&generate(&folder, "old.yaml", &[]));
    assert_eq!(api_lines(&same), ["API: no changes"]);

    let breaking = stdout(&generate(&folder, "new.yaml", &[]));
    assert!(
        breaking.contains("breaking[field-removed]: field removed: `models::Pet::nick_name`\n")
    );
    assert!(breaking.contains("    new: new.yaml:8:13\n"), "{breaking}");
    assert_eq!(
        api_lines(&breaking),
        ["API: BREAKING: 1 removal; also 1 change on the wire, 1 addition; see `specwright diff`"]
    );

    let addition = new().replace("color: {", "weight: { type: number }\n        color: {");
    write(&folder, "new.yaml", &addition);
    let addition = stdout(&generate(&folder, "new.yaml", &[]));
    assert_eq!(api_lines(&addition), ["API: 1 addition, nothing breaking"]);
}

#[test]
fn changes_of_the_api_are_json_lines_beside_diagnostics() {
    let folder = documents();
    assert_code(&generate(&folder, "old.yaml", &[]), 0);
    let output = generate(&folder, "new.yaml", &["--message-format", "json"]);
    let lines = json_lines(&output);
    let verdicts: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["api"].as_str())
        .collect();
    assert_eq!(verdicts, ["breaking", "wire", "compatible"]);
    assert_eq!(api_lines(&stderr(&output)).len(), 1);
}

#[test]
fn a_quiet_run_does_not_mention_the_api() {
    let folder = documents();
    assert_eq!(stdout(&generate(&folder, "old.yaml", &["--quiet"])), "");
    assert_eq!(stdout(&generate(&folder, "new.yaml", &["--quiet"])), "");
}

#[test]
fn check_fails_if_the_lock_file_is_out_of_date() {
    let folder = documents();
    assert_code(&generate(&folder, "old.yaml", &[]), 0);
    let check = ["check", "old.yaml", "--out", "pets", "--name", "pets"];
    assert_code(&specwright(folder.path(), &check), 0);

    let lock = fs::read_to_string(folder.path().join("pets/specwright.lock")).unwrap();
    write(
        &folder,
        "pets/specwright.lock",
        &lock.replace("models::Pet::age ", "models::Pet::old "),
    );
    let output = specwright(folder.path(), &check);
    assert_code(&output, 1);
    assert!(
        stderr(&output).contains("  differs  specwright.lock\n"),
        "{}",
        stderr(&output)
    );
    let api = "API: BREAKING: 1 removal; also 1 addition; see `specwright diff`";
    assert_eq!(api_lines(&stdout(&output)), [api]);
}

#[test]
fn a_lock_file_that_is_no_listing_is_written_again() {
    let folder = documents();
    assert_code(&generate(&folder, "old.yaml", &[]), 0);
    let path = folder.path().join("pets/specwright.lock");
    let lock = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{lock}>>>>>>> theirs\n")).unwrap();
    let output = generate(&folder, "old.yaml", &[]);
    assert_code(&output, 0);
    let line = lock.lines().count() + 1;
    let api = format!(
        "API: not compared: specwright.lock was not an API listing: line {line} is not an item"
    );
    assert_eq!(api_lines(&stdout(&output)), [api]);
    assert_eq!(fs::read_to_string(&path).unwrap(), lock);
}
