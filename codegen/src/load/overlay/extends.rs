//! Compares the document that an overlay extends with the one that it is applied to.

use super::read::Overlay;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{PathCursor, Source, has_scheme, percent_decode};

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
    let is_url = has_scheme(extends) || extends.starts_with("//");
    let Some(path) = percent_decode(extends).filter(|_| !is_url) else {
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
