//! The diagnostic for types of infinite size.

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::source::JsonPointer;

/// Reports a schema whose values would consist of themselves.
pub(crate) fn report_infinite_type(pointer: &JsonPointer, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            Code::Unsupported,
            Anchor::Value(pointer.clone()),
            "a schema that contains only itself",
        )
        .help("recurse through an array, a map, or a property of an object")
        .consequence("the client keeps the value as raw JSON"),
    );
}
