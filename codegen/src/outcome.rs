//! The result of a generator run.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::ir::UntypedPlace;
use crate::listing::Listing;
use crate::source::Source;

/// The result of a generator run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The generated crate; `None` if there are errors.
    pub generated: Option<Generated>,
    /// The diagnostics, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the diagnostics point into: the document, its overlays, and the files that it
    /// references.
    pub sources: Vec<Source>,
}

/// The files of a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// The contents of the files by path, which is relative and separated by `/`.
    pub files: BTreeMap<String, String>,
    /// The public API of the client. [`files`](Self::files) has it as `specwright.lock`.
    pub listing: Listing,
    /// The places of the document that are raw JSON in the client, by file and JSON pointer.
    pub untyped: Vec<UntypedPlace>,
    /// The numbers of what was generated.
    pub summary: Summary,
}

/// The numbers of what was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The number of operations that a client can call.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
    /// The number of examples that the crate's tests decode and encode.
    pub examples: usize,
    /// The number of places of the document that are raw JSON in the client.
    pub untyped: usize,
}
