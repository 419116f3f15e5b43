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

/// Whether the types take the document in spite of a mistake: they pass over unknown fields, do not follow references,
/// and keep the unknown type of a schema as text. What they do not take costs them time without bounds.
fn leaves_types_readable(error: &Diagnostic) -> bool {
    let Some(pointer) = error.place.pointer() else {
        return false;
    };
    let stands_in = |key: &str| pointer.tokens().any(|token| token == key);
    match error.code {
        // What these require may be what is misspelt, and schemas, which they stand in, nest deep.
        Code::UnknownField => !stands_in("discriminator") && !stands_in("externalDocs"),
        Code::DanglingReference => !stands_in("callbacks") && !stands_in("x-webhooks"),
        Code::UnknownValue => {
            !stands_in("securitySchemes")
                && pointer.tokens().last().is_some_and(|key| key == "type")
        }
        _ => false,
    }
}

/// Reads a document. `None` where it has errors, which are then among the diagnostics.
#[must_use]
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    read(source, diagnostics).filter(|_| !diagnostics.has_errors())
}

/// Reads a document, also one with mistakes that leave its types readable: so that a run reports what is wrong with the
/// rest of it, too.
pub(crate) fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let raw = text::parse(source, diagnostics)?;
    if !version::check(&raw, diagnostics) {
        return None;
    }
    shape::check(&raw, diagnostics);
    if !diagnostics.errors().all(leaves_types_readable) {
        return None;
    }
    match typed::read(&raw) {
        Ok(openapi) => Some(Document { openapi, raw }),
        // A misspelt field that is required has been told already.
        Err(_) if diagnostics.has_errors() => None,
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
