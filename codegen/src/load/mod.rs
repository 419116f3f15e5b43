//! From text to one document whose shape is known to be that of `OpenAPI` 3.0, and in which every reference leads to a
//! component.

mod bundle;
mod deserialize;
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

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document;
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
    /// The document in types of its own.
    pub content: document::Document,
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
    /// Makes the places of a diagnostic point into the files as they are written.
    pub(crate) fn write_places(&self, diagnostic: &mut Diagnostic) {
        self.content.write_places(diagnostic);
    }

    /// Returns where a part of the document is written.
    pub(crate) fn written(&self, pointer: &str) -> String {
        self.content.written(pointer)
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
    let old = typed::read(tree.clone(), diagnostics);
    let document = old.and_then(|(openapi, webhooks)| {
        let content = deserialize::read(tree, origins, diagnostics)?;
        Some(Document {
            openapi,
            webhooks,
            content,
        })
    });
    Reading { document, sources }
}
