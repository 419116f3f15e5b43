//! Documents that say the same in OpenAPI 3.0 and in 3.1. `twins/` has both of each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostics::{Diagnostic, Severity};
use specwright::{Source, generate};

use crate::support::options;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/twins")
}

/// Returns the names of the pairs.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            Some(name.strip_suffix(".3.0.yaml")?.to_owned())
        })
        .collect();
    names.sort();
    names
}

/// Returns the generated files without documentation and comments.
fn code(name: &str, version: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder().join(format!("{name}.{version}.yaml"))).unwrap();
    let outcome = generate(&Source::new("twins.yaml", text), &options());
    let reported = |diagnostic: &&Diagnostic| diagnostic.severity() != Severity::Warning;
    let violation = outcome.diagnostics.iter().find(reported);
    assert!(violation.is_none(), "{name} {version}: {violation:?}");
    let files = outcome.generated.unwrap().files.into_iter();
    let without_docs = |text: String| {
        let lines = text.lines().filter(|line| !line.trim().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    files
        .map(|(path, text)| (path.clone(), without_docs(text)))
        .collect()
}

#[test]
fn documents_of_3_0_and_3_1_that_say_the_same_are_one_crate() {
    let names = names();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let (old, new) = (code(&name, "3.0"), code(&name, "3.1"));
        let all = old.keys().chain(new.keys());
        let is_code = |path: &&String| {
            let extension = Path::new(path.as_str()).extension();
            extension.is_some_and(|extension| extension == "rs" || extension == "toml")
        };
        for path in all.filter(is_code) {
            assert_eq!(old.get(path), new.get(path), "{name}: {path}");
        }
        assert!(old.len() > 3, "{name}: {:?}", old.keys());
    }
}
