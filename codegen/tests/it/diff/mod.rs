//! What an edit of a document means: the listing of an API, its lock file, and comparisons.

mod lock;
mod rules;
mod table;

use specwright::compare::{Comparison, compare};
use specwright::config::Config;
use specwright::diagnostics::Diagnostics;
use specwright::diagnostics::emit::{self, Style};
use specwright::listing::Listing;
use specwright::{Source, load, stages};

/// A document with every kind of item.
const BASE: &str = include_str!("base.yaml");

/// Returns the API of a document, without rendering it.
#[track_caller]
fn listing(document: &str) -> Listing {
    let source = Source::new("pets.yaml", document);
    let mut diagnostics = Diagnostics::new();
    let document = load::load(&source, &mut diagnostics);
    let api = document
        .as_ref()
        .map(|document| stages::resolve(document, &mut diagnostics));
    let report = emit::render(&source, &diagnostics.clone().into_vec(), Style::Plain);
    assert!(!diagnostics.has_errors(), "{report}");
    let (document, api) = document.zip(api).expect(&report);
    let settings = Config::default();
    let names = stages::name(&api, &settings.names, &mut diagnostics);
    stages::list(&api, &names, &settings.types, &document)
}

/// Returns the changes as lines: the id of the rule and the path of the item.
fn lines(comparison: &Comparison) -> Vec<String> {
    let changes = comparison.changes.iter();
    let lines = changes.map(|change| format!("{} {}", change.rule.id(), change.path));
    lines.collect()
}

/// Compares two documents.
#[track_caller]
fn changes(old: &str, new: &str) -> Vec<String> {
    lines(&compare(&listing(old), &listing(new)))
}
