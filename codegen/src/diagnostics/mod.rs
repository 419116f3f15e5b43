//! Problems of a document, with their locations.

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
