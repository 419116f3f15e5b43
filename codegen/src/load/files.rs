//! The files of a document: its own, its overlays, and those that it references.

use std::collections::HashMap;

use serde_yaml::Value;

use super::overlay::Overlaid;
use super::parse::{check_version, parse};
use super::tree::find;
use crate::diagnostics::{Diagnostics, Location};
use crate::document::{FilePointer, Moves};
use crate::source::{OpenError, Source, Target, find as find_spans};

/// The files of a run. The document itself has index 0, and its overlays follow.
pub(super) struct Files {
    list: Vec<File>,
    /// Where the parts of the document are written that overlays changed.
    overlaid: Moves,
    /// The file to which a path in a file resolves. Many references name the same file.
    opened: HashMap<(usize, String), Result<usize, OpenError>>,
}

struct File {
    source: Source,
    /// `None` if the file could not be parsed.
    tree: Option<Value>,
    /// Whether it has the structure of an OpenAPI document. Other files may have any structure.
    is_document: bool,
}

impl Files {
    /// Returns the files of a run that has read the document itself and its overlays.
    pub(super) fn new(
        source: &Source,
        tree: Value,
        overlays: &[Source],
        overlaid: Overlaid,
    ) -> Self {
        let sources = std::iter::once(source).chain(overlays);
        let trees = std::iter::once(tree).chain(overlaid.trees);
        let files = sources.zip(trees);
        Self {
            list: files
                .map(|(source, tree)| File::new(source.clone(), Some(tree)))
                .collect(),
            overlaid: overlaid.moves,
            opened: HashMap::new(),
        }
    }

    /// Reads the file that a reference names, unless it has been read already.
    pub(super) fn open(
        &mut self,
        from: usize,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, OpenError> {
        let key = (from, reference.to_owned());
        if let Some(opened) = self.opened.get(&key) {
            return *opened;
        }
        let opened = self.read(from, reference, diagnostics);
        self.opened.insert(key, opened);
        opened
    }

    fn read(
        &mut self,
        from: usize,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, OpenError> {
        let source = self.list[from].source.open_relative(reference)?;
        let known = |file: &File| file.source.is_same_file(&source);
        if let Some(file) = self.list.iter().position(known) {
            return Ok(file);
        }
        let number = self.list.len();
        let mut found = Diagnostics::new();
        let tree = parse(&source, &mut found);
        // The objects of a document of another version have other meanings.
        let is_whole = |tree: &Value| {
            ["openapi", "swagger"]
                .iter()
                .any(|key| tree.get(*key).is_some())
        };
        let tree = tree.filter(|tree| !is_whole(tree) || check_version(tree, &mut found).is_some());
        let found = found.into_vec().into_iter();
        diagnostics.extend(found.map(|diagnostic| diagnostic.in_file(number)));
        self.list.push(File::new(source, tree));
        Ok(number)
    }

    /// Returns the number of files.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Returns the content of a file.
    pub(super) fn source(&self, file: usize) -> &Source {
        &self.list[file].source
    }

    /// Returns the tree of a file; null if it could not be parsed.
    pub(super) fn tree(&self, file: usize) -> &Value {
        self.list[file].tree.as_ref().unwrap_or(&Value::Null)
    }

    /// Returns the tree of a file, mutably.
    pub(super) fn tree_mut(&mut self, file: usize) -> &mut Value {
        self.list[file].tree.get_or_insert(Value::Null)
    }

    /// Returns the value at a location.
    pub(super) fn find(&self, place: &FilePointer) -> Option<&Value> {
        find(self.tree(place.file), &place.pointer)
    }

    /// Returns where the parts of the document are written that overlays changed.
    pub(super) fn overlaid(&self) -> &Moves {
        &self.overlaid
    }

    /// Returns where the value at a location is written.
    pub(super) fn written(&self, place: &FilePointer) -> FilePointer {
        match place.file {
            0 => self.overlaid.locate(&place.pointer),
            _ => place.clone(),
        }
    }

    /// Returns the text that the files have for numbers, in the order of their places. A number that
    /// an alias repeats has none.
    pub(super) fn written_numbers(&self, places: &[FilePointer]) -> Vec<Option<&str>> {
        let mut texts = vec![None; places.len()];
        let written = places.iter().map(|place| self.written(place));
        let mut written: Vec<(usize, FilePointer)> = written.enumerate().collect();
        written.sort_by_key(|(_, written)| written.file);
        for of_file in written.chunk_by(|(_, one), (_, other)| one.file == other.file) {
            let source = self.source(of_file[0].1.file);
            let targets = of_file
                .iter()
                .map(|(_, written)| (Target::Value, written.pointer.clone()))
                .collect();
            for ((index, _), span) in of_file.iter().zip(find_spans(source, targets)) {
                let text = without_anchor(source.text.get(span).unwrap_or_default()).trim();
                let number = self.find(&places[*index]).and_then(Value::as_f64);
                // The span of an alias has its name.
                if number.is_some() && text.parse().ok() == number {
                    texts[*index] = Some(text);
                }
            }
        }
        texts
    }

    /// Makes a location in the changed document point to where it is written.
    pub(super) fn write_place(&self, location: &mut Location) {
        if let Some(pointer) = location.pointer().filter(|_| location.file == 0) {
            let written = self.overlaid.locate(pointer);
            location.relocate(written.file, written.pointer);
        }
    }

    /// Returns whether a file could be parsed.
    pub(super) fn is_readable(&self, file: usize) -> bool {
        self.list[file].tree.is_some()
    }

    /// Returns whether a file has the structure of an OpenAPI document.
    pub(super) fn is_document(&self, file: usize) -> bool {
        self.list[file].is_document
    }

    /// Returns the contents of all files, and the tree of the document itself.
    pub(super) fn into_parts(self) -> (Vec<Source>, Value) {
        let mut trees = Vec::with_capacity(self.list.len());
        let mut sources = Vec::with_capacity(self.list.len());
        for file in self.list {
            sources.push(file.source);
            trees.push(file.tree);
        }
        let own = trees.into_iter().next().flatten();
        (sources, own.unwrap_or(Value::Null))
    }
}

/// Returns the text of a scalar without the anchor in front of it.
fn without_anchor(text: &str) -> &str {
    let anchored = text.strip_prefix('&');
    let scalar = anchored.and_then(|anchored| anchored.split_once(char::is_whitespace));
    scalar.map_or(text, |(_, scalar)| scalar)
}

impl File {
    fn new(source: Source, tree: Option<Value>) -> Self {
        let has = |key| tree.as_ref().is_some_and(|tree| tree.get(key).is_some());
        Self {
            is_document: has("openapi") || has("components"),
            source,
            tree,
        }
    }
}
