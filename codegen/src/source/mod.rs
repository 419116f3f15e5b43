//! The input: source files, and locations in them.

mod file;
mod json_pointer;
mod path_cursor;
mod position;
mod span;

pub use file::{ReadError, Source};
pub use json_pointer::JsonPointer;
pub use path_cursor::PathCursor;
pub use position::{LineIndex, Position};
pub use span::Span;

pub(crate) use file::OpenError;
pub(crate) use json_pointer::percent_decode;
pub(crate) use position::{Target, char_span, find, floor_char_boundary};
