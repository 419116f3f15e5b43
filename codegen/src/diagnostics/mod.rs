//! Problems of a document, with their locations.
//!
//! ```
//! use specwright::diagnostics::{Diagnostics, Severity};
//! use specwright::{Source, load};
//!
//! let mut diagnostics = Diagnostics::new();
//! let document = load::load(&Source::new("old.yaml", "swagger: '2.0'"), &mut diagnostics);
//! assert!(document.is_none());
//! assert!(diagnostics.errors().all(|error| error.severity() == Severity::Error));
//! ```

pub mod code;
mod collection;
mod diagnostic;
pub mod emit;
mod error_regions;
mod location;
pub(crate) mod suggest;

pub use code::Severity;
pub use collection::Diagnostics;
pub use diagnostic::Diagnostic;
pub use location::{Anchor, Location};
