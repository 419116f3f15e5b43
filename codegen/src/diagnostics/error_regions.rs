//! Distinguishes the consequences of errors from other problems.

use std::collections::BTreeSet;

use super::code::Code;
use super::diagnostic::Diagnostic;
use crate::source::JsonPointer;

/// The locations that have errors.
pub(super) struct ErrorRegions(BTreeSet<(usize, JsonPointer)>);

impl ErrorRegions {
    pub(super) fn new<'d>(errors: impl Iterator<Item = &'d Diagnostic>) -> Self {
        let locations = errors.map(|error| &error.location);
        let pointers = locations.filter_map(|location| Some((location.file, location.pointer()?)));
        Self(
            pointers
                .map(|(file, pointer)| (file, pointer.without_ref_key()))
                .collect(),
        )
    }

    /// Returns whether an error in these regions may have caused a diagnostic of a later stage.
    pub(super) fn is_caused_by(&self, diagnostic: &Diagnostic) -> bool {
        let file = diagnostic.location.file;
        let Some(pointer) = diagnostic.location.pointer() else {
            return false;
        };
        if self.has_ancestor(file, pointer) {
            return true;
        }
        match diagnostic.code {
            // The declaration may be the erroneous one among the parameters of the operation or of
            // its path.
            Code::PathParameterUndeclared => [Some(pointer.clone()), pointer.parent()]
                .into_iter()
                .flatten()
                .any(|pointer| self.has_descendant(file, &pointer.key("parameters"))),
            code => code.depends_on_parts() && self.has_descendant(file, pointer),
        }
    }

    /// Returns whether a location or one that contains it is in the regions.
    fn has_ancestor(&self, file: usize, pointer: &JsonPointer) -> bool {
        let mut ancestor = Some(pointer.clone());
        while let Some(pointer) = ancestor {
            ancestor = pointer.parent();
            if self.0.contains(&(file, pointer)) {
                return true;
            }
        }
        false
    }

    /// Returns whether a location or one within it is in the regions.
    fn has_descendant(&self, file: usize, pointer: &JsonPointer) -> bool {
        let first_child = (file, pointer.key(""));
        let mut rest = self.0.range(first_child..);
        self.0.contains(&(file, pointer.clone()))
            || rest
                .next()
                .is_some_and(|(other, next)| *other == file && next.is_within(pointer))
    }
}
