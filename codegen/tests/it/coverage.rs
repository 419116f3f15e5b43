//! `COVERAGE.md`: a row for each field of each object, with tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::load::vocabulary::{schema_keywords, used, vocabulary};
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
        .filter(|row| row.object != SCHEMA_FROM_3_1)
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

/// The section for schemas of JSON Schema 2020-12.
const SCHEMA_FROM_3_1: &str = "Schema, from OpenAPI 3.1";

/// The keywords of JSON Schema 2020-12, by vocabulary.
const KEYWORDS: [(&str, &[&str]); 7] = [
    (
        "core",
        &[
            "$schema",
            "$vocabulary",
            "$id",
            "$anchor",
            "$dynamicAnchor",
            "$ref",
            "$dynamicRef",
            "$defs",
            "$comment",
        ],
    ),
    (
        "applicator",
        &[
            "prefixItems",
            "items",
            "contains",
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "dependentSchemas",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
        ],
    ),
    (
        "unevaluated",
        &["unevaluatedItems", "unevaluatedProperties"],
    ),
    (
        "validation",
        &[
            "type",
            "const",
            "enum",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
        ],
    ),
    (
        "meta-data",
        &[
            "title",
            "description",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "examples",
        ],
    ),
    ("format-annotation", &["format"]),
    (
        "content",
        &["contentEncoding", "contentMediaType", "contentSchema"],
    ),
];

#[test]
fn the_table_has_a_row_for_every_keyword_of_2020_12() {
    let rows: Vec<String> = rows()
        .into_iter()
        .filter(|row| row.object == SCHEMA_FROM_3_1)
        .map(|row| row.field)
        .collect();
    let keywords = KEYWORDS.iter().flat_map(|(_, keywords)| keywords.iter());
    for keyword in keywords {
        assert!(
            rows.iter().any(|row| row == keyword),
            "no row for `{keyword}`"
        );
        assert!(
            schema_keywords().contains(keyword),
            "`{keyword}` is not in the grammar"
        );
    }
    let unique: BTreeSet<&String> = rows.iter().collect();
    assert_eq!(unique.len(), rows.len(), "a row is duplicated");
    for row in &rows {
        assert!(
            schema_keywords().contains(&row.as_str()),
            "`{row}` is not a keyword"
        );
    }
}

#[test]
fn every_keyword_of_the_grammar_has_a_row() {
    let rows = rows();
    for keyword in schema_keywords() {
        let mut of_schemas = rows
            .iter()
            .filter(|row| row.object == "schema" || row.object == SCHEMA_FROM_3_1);
        assert!(
            of_schemas.any(|row| row.field == keyword),
            "no row for `{keyword}`"
        );
    }
}

#[test]
fn every_keyword_of_2020_12_is_used_by_the_fixture() {
    let path = root().join("tests/clients/keywords/keywords.yaml");
    let document: serde_yaml::Value = serde_yaml::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut used = BTreeSet::new();
    let mut pending = vec![&document];
    while let Some(value) = pending.pop() {
        match value {
            serde_yaml::Value::Mapping(members) => {
                used.extend(members.keys().filter_map(serde_yaml::Value::as_str));
                pending.extend(members.values());
            }
            serde_yaml::Value::Sequence(elements) => pending.extend(elements),
            _ => {}
        }
    }
    for (vocabulary, keywords) in KEYWORDS {
        for keyword in keywords {
            assert!(used.contains(keyword), "{vocabulary}: `{keyword}`");
        }
    }
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
