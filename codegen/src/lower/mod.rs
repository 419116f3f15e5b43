//! Lowers a document to the intermediate representation, and reports what it cannot express.
//!
//! References, `allOf`, `nullable` and inline schemas are resolved here: later stages see types,
//! properties and operations.

mod callbacks;
mod operations;
mod types;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::ir::{Api, Deferred, Docs, Info};
use crate::schema::{Components, Order};
use callbacks::{lower_correlations, lower_queue, lower_webhooks};
use operations::extensions::{flag, strings};
use operations::{
    OperationLowerer, all_error_codes, error_code_paths, lower_conventions, lower_document_servers,
    open_id_schemes,
};
use types::{TypeLowerer, external_docs};

/// Lowers a document. Returns the representation before the passes have run, and the work that is
/// deferred to them.
///
/// The result is worth rendering only if no error was reported.
pub(crate) fn lower(document: &Document, diagnostics: &mut Diagnostics) -> (Api, Deferred) {
    let components = Components::index(document);
    let order = Order::new(document, &components, diagnostics);
    let mut types = TypeLowerer::new(document, &components, diagnostics);
    types.lower_components(&order);
    let correlations = lower_correlations(&mut types);
    let mut operations = OperationLowerer::new(types);
    // The callbacks of an operation are lowered directly after it, so that types, examples and
    // diagnostics are in document order.
    let root = operations.lower_paths(|operations| lower_queue(operations, &correlations));
    lower_webhooks(&mut operations, &correlations);
    operations.report_left_out();
    let mut types = operations.types;
    let servers = lower_document_servers(&mut types);
    let conventions = lower_conventions(&mut types);
    types.report_binary_strings();
    types.report_unused_settings();
    let api = Api {
        info: info(document),
        lenient: flag(&document.extensions, "x-lenient"),
        strip_namespaces: strings(&document.extensions, "x-strip-namespaces"),
        conventions,
        servers,
        security_schemes: operations.security_schemes,
        error_codes: all_error_codes(&root),
        root,
        models: types.models,
        types: types.types,
        error_code_paths: BTreeMap::new(),
        pages: operations.pages,
        callbacks: operations.callbacks.into_callbacks(),
        correlations,
        open_id: open_id_schemes(document),
        examples: types.examples.into_values().collect(),
        untyped: types.untyped.into_values().collect(),
    };
    let deferred = Deferred {
        error_code_paths: error_code_paths(document),
        ..types.deferred
    };
    (api, deferred)
}

fn info(document: &Document) -> Info {
    let info = &document.info;
    Info {
        title: info.title.clone(),
        version: info.version.clone(),
        docs: Docs {
            summary: info.summary.clone(),
            description: info.description.clone(),
            external: document.external_docs.as_ref().map(external_docs),
            ..Docs::default()
        },
        license: info.license.clone(),
    }
}
