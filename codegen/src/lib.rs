//! Generates a Rust client crate from an OpenAPI 3.0 document.
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
//! Nothing is written to disk and nothing is printed: write [`Generated::files`], and report
//! [`Outcome::diagnostics`]. [`Source::read`] reads a document from a file, and permits references
//! to other files in its folder. The generated crate depends on `specwright-runtime`, whose path is
//! [`Options::runtime_path`]. This crate has no features.
//!
//! # Modules
//!
//! - [`source`]: documents, JSON pointers and positions.
//! - [`diagnostics`]: errors and warnings, with stable codes, and their output.
//! - [`load`]: parses, validates and bundles a document into a [`document::Document`].
//! - [`mod@document`]: the typed document, whatever the version of OpenAPI.
//! - [`ir`]: the intermediate representation, which the document is lowered into.
//!
//! The stages form a one-way pipeline: [`load`] reads the document, `lower` resolves it into an
//! [`ir::Api`], `passes` completes that, `name` assigns every identifier, `render` produces the
//! files.

pub mod diagnostics;
pub mod document;
pub mod ir;
pub mod load;
mod lower;
mod name;
mod options;
mod outcome;
mod passes;
mod render;
mod schema;
pub mod source;

pub use options::{HEADING, Options};
pub use outcome::{Generated, Outcome, Summary};
pub use source::{ReadError, Source};

use diagnostics::Diagnostics;

/// The stages behind [`load`], public for benchmarks; [`generate`] runs all of them.
#[doc(hidden)]
pub mod stages {
    pub use crate::name::{Names, name};
    pub use crate::render::render;
    pub use crate::resolve;
}

/// The stack size of the generator's thread, in bytes: enough for 128 levels of nested objects and
/// for long chains of inheritance, even in a build without optimizations.
const STACK_SIZE: usize = 256 << 20;

/// Generates a client crate from a document.
#[must_use]
pub fn generate(source: &Source, options: &Options) -> Outcome {
    // Nested documents may need more stack than the caller's thread has.
    let finished = std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, || run(source, options));
        worker.map(std::thread::ScopedJoinHandle::join)
    });
    match finished {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(_) => run(source, options),
    }
}

/// Runs all stages on the current thread.
fn run(source: &Source, options: &Options) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let reading = load::read(source, &mut diagnostics);
    let generated = reading.document.and_then(|document| {
        let mut later = Diagnostics::new();
        let api = resolve(&document, &mut later);
        diagnostics.merge_later_stage(later);
        if diagnostics.has_errors() {
            return None;
        }
        let mut collisions = Diagnostics::new();
        let names = name::name(&api, &options.strip_namespaces, &mut collisions);
        report(collisions, &document, &mut diagnostics);
        let mut untyped = api.untyped.clone();
        untyped.sort_by(|one, other| one.location.cmp(&other.location));
        Some(Generated {
            untyped,
            files: render::render(&api, &names, options),
            summary: Summary {
                operations: api.operation_count(),
                types: api.type_count(),
                examples: api.examples.len(),
                untyped: api.untyped.len(),
            },
        })
    });
    Outcome {
        generated,
        diagnostics: diagnostics.into_vec(),
        sources: reading.sources,
    }
}

/// Lowers a document and runs all passes. The result can only be rendered if no error is reported.
#[doc(hidden)]
pub fn resolve(document: &document::Document, diagnostics: &mut Diagnostics) -> ir::Api {
    let mut found = Diagnostics::new();
    let (mut api, deferred) = lower::lower(document, &mut found);
    passes::run(&mut api, &deferred, &mut found);
    // Loading moves what other files contain: restore the locations as they are written.
    for example in &mut api.examples {
        example.pointer = document.written(&example.pointer);
    }
    for place in &mut api.untyped {
        document.write_place(&mut place.location);
    }
    report(found, document, diagnostics);
    api
}

/// Adds what a stage reports of a document, with the locations as they are written.
fn report(found: Diagnostics, document: &document::Document, diagnostics: &mut Diagnostics) {
    diagnostics.extend(found.into_vec().into_iter().map(|mut diagnostic| {
        document.write_places(&mut diagnostic);
        diagnostic
    }));
}
