//! The input: source files, and locations in them.
//!
//! ```
//! use specwright::Source;
//! use specwright::source::JsonPointer;
//!
//! let pointer = JsonPointer::root().key("paths").key("/pets").key("get");
//! assert_eq!(pointer.as_str(), "/paths/~1pets/get");
//! assert!(Source::read("missing.yaml".as_ref(), "missing.yaml").is_err());
//! ```

mod comment_tabs;
mod file;
mod json_pointer;
mod path_cursor;
mod position;
mod span;
mod uri;

pub use file::{ReadError, Source};
pub use json_pointer::JsonPointer;
pub use path_cursor::PathCursor;
pub use position::{LineIndex, Position};
pub use span::Span;

pub(crate) use comment_tabs::without_comment_tabs;
pub(crate) use file::OpenError;
pub(crate) use position::{Target, char_span, find, floor_char_boundary};
pub(crate) use uri::{has_scheme, percent_decode};
