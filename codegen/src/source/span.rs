//! Ranges of bytes in a source file.

use std::ops::Range;

/// A range of bytes in a source file: a key or a scalar, on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The file, as an index into the files of the run.
    pub file: usize,
    /// The bytes.
    pub bytes: Range<usize>,
}
