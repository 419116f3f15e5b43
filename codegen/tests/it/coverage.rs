//! `COVERAGE.md`: a row for each field of each object, with tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::load::vocabulary::{used, vocabulary};
use specwright::{Options, Source, generate};
use walkdir::WalkDir;

/// A row of the table: object, field, what the generator does, the tests that show it.
struct Row {
    object: String,
    field: String,
    does: String,
    tests: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rows() -> Vec<Row> {
    let table = fs::read_to_string(root().join("codegen/COVERAGE.md")).unwrap();
    let mut object = String::new();
    let mut rows = Vec::new();
    for line in table.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut object);
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        let [field, does, tests] = cells[..] else {
            continue;
        };
        let Some(field) = field.strip_prefix("| `") else {
            continue;
        };
        rows.push(Row {
            object: object.clone(),
            field: field.trim_end_matches('`').to_owned(),
            does: does.trim().to_owned(),
            tests: tests
                .trim_end_matches('|')
                .split(',')
                .map(|test| test.trim().trim_matches('`').to_owned())
                .filter(|test| !test.is_empty())
                .collect(),
        });
    }
    rows
}

/// Returns every file below a folder of the repository, apart from build output.
fn files(folder: &str) -> Vec<PathBuf> {
    WalkDir::new(root().join(folder))
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "target")
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .collect()
}

#[test]
fn the_table_has_a_row_for_every_field_of_the_specification() {
    let table: Vec<(String, String)> = rows()
        .into_iter()
        .map(|row| (row.object, row.field))
        .collect();
    let specification: Vec<(String, String)> = vocabulary()
        .into_iter()
        .map(|(object, field)| (object.to_owned(), field.to_owned()))
        .collect();
    for field in &specification {
        assert!(table.contains(field), "no row for {field:?}");
    }
    for row in &table {
        assert!(specification.contains(row), "{row:?} is no field");
    }
    assert_eq!(table.len(), specification.len(), "a row is duplicated");
}

#[test]
fn every_row_has_a_behaviour_and_existing_tests() {
    let mut tests: BTreeSet<String> = BTreeSet::new();
    for folder in ["codegen", "runtime", "tests", "xtask"] {
        for file in files(folder) {
            if file.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&file).unwrap();
                let functions = text.lines().filter_map(|line| {
                    let line = line.trim_start();
                    let line = line.strip_prefix("async ").unwrap_or(line);
                    line.strip_prefix("fn ")?.split('(').next()
                });
                tests.extend(functions.map(str::to_owned));
            }
            // A fixture is a test: its report or the generated code is a snapshot.
            if file
                .extension()
                .is_some_and(|extension| extension == "snap")
            {
                let name = file.file_name().unwrap().to_string_lossy().into_owned();
                let names = name.split("__").filter_map(|part| part.split('.').next());
                tests.extend(names.map(str::to_owned));
            }
        }
    }
    for row in rows() {
        let Row {
            object,
            field,
            does,
            tests: named,
        } = row;
        assert!(!does.is_empty(), "{object} `{field}`: what is done?");
        assert!(
            !named.is_empty(),
            "{object} `{field}`: which test shows it?"
        );
        for test in named {
            assert!(
                tests.contains(&test),
                "{object} `{field}`: there is no test `{test}`"
            );
        }
    }
}

#[test]
fn every_field_is_used_by_a_fixture() {
    let mut unused: BTreeSet<_> = vocabulary().into_iter().collect();
    for folder in ["codegen/tests", "tests", "spec"] {
        for file in files(folder) {
            let is_document = file
                .extension()
                .is_some_and(|extension| extension == "yaml" || extension == "json");
            if !is_document {
                continue;
            }
            // Some fixtures are not valid YAML on purpose.
            let Ok(document) = serde_yaml::from_slice(&fs::read(&file).unwrap()) else {
                continue;
            };
            for field in used(&document) {
                unused.remove(&field);
            }
        }
    }
    assert!(unused.is_empty(), "no fixture uses {unused:?}");
}

#[test]
fn rarely_used_fields_are_generated() {
    let source = Source::new("seldom_used.yaml", include_str!("seldom_used.yaml"));
    let options = Options::new("seldom-used", "seldom_used.yaml");
    let outcome = generate(&source, &options);
    let codes: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.to_string())
        .collect();
    assert_eq!(codes, ["OA723", "OA723"], "only the XML has no effect");
    let files = outcome.generated.unwrap().files;
    insta::assert_snapshot!(files["src/things.rs"]);
}
