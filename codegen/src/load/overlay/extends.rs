//! Compares the document that an overlay extends with the one that it is applied to.

use super::read::Overlay;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{PathCursor, Source, percent_decode};

/// Warns of an overlay that extends another file than the document. A URL is not compared: the
/// document may be a copy of what is there.
pub(super) fn check(
    overlay: &Overlay,
    source: &Source,
    document: &Source,
    diagnostics: &mut Diagnostics,
) {
    let Some(extends) = &overlay.extends else {
        return;
    };
    let Some(path) = percent_decode(extends).filter(|_| !has_scheme(extends)) else {
        return;
    };
    if source.resolves_to(&path, document) == Some(false) {
        let place = PathCursor::ROOT.key("extends").on_value();
        let message = format!("`{extends}` is not the document that the overlay is applied to");
        diagnostics.push(
            Diagnostic::new(Code::OtherDocument, place, message)
                .help("the path is relative to the overlay; correct or remove `extends`"),
        );
    }
}

fn has_scheme(uri: &str) -> bool {
    uri.starts_with("//")
        || uri
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'))
}
