//! Reads a document: parses its text, applies overlays, validates it, bundles the files that it
//! refers to, and makes the typed [`Document`] of it, in which every reference leads to a
//! component.
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
mod effective;
mod files;
mod grammar;
mod overlay;
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
pub use effective::{Format, effective_document};
use files::Files;
use overlay::Overlaid;

/// The result of reading a document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document; `None` if it cannot be read at all.
    pub document: Option<Document>,
    /// The files that were read: the document, its overlays, and the files that it references.
    /// Diagnostics point into them.
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
    read_with(source, &[], &Config::default(), diagnostics)
}

/// Reads a document after its overlays, like [`read`], with settings: the part of it that their
/// slice selects, of whose rest only the syntax is checked, their names and types.
#[must_use]
pub fn read_with(
    source: &Source,
    overlays: &[Source],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Reading {
    let (bundle, sources) = read_bundle(source, overlays, config, diagnostics);
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
    let (bundle, _) = read_bundle(source, &[], &Config::default(), diagnostics);
    bundle.map(|bundle| bundle.tree)
}

/// A document that has been validated, repaired and bundled.
struct Bundle {
    tree: Value,
    origins: Origins,
    has_json_schema: bool,
}

/// Reads and bundles a part of a document after its overlays. Also returns the files that were
/// read.
fn read_bundle(
    source: &Source,
    overlays: &[Source],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> (Option<Bundle>, Vec<Source>) {
    let Some((tree, overlaid)) = read_tree(source, overlays, diagnostics) else {
        let sources = std::iter::once(source).chain(overlays);
        return (None, sources.cloned().collect());
    };
    let mut files = Files::new(source, tree, overlays, overlaid);
    let bundled = bundle_part(&mut files, config, diagnostics);
    for location in diagnostics.locations_mut() {
        files.write_place(location);
    }
    let (sources, tree) = files.into_parts();
    let bundle = bundled.map(|(origins, has_json_schema)| Bundle {
        tree,
        origins,
        has_json_schema,
    });
    (bundle, sources)
}

/// Parses a document, and applies its overlays.
fn read_tree(
    source: &Source,
    overlays: &[Source],
    diagnostics: &mut Diagnostics,
) -> Option<(Value, Overlaid)> {
    let mut tree = parse::parse(source, diagnostics)?;
    let overlaid = overlay::apply(&mut tree, source, overlays, diagnostics)?;
    Some((tree, overlaid))
}

/// Validates, repairs and bundles a part of a document. Returns where it is written, and whether
/// its version has all of JSON Schema.
fn bundle_part(
    files: &mut Files,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<(Origins, bool)> {
    let version = parse::check_version(files.tree(0), diagnostics)?;
    let grammar = grammar::grammar(version);
    slice::slice(files, &config.slice, diagnostics);
    let mut repairs = Vec::new();
    let references = references::resolve(files, grammar, diagnostics, &mut repairs);
    repair::repair(files, repairs);
    let origins = bundle::bundle(files, grammar, references, diagnostics);
    declared_names::declare(
        files.tree_mut(0),
        &config.names,
        grammar,
        &origins,
        diagnostics,
    );
    Some((origins, grammar.has_json_schema))
}
