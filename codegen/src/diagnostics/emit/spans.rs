//! The spans of locations.

use std::ops::Range;

use crate::diagnostics::location::{Anchor, Location};
use crate::source::{Source, Span, Target, char_span, find};

/// Returns the spans of locations, in their order.
///
/// `sources` are the files of the run: the document, its overlays, and the files that it
/// references.
#[must_use]
pub fn spans(sources: &(impl AsRef<[Source]> + ?Sized), locations: &[&Location]) -> Vec<Span> {
    let sources = sources.as_ref();
    let mut spans: Vec<Span> = vec![Span::default(); locations.len()];
    for (file, source) in sources.iter().enumerate() {
        let in_file = || {
            let all = locations.iter().enumerate();
            all.filter(move |(_, location)| location.file == file)
        };
        let anchors: Vec<&Anchor> = in_file().map(|(_, location)| &location.anchor).collect();
        for ((index, _), bytes) in in_file().zip(ranges_of(source, &anchors)) {
            spans[index] = Span { file, bytes };
        }
    }
    spans
}

/// Returns the spans of anchors, in their order.
fn ranges_of(source: &Source, anchors: &[&Anchor]) -> Vec<Range<usize>> {
    let targets: Vec<_> = anchors
        .iter()
        .filter_map(|anchor| match anchor {
            Anchor::Offset(_) => None,
            Anchor::Key(pointer) => Some((Target::Key, pointer.clone())),
            Anchor::FirstKey(pointer) => Some((Target::FirstKey, pointer.clone())),
            Anchor::Value(pointer) => Some((Target::Value, pointer.clone())),
        })
        .collect();
    let mut found = if targets.is_empty() {
        Vec::new().into_iter()
    } else {
        find(source, targets).into_iter()
    };
    anchors
        .iter()
        .map(|anchor| match anchor {
            Anchor::Offset(offset) => char_span(&source.text, *offset),
            _ => found.next().unwrap_or_default(),
        })
        .collect()
}
