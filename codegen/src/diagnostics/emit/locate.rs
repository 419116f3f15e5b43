//! The spans of diagnostics.

use super::spans::spans;
use crate::diagnostics::code::{Code, Severity};
use crate::diagnostics::diagnostic::Diagnostic;
use crate::diagnostics::location::Location;
use crate::source::{Source, Span};

/// A diagnostic with the spans of its locations.
#[derive(Clone, Debug)]
pub struct Located<'d> {
    /// The diagnostic.
    pub diagnostic: &'d Diagnostic,
    /// The span of the primary location.
    pub span: Span,
    /// The spans of the related locations, in their order.
    pub related: Vec<Span>,
}

/// Finds the spans of all diagnostics, and sorts them by file and offset.
///
/// `sources` are the files of the run: the document, its overlays, and the files that it
/// references.
#[must_use]
pub fn locate<'d>(
    sources: &(impl AsRef<[Source]> + ?Sized),
    diagnostics: &'d [Diagnostic],
) -> Vec<Located<'d>> {
    let sources = sources.as_ref();
    let locations: Vec<&Location> = diagnostics.iter().flat_map(Diagnostic::locations).collect();
    let mut spans = spans(sources, &locations).into_iter();
    let mut located: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| Located {
            diagnostic,
            span: spans.next().unwrap_or_default(),
            related: spans.by_ref().take(diagnostic.related.len()).collect(),
        })
        .collect();
    located.sort_by(|one, other| sort_key(one).cmp(&sort_key(other)));
    // An error in a YAML anchor is found once for each of its aliases, at one span.
    located.dedup_by(|one, other| sort_key(one) == sort_key(other));
    located
}

fn sort_key<'l>(located: &'l Located<'_>) -> (usize, usize, Severity, Code, &'l str) {
    let Diagnostic { code, message, .. } = located.diagnostic;
    let Span { file, bytes } = &located.span;
    (*file, bytes.start, code.severity(), *code, message)
}
