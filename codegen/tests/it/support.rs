//! Documents, clients and reports that several modules of tests use.

use std::collections::BTreeMap;

use specwright::config::Config;
use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Outcome, Source, generate};

/// The fields at the start of most documents.
pub(crate) const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\n";

/// Returns the options for the document `pets.yaml`.
pub(crate) fn options() -> Options {
    Options::new("pets", "pets.yaml")
}

/// Returns a document with these component schemas and no paths.
pub(crate) fn document_with_schemas(schemas: &str) -> String {
    format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{}",
        indented(schemas)
    )
}

/// Returns a document with one path item.
pub(crate) fn document_with_path(path: &str, item: &str) -> String {
    format!("{HEAD}paths:\n  {path}:\n{}", indented(item))
}

/// Returns lines with an indentation of four spaces, without empty lines at the start and the end.
pub(crate) fn indented(yaml: &str) -> String {
    let lines = yaml.trim_matches('\n').lines();
    lines.flat_map(|line| ["    ", line, "\n"]).collect()
}

/// Runs the generator on a document.
pub(crate) fn run(document: &str) -> Outcome {
    generate(&Source::new("pets.yaml", document), &options())
}

/// Runs the generator on a document with settings.
pub(crate) fn run_with(document: &str, settings: &str) -> Outcome {
    let source = Source::new("specwright.toml", settings);
    let mut options = options();
    let name = options.config.package.name.take();
    options.config = Config::parse(&source).unwrap_or_else(|error| panic!("{error}"));
    options.config.package.name = name;
    generate(&Source::new("pets.yaml", document), &options)
}

/// Returns the report of a run.
pub(crate) fn report(outcome: &Outcome) -> String {
    emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain)
}

/// Returns the report on a document, followed by `generated` if it has no errors.
pub(crate) fn verdict(document: &str) -> String {
    let outcome = run(document);
    let report = report(&outcome);
    match outcome.generated {
        Some(_) => format!("{report}generated"),
        None => report,
    }
}

/// Returns the files of the client of a document without errors.
#[track_caller]
pub(crate) fn files(document: &str) -> BTreeMap<String, String> {
    files_of(run(document))
}

/// Returns the files of a run without errors.
#[track_caller]
pub(crate) fn files_of(outcome: Outcome) -> BTreeMap<String, String> {
    let report = report(&outcome);
    match outcome.generated {
        Some(generated) => generated.files,
        None => panic!("{report}"),
    }
}

/// Asserts that a file contains texts.
#[track_caller]
pub(crate) fn assert_has(files: &BTreeMap<String, String>, path: &str, texts: &[&str]) {
    let Some(file) = files.get(path) else {
        panic!("no {path} in {:?}", files.keys());
    };
    for text in texts {
        assert!(file.contains(text), "no {text} in {path}:\n{file}");
    }
}
