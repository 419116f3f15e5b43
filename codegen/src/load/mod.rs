//! From text to one document whose shape is known to be that of `OpenAPI` 3.0, and in which every reference leads to a
//! component.

mod bundle;
mod files;
mod grammar;
mod hint;
mod mend;
mod reference;
mod rule;
mod shape;
mod text;
mod typed;
mod version;
pub mod vocabulary;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem};
use serde_yaml::Value;

use bundle::Origins;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::JsonPointer;
use crate::source::Source;

pub(crate) use typed::EXPLODE;

/// A document that could be read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document's types. Each `$ref` in them is `#/components/<kind>/<name>`.
    pub openapi: OpenAPI,
    /// The path items of `x-webhooks`, for which the types have no room.
    pub webhooks: IndexMap<String, PathItem>,
    origins: Origins,
}

/// What became of a document's text.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document; `None` where it is not to be understood at all.
    pub document: Option<Document>,
    /// The texts that were read, the document's own first: what diagnostics point into.
    pub sources: Vec<Source>,
}

impl Document {
    /// Lets a diagnostic about the document point at what is written in its files.
    pub(crate) fn write_places(&self, diagnostic: &mut Diagnostic) {
        for place in diagnostic.locations_mut() {
            if let Some((file, written)) = place.pointer().map(|place| self.origins.of(place)) {
                place.relocate(file, written);
            }
        }
    }

    /// Where a part of the document is written: in itself as a pointer, in another file behind its name.
    pub(crate) fn written(&self, pointer: &str) -> String {
        let pointer = JsonPointer::from_encoded(pointer);
        match self.origins.of(&pointer) {
            (0, written) => written.to_string(),
            (file, written) => format!("{}#{written}", self.origins.name(file)),
        }
    }
}

fn at<'v>(root: &'v Value, pointer: &JsonPointer) -> Option<&'v Value> {
    pointer.tokens().try_fold(root, |value, token| match value {
        Value::Mapping(members) => members.get(token.as_ref()),
        Value::Sequence(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => None,
    })
}

fn at_mut<'v>(root: &'v mut Value, pointer: &JsonPointer) -> Option<&'v mut Value> {
    pointer.tokens().try_fold(root, |value, token| match value {
        Value::Mapping(members) => members.get_mut(token.as_ref()),
        Value::Sequence(elements) => elements.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Reads a document. `None` where it has errors, which are then among the diagnostics.
#[must_use]
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let reading = read(source, diagnostics);
    reading.document.filter(|_| !diagnostics.has_errors())
}

/// Reads a document, and the files that it refers to. One with mistakes is put right as far as it has to be, so that a
/// run reports what is wrong with the rest of it, too; nothing is to be generated from it then.
#[must_use]
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Reading {
    let unread = |sources| Reading {
        document: None,
        sources,
    };
    let Some(tree) = text::parse(source, diagnostics) else {
        return unread(vec![source.clone()]);
    };
    if !version::check(&tree, diagnostics) {
        return unread(vec![source.clone()]);
    }
    let mut files = files::Files::new(source.clone(), tree);
    let mut mends = Vec::new();
    let links = reference::check(&mut files, diagnostics, &mut mends);
    let renames = mend::mend(&mut files, mends, diagnostics);
    let origins = bundle::bundle(&mut files, links, renames, diagnostics);
    let (sources, tree) = files.into_parts();
    let document = typed::read(tree, diagnostics).map(|(openapi, webhooks)| Document {
        openapi,
        webhooks,
        origins,
    });
    Reading { document, sources }
}
