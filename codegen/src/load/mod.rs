//! Reads a document: parses its text, validates it, bundles the files that it refers to, and makes
//! the typed [`Document`] of it, in which every reference leads to a component.
//!
//! ```
//! use specwright::diagnostics::Diagnostics;
//! use specwright::{Source, load};
//!
//! let text = "openapi: 3.0.4\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
//! let mut diagnostics = Diagnostics::new();
//! let reading = load::read(&Source::new("pets.yaml", text), &mut diagnostics);
//! assert!(reading.document.is_some() && !diagnostics.has_errors());
//! ```

mod bundle;
mod declared_names;
mod files;
mod grammar;
mod parse;
mod read;
mod references;
mod repair;
mod slice;
mod tree;
mod validate;
pub mod vocabulary;

use serde_yaml::Value;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::document::{Document, Origins};
use crate::source::Source;

/// The result of reading a document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document; `None` if it cannot be read at all.
    pub document: Option<Document>,
    /// The files that were read, the document itself first. Diagnostics point into them.
    pub sources: Vec<Source>,
}

/// Reads a document. Returns `None` if it has errors.
#[must_use]
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let reading = read(source, diagnostics);
    reading.document.filter(|_| !diagnostics.has_errors())
}

/// Reads a document and the files that it references.
///
/// Violations of the specification are repaired and reported. Nothing must be generated from a
/// document with errors, but it is read as far as possible, so that one run reports the errors of
/// all stages.
#[must_use]
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Reading {
    read_with(source, &Config::default(), diagnostics)
}

/// Reads a document like [`read`], with settings: the part of it that their slice selects, of whose
/// rest only the syntax is checked, and the names that they declare.
#[must_use]
pub fn read_with(source: &Source, config: &Config, diagnostics: &mut Diagnostics) -> Reading {
    let (bundle, sources) = read_bundle(source, config, diagnostics);
    let document = bundle.map(|bundle| Document {
        types: config.types.clone(),
        ..read::read(bundle.tree, bundle.origins, bundle.has_json_schema)
    });
    Reading { document, sources }
}

/// Returns the tree of the bundled document, for tests.
#[doc(hidden)]
#[must_use]
pub fn bundled_tree(source: &Source, diagnostics: &mut Diagnostics) -> Option<Value> {
    let (bundle, _) = read_bundle(source, &Config::default(), diagnostics);
    bundle.map(|bundle| bundle.tree)
}

/// A document that has been validated, repaired and bundled.
struct Bundle {
    tree: Value,
    origins: Origins,
    has_json_schema: bool,
}

/// Reads and bundles a part of a document. Also returns the files that were read.
fn read_bundle(
    source: &Source,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> (Option<Bundle>, Vec<Source>) {
    let Some(tree) = parse::parse(source, diagnostics) else {
        return (None, vec![source.clone()]);
    };
    let Some(version) = parse::check_version(&tree, diagnostics) else {
        return (None, vec![source.clone()]);
    };
    let grammar = grammar::grammar(version);
    let mut files = files::Files::new(source.clone(), tree);
    slice::slice(&mut files, &config.slice, diagnostics);
    let mut repairs = Vec::new();
    let references = references::resolve(&mut files, grammar, diagnostics, &mut repairs);
    repair::repair(&mut files, repairs);
    let origins = bundle::bundle(&mut files, grammar, references, diagnostics);
    let (sources, mut tree) = files.into_parts();
    declared_names::declare(&mut tree, &config.names, grammar, &origins, diagnostics);
    let bundle = Bundle {
        tree,
        origins,
        has_json_schema: grammar.has_json_schema,
    };
    (Some(bundle), sources)
}
