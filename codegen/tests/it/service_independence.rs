//! The generator, the runtime and clients of other services do not mention Graph.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::support::files;

const PETS: &str = include_str!("../../../tests/clients/pets/pets.yaml");

/// The words of one service.
const WORDS: &[&str] = &[
    "microsoft",
    "msgraph",
    "graph",
    "tenant",
    "tenants",
    "tenant_claim",
    "claims",
    "insufficient_claims",
    "client-request-id",
    "bot",
];

/// Words with another meaning: a part of the path, and the word.
const OTHER_MEANINGS: &[(&str, &str)] = &[
    // A graph of dependencies.
    ("codegen/src/schema/order", "graph"),
    ("codegen/src/passes/boxing", "graph"),
    // The address of the repository.
    ("runtime/src/lib.rs", "msgraph"),
    // The claims of a JSON Web Token.
    ("runtime/src/receiver/authenticate.rs", "claims"),
    ("runtime/src/receiver/open_id", "claims"),
];

#[test]
fn clients_of_other_services_do_not_mention_graph() {
    let files = files(PETS);
    assert!(files.contains_key("Cargo.toml") && files.contains_key("src/client.rs"));
    for (path, text) in &files {
        let text = text.to_lowercase();
        for word in [
            "graph",
            "microsoft",
            "tenant",
            "claims",
            "client-request-id",
        ] {
            assert!(!text.contains(word), "{path} has `{word}`");
        }
    }
    // It neither identifies its calls nor has traits for attributes.
    assert!(!files["src/client.rs"].contains("CONVENTIONS"));
    assert!(!files["Cargo.toml"].contains("uuid"));
    assert!(!files.contains_key("src/extensions.rs"));
}

#[test]
fn generator_and_runtime_do_not_mention_graph() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut problems = Vec::new();
    let mut count = 0;
    for folder in ["codegen/src", "runtime/src"] {
        for entry in WalkDir::new(workspace.join(folder)) {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(&workspace).unwrap();
            let path = path.to_string_lossy().replace('\\', "/");
            // Tests have documents of services as data.
            let is_rust = entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs");
            if !is_rust || path.ends_with("tests.rs") {
                continue;
            }
            count += 1;
            let text = fs::read_to_string(entry.path()).unwrap();
            for (index, line) in text.lines().enumerate() {
                for word in words(line) {
                    let is_other = OTHER_MEANINGS
                        .iter()
                        .any(|(part, known)| path.starts_with(part) && *known == word);
                    if WORDS.contains(&word.as_str()) && !is_other {
                        problems.push(format!("{path}:{}: `{word}`", index + 1));
                    }
                }
            }
        }
    }
    assert!(count > 200, "{count} files");
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

/// Returns the words of a line in lower case, and those between the hyphens of each.
fn words(line: &str) -> Vec<String> {
    let line = line.to_lowercase();
    let is_end = |c: char| !(c.is_alphanumeric() || c == '_' || c == '-');
    let mut words: Vec<String> = Vec::new();
    for word in line.split(is_end).filter(|word| !word.is_empty()) {
        words.push(word.to_owned());
        if word.contains('-') && !word.starts_with("x-") {
            words.extend(word.split('-').map(str::to_owned));
        }
    }
    words
}

#[test]
fn whole_words_are_matched() {
    assert_eq!(
        words("use petgraph::DiGraph; // x-required-claims, Graph's id"),
        [
            "use",
            "petgraph",
            "digraph",
            "x-required-claims",
            "graph",
            "s",
            "id"
        ]
    );
    assert_eq!(
        words("\"client-request-id\""),
        ["client-request-id", "client", "request", "id"]
    );
}
