//! Generates a Rust client crate from an OpenAPI document, version 3.0 to 3.2.
//!
//! ```
//! use specwright::diagnostics::emit::{self, Style};
//! use specwright::{Options, Source, generate};
//!
//! let document = "\
//! openapi: 3.0.4
//! info: { title: Pets, version: '1' }
//! paths:
//!   /pets:
//!     get:
//!       operationId: listPets
//!       responses: { '204': { description: None. } }
//! ";
//! let source = Source::new("pets.yaml", document);
//! let outcome = generate(&source, &Options::new("pets", "pets.yaml"));
//! eprint!("{}", emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain));
//! let generated = outcome.generated.ok_or("the document has errors")?;
//! assert_eq!(generated.summary.operations, 1);
//! assert!(generated.files["src/lib.rs"].contains("pub use client::Client;"));
//! # Ok::<(), &str>(())
//! ```
//!
//! [`generate`] writes nothing to disk and prints nothing: write [`Generated::files`], and report
//! [`Outcome::diagnostics`]. [`Source::read`] reads a document from a file, and permits references
//! to other files in its folder. [`project::Project`] does all of it, for build scripts, and the
//! command `specwright` does it for people. The generated code depends on `specwright-runtime`.
//!
//! # Features
//!
//! `cli` (default) adds the command and the module `command`. Build scripts do without it.
//!
//! # Modules
//!
//! - [`source`]: documents, JSON pointers and positions.
//! - [`diagnostics`]: errors and warnings, with stable codes, and their output.
//! - [`config`]: the settings, as in `specwright.toml`.
//! - [`project`]: a document, its settings, and the folder of its client.
//! - [`load`]: parses, validates and bundles a document into a [`document::Document`].
//! - [`mod@document`]: the typed document, whatever the version of OpenAPI.
//! - [`ir`]: the intermediate representation, which the document is lowered into.
//! - [`listing`]: the public API of a client as a sorted list, and `specwright.lock`.
//! - [`compare`]: what an edit of the document means for users of the client.
//!
//! The stages form a one-way pipeline: [`load`] reads the document, `lower` resolves it into an
//! [`ir::Api`], `passes` completes that, `name` assigns every identifier, `render` produces the
//! files, and [`listing`] lists their public API.

// On docs.rs, items that require a feature are marked with it.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "cli")]
pub mod command;
pub mod compare;
pub mod config;
pub mod diagnostics;
pub mod document;
pub mod ir;
pub mod listing;
pub mod load;
mod lower;
mod name;
mod options;
mod outcome;
mod passes;
mod pipeline;
pub mod project;
mod render;
mod schema;
pub mod source;

pub use options::{HEADING, Options};
pub use outcome::{Generated, Outcome, Summary};
pub use pipeline::generate;
pub use source::{ReadError, Source};

/// The stages behind [`load`], public for benchmarks; [`generate`] runs all of them.
#[doc(hidden)]
pub mod stages {
    pub use crate::listing::list;
    pub use crate::name::{Names, name};
    pub use crate::pipeline::resolve;
    pub use crate::render::render;
}
