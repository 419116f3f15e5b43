//! From a document to the intermediate representation.
mod types;
pub(crate) fn lower(_: &crate::document::Document, _: &mut crate::diagnostics::Diagnostics) -> (crate::ir::Api, crate::ir::Deferred) { todo!() }
