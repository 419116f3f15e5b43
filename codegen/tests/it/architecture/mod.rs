//! Checks the structure of the sources: import cycles, dependencies between modules and crates,
//! sizes of folders and of context structs, and names.

mod cycle;
mod dependencies;
mod manifest;
mod rules;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};

use tree::Tree;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(package: &str) -> Tree {
    Tree::read(&workspace().join(package).join("src"))
}

fn architecture() -> String {
    fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap()
}

#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n\n{}\n", problems.join("\n"));
}

#[test]
fn codegen_has_no_import_cycles() {
    assert_none(&cycle::cycles(&sources("codegen")));
}

#[test]
fn runtime_has_no_import_cycles() {
    assert_none(&cycle::cycles(&sources("runtime")));
}

#[test]
fn crates_depend_as_documented() {
    let allowed = dependencies::Allowed::parse(&architecture(), "## Allowed dependencies");
    let used = manifest::dependencies(&workspace());
    assert_none(&allowed.violations(&used));
}

#[test]
fn self_contained_packages_agree_with_the_workspace() {
    for package in ["codegen", "runtime", "runtime/derive"] {
        assert_none(&manifest::differences(&workspace(), package));
    }
}

#[test]
fn codegen_modules_depend_as_documented() {
    let allowed = dependencies::Allowed::parse(&architecture(), "### Modules of codegen");
    assert_none(&allowed.violations(&dependencies::of_modules(&sources("codegen"))));
}

#[test]
fn runtime_modules_depend_as_documented() {
    let allowed = dependencies::Allowed::parse(&architecture(), "### Modules of runtime");
    assert_none(&allowed.violations(&dependencies::of_modules(&sources("runtime"))));
}

#[test]
fn folders_have_at_most_20_files() {
    let mut problems = Vec::new();
    for package in ["codegen", "runtime"] {
        let tree = sources(package);
        let paths = tree.files.iter().map(|file| file.path.as_str());
        problems.extend(rules::large_folders(&format!("{package}/src"), paths, 20));
    }
    assert_none(&problems);
}

#[test]
fn contexts_have_at_most_12_fields() {
    assert_none(&rules::large_contexts(&sources("codegen"), 12));
}

#[test]
fn parameters_and_fields_have_descriptive_names() {
    assert_none(&rules::forbidden_names(&sources("codegen"), &["of", "at"]));
}
