//! Converts the tree to the document.
//!
//! `openapiv3` reads everything but the schemas, which are read from the tree.

mod envelope;
mod lift;
mod operation;
mod parameter;
mod reference;
mod schema;
mod security;
#[cfg(test)]
mod tests;
mod value;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem};
use serde::Deserialize as _;
use serde_yaml::Value;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::{Document, Origins};
use crate::load::grammar::Object;
use crate::source::PathCursor;
use lift::LiftedSchemas;

/// Four times what the deepest callbacks need that a document of 128 levels can have, in a build
/// without optimisation.
const STACK: usize = 32 << 20;

/// The part read by `openapiv3`: the document, and the path items of `x-webhooks`, for which it has
/// no field.
type Envelope = (OpenAPI, IndexMap<String, PathItem>);

/// Reads a document from a tree that has been validated and bundled, and whose root is an object of
/// the grammar.
pub(super) fn read(
    tree: Value,
    root: &'static Object,
    origins: Origins,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    // `openapiv3` needs 200 KB for each level of callbacks in a build without optimisation.
    let document = std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || document(tree, root).ok())
            .ok()
            .and_then(|reader| reader.join().ok())
            .flatten()
    });
    // A repaired document may be unreadable because of its errors.
    if document.is_none() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(
                Code::Unreadable,
                PathCursor::ROOT.on_value(),
                "the document passed every check but could not be converted",
            )
            .help("please report this defect with the document"),
        );
    }
    document.map(|document| Document {
        origins,
        ..document
    })
}

fn document(mut tree: Value, root: &'static Object) -> Result<Document, serde_yaml::Error> {
    let schemas = LiftedSchemas::take(&mut tree, root);
    let (openapi, webhooks) = envelope(tree)?;
    Ok(envelope::convert(openapi, webhooks, schemas))
}

fn envelope(mut tree: Value) -> Result<Envelope, serde_yaml::Error> {
    let webhooks = tree
        .as_mapping_mut()
        .and_then(|root| root.shift_remove("x-webhooks"))
        .map(|mut webhooks| {
            if let Some(webhooks) = webhooks.as_mapping_mut() {
                webhooks
                    .retain(|name, _| !name.as_str().is_some_and(|name| name.starts_with("x-")));
            }
            webhooks
        })
        .map_or_else(|| Ok(IndexMap::new()), IndexMap::deserialize)?;
    Ok((OpenAPI::deserialize(tree)?, webhooks))
}
