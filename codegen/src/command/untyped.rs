//! The list of the places that are raw JSON: for people, and as JSON.

use std::fmt::Write as _;

use crate::diagnostics::Location;
use crate::diagnostics::emit;
use crate::ir::UntypedPlace;
use crate::source::{LineIndex, Position, Source};
use serde::Serialize;

/// A place with its position in the text.
#[derive(Serialize)]
struct Line<'a> {
    untyped: &'static str,
    message: &'static str,
    file: &'a str,
    #[serde(flatten)]
    start: Position,
    end: Position,
    pointer: &'a str,
}

/// Returns one line for each place: its position, JSON pointer and reason.
pub(super) fn lines(sources: &[Source], places: &[UntypedPlace]) -> String {
    let mut text = String::new();
    for line in located(sources, places) {
        let Line {
            file,
            start: Position { line, column },
            pointer,
            message,
            ..
        } = line;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{file}:{line}:{column}: {pointer}: {message}");
    }
    text
}

/// Returns one JSON object on a line of its own for each place.
pub(super) fn json(sources: &[Source], places: &[UntypedPlace]) -> String {
    let mut text = String::new();
    for line in located(sources, places) {
        if let Ok(line) = serde_json::to_string(&line) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Returns the places by file and position.
fn located<'a>(sources: &'a [Source], places: &'a [UntypedPlace]) -> Vec<Line<'a>> {
    let indices: Vec<LineIndex<'_>> = sources
        .iter()
        .map(|source| LineIndex::new(&source.text))
        .collect();
    let locations: Vec<&Location> = places.iter().map(|place| &place.location).collect();
    let mut located: Vec<_> = places
        .iter()
        .zip(emit::spans(sources, &locations))
        .collect();
    located.sort_by_key(|(_, span)| (span.file, span.bytes.start));
    located
        .into_iter()
        .filter_map(|(place, span)| {
            let (source, index) = (sources.get(span.file)?, indices.get(span.file)?);
            Some(Line {
                untyped: place.reason.as_str(),
                message: place.reason.message(),
                file: &source.name,
                start: index.position(span.bytes.start),
                end: index.position(span.bytes.end),
                pointer: place.location.pointer()?.as_str(),
            })
        })
        .collect()
}
