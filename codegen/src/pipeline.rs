//! The stages of the generator, one after the other.

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::ir::Api;
use crate::options::Options;
use crate::outcome::{Generated, Outcome, Summary};
use crate::source::Source;
use crate::{listing, load, lower, name, passes, render};

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
    let Options {
        overlays, config, ..
    } = options;
    let reading = load::read_with(source, overlays, config, &mut diagnostics);
    let generated = reading.document.and_then(|document| {
        let mut later = Diagnostics::new();
        let api = resolve(&document, &mut later);
        diagnostics.merge_later_stage(later);
        if diagnostics.has_errors() {
            return None;
        }
        let mut collisions = Diagnostics::new();
        let names = name::name(&api, &options.config.names, &mut collisions);
        report(collisions, &document, &mut diagnostics);
        let mut untyped = api.untyped.clone();
        untyped.sort_by(|one, other| one.location.cmp(&other.location));
        let listing = listing::list(&api, &names, &options.config.types, &document);
        Some(Generated {
            untyped,
            files: render::render(&api, &names, &listing, options),
            listing,
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
pub fn resolve(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let mut found = Diagnostics::new();
    let (mut api, deferred) = lower::lower(document, &mut found);
    passes::run(&mut api, &deferred, &mut found);
    // Loading moves what other files contain: restore the locations as they are written.
    for example in &mut api.examples {
        example.pointer = document.part_name(&example.pointer);
    }
    for place in &mut api.untyped {
        document.write_place(&mut place.location);
    }
    report(found, document, diagnostics);
    api
}

/// Adds what a stage reports of a document, with the locations as they are written.
fn report(found: Diagnostics, document: &Document, diagnostics: &mut Diagnostics) {
    diagnostics.extend(found.into_vec().into_iter().map(|mut diagnostic| {
        document.write_places(&mut diagnostic);
        diagnostic
    }));
}
