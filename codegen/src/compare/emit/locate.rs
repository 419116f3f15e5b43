//! The positions of changes in the text of the documents.

use std::fmt;

use serde::Serialize;

use super::Files;
use crate::compare::{Change, Side};
use crate::diagnostics::{Location, emit};
use crate::source::{LineIndex, Position, Source};

/// The position of an item in a document.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Place<'s> {
    pub(super) file: &'s str,
    #[serde(flatten)]
    pub(super) position: Position,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position;
        write!(formatter, "{}:{line}:{column}", self.file)
    }
}

/// A change, and its positions in the old and in the new version.
pub(super) struct Located<'s> {
    pub(super) change: &'s Change,
    pub(super) places: [Option<Place<'s>>; 2],
}

impl Located<'_> {
    /// Returns the places with the names of their versions.
    pub(super) fn named_places(&self) -> impl Iterator<Item = (&'static str, Place<'_>)> {
        let named = ["old", "new"].into_iter().zip(self.places);
        named.filter_map(|(name, place)| Some((name, place?)))
    }
}

/// Returns changes with their positions.
pub(super) fn locate<'s>(
    changes: impl IntoIterator<Item = &'s Change>,
    files: Files<'s>,
) -> Vec<Located<'s>> {
    let changes: Vec<&Change> = changes.into_iter().collect();
    let old = places(files.old, changes.iter().map(|change| change.old.as_ref()));
    let new = places(files.new, changes.iter().map(|change| change.new.as_ref()));
    let places = old.into_iter().zip(new);
    let located = changes.into_iter().zip(places);
    located
        .map(|(change, (old, new))| Located {
            change,
            places: [old, new],
        })
        .collect()
}

fn places<'s>(
    sources: &'s [Source],
    sides: impl Iterator<Item = Option<&'s Side>>,
) -> Vec<Option<Place<'s>>> {
    let locations: Vec<Option<&Location>> = sides
        .map(|side| side.and_then(|side| side.location.as_ref()))
        .map(|location| location.filter(|location| location.file < sources.len()))
        .collect();
    let known: Vec<&Location> = locations.iter().flatten().copied().collect();
    let indices: Vec<LineIndex<'_>> = sources
        .iter()
        .map(|source| LineIndex::new(&source.text))
        .collect();
    let mut spans = emit::spans(sources, &known).into_iter();
    locations
        .iter()
        .map(|location| {
            let _ = (*location)?;
            let span = spans.next()?;
            Some(Place {
                file: &sources.get(span.file)?.name,
                position: indices.get(span.file)?.position(span.bytes.start),
            })
        })
        .collect()
}
