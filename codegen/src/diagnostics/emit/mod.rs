//! Reports of diagnostics: for a terminal, and as JSON for other programs.

mod human;
mod json;
mod locate;

pub use human::{Style, render};
pub use json::json;
pub use locate::{Located, locate};
