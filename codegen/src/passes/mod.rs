//! Passes over the intermediate representation that need the definitions of all types.

mod ambiguity;
mod boxing;
mod conversions;
mod dedupe;
mod direction;
mod discriminate;
mod error_codes;
mod example_variants;
mod examples;
mod provenance;
mod prune;
mod request_variants;
mod tags;
mod untestable_examples;
mod validated;

use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Deferred};

/// Runs all passes, in an order in which each finds what it depends on.
pub(crate) fn run(api: &mut Api, deferred: &Deferred, diagnostics: &mut Diagnostics) {
    let Deferred {
        unions,
        literals,
        error_code_paths,
    } = deferred;
    // Unions have their final form before anything else looks at them.
    discriminate::run(api, unions, diagnostics);
    ambiguity::run(api, unions, diagnostics);
    tags::run(api);
    // Examples are checked before the types are split by direction: one example can be both sent
    // and received.
    examples::run(api, literals, diagnostics);
    dedupe::run(api);
    direction::run(api);
    prune::run(api);
    request_variants::run(api);
    example_variants::run(api, diagnostics);
    untestable_examples::run(api);
    // These depend on the final shape of all types.
    boxing::run(api);
    conversions::run(api);
    validated::run(api);
    provenance::run(api);
    error_codes::run(api, error_code_paths, diagnostics);
}
