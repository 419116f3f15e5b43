//! Overlays: what they change, where what they change is reported, and their mistakes.

mod actions;
mod effective;
mod mistakes;
mod places;

use specwright::diagnostics::Diagnostics;
use specwright::load::{Format, effective_document};
use specwright::{Outcome, Source, generate};

use crate::support::{options, report};

/// Returns the overlay of a version with these actions, one below the other.
fn overlay_of(version: &str, actions: &str) -> String {
    format!("overlay: {version}\ninfo: {{ title: Changes, version: '1' }}\nactions:\n{actions}")
}

/// Returns an overlay of version 1.1 with these actions.
fn overlay(actions: &str) -> String {
    overlay_of("1.1.0", actions)
}

/// Returns overlays with the names `1.overlay.yaml`, `2.overlay.yaml` and so on.
fn sources(overlays: &[&str]) -> Vec<Source> {
    let numbered = (1..).zip(overlays);
    numbered
        .map(|(number, text)| Source::new(format!("{number}.overlay.yaml"), *text))
        .collect()
}

/// Generates the client of a document after its overlays.
fn run(document: &str, overlays: &[&str]) -> Outcome {
    let mut options = options();
    options.overlays = sources(overlays);
    generate(&Source::new("pets.yaml", document), &options)
}

/// Returns a document after its overlays, as YAML.
#[track_caller]
fn effective(document: &str, overlays: &[&str]) -> String {
    let source = Source::new("pets.yaml", document);
    let mut diagnostics = Diagnostics::new();
    let overlays = sources(overlays);
    match effective_document(&source, &overlays, Format::Yaml, &mut diagnostics) {
        Some(text) => text,
        None => panic!("{:#?}", diagnostics.into_vec()),
    }
}

/// Returns the report on a document after its overlays, followed by `generated` if it has no errors.
fn verdict(document: &str, overlays: &[&str]) -> String {
    let outcome = run(document, overlays);
    let report = report(&outcome);
    match outcome.generated {
        Some(_) => format!("{report}generated"),
        None => report,
    }
}
