//! From text to a document whose shape is known to be that of `OpenAPI` 3.0.

mod grammar;
mod hint;
mod reference;
mod rule;
mod shape;
mod text;
mod typed;
mod version;

pub use reference::Reference;

use openapiv3::OpenAPI;
use serde_yaml::Value;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::{At, Pointer};
use crate::source::Source;

/// A document that could be read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document's types.
    pub openapi: OpenAPI,
    /// The document as it was written, for what the types cannot hold. Every key in it is a string.
    pub raw: Value,
}

impl Document {
    /// What stands at a place of the document; references on the way are not followed.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Value> {
        at(&self.raw, pointer)
    }
}

fn at<'v>(root: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer.tokens().try_fold(root, |value, token| match value {
        Value::Mapping(members) => members.get(token.as_ref()),
        Value::Sequence(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Reads a document. `None` where it has errors, which are then among the diagnostics.
#[must_use]
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let raw = text::parse(source, diagnostics)?;
    if !version::check(&raw, diagnostics) {
        return None;
    }
    shape::check(&raw, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    match typed::read(&raw) {
        Ok(openapi) => Some(Document { openapi, raw }),
        Err(error) => {
            diagnostics.push(Diagnostic::new(
                Code::Unreadable,
                At::ROOT.on_value(),
                error,
            ));
            None
        }
    }
}
