//! Reports of diagnostics: for a terminal, and as JSON for other programs.
//!
//! ```
//! use specwright::diagnostics::emit::{self, Style};
//! use specwright::{Options, Source, generate};
//!
//! let source = Source::new("empty.yaml", "openapi: 3.0.4");
//! let outcome = generate(&source, &Options::new("empty", "empty.yaml"));
//! let report = emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain);
//! assert!(report.contains("empty.yaml:1:1"));
//! assert!(emit::json(&outcome.sources, &outcome.diagnostics).contains("\"line\":1"));
//! ```

mod human;
mod json;
mod locate;
mod spans;

pub use human::{Style, counts, render, render_worst};
pub use json::json;
pub use locate::{Located, locate};
pub use spans::spans;
