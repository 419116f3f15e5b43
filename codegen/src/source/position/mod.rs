//! Lines and columns, and the spans of JSON pointers.
//!
//! Only diagnostics need positions, so the parsed document keeps none: the text is scanned again.

mod find;
mod json;
mod line_index;
mod trie;
mod yaml;

pub(crate) use find::{char_span, find};
pub(crate) use line_index::floor_char_boundary;
pub use line_index::{LineIndex, Position};
pub(crate) use trie::Target;
