//! From byte offsets to lines and columns.

use serde::Serialize;

/// A line and a column, both counted from 1. Columns count Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// Returns the position of a byte offset, or of the end if the text is shorter.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        LineIndex::new(text).position(offset)
    }
}

/// The offsets of the lines of a text, for looking up many positions.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Indexes the lines of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let newlines = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    /// Returns the position of a byte offset, or of the end if the text is shorter.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor_char_boundary(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line.saturating_sub(1)];
        Position {
            line,
            column: self.text[start..offset].chars().count() + 1,
        }
    }
}

/// Returns the closest character boundary at or before an offset.
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|offset| text.is_char_boundary(*offset))
        .unwrap_or_default()
}
