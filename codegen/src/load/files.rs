//! The files that a document is made of: itself, and those that its references lead to.

use std::collections::HashMap;

use serde_yaml::Value;

use super::{text, version};
use crate::diagnostics::Diagnostics;
use crate::source::JsonPointer;
use crate::source::{OpenError, Source};

/// The files of a run. The document itself has the number 0.
pub(super) struct Files {
    list: Vec<File>,
    /// Which file a reference in a file leads to; many lead to the same.
    opened: HashMap<(usize, String), Result<usize, OpenError>>,
}

struct File {
    source: Source,
    /// `None` where the text could not be read.
    tree: Option<Value>,
    /// Whether it is laid out as a document of OpenAPI is; others may hold anything anywhere.
    is_document: bool,
}

impl Files {
    pub(super) fn new(source: Source, tree: Value) -> Self {
        Self {
            list: vec![File::new(source, Some(tree))],
            opened: HashMap::new(),
        }
    }

    /// Reads the file that a reference names, if it has not been read already.
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
        let tree = text::parse(&source, &mut found);
        // What it says would mean something else here.
        let is_whole = |tree: &Value| {
            ["openapi", "swagger"]
                .iter()
                .any(|key| tree.get(*key).is_some())
        };
        let tree = tree.filter(|tree| !is_whole(tree) || version::check(tree, &mut found));
        let found = found.into_vec().into_iter();
        diagnostics.extend(found.map(|diagnostic| diagnostic.in_file(number)));
        self.list.push(File::new(source, tree));
        Ok(number)
    }

    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    pub(super) fn source(&self, file: usize) -> &Source {
        &self.list[file].source
    }

    /// The content of a file; null where it could not be read.
    pub(super) fn tree(&self, file: usize) -> &Value {
        self.list[file].tree.as_ref().unwrap_or(&Value::Null)
    }

    pub(super) fn tree_mut(&mut self, file: usize) -> &mut Value {
        self.list[file].tree.get_or_insert(Value::Null)
    }

    pub(super) fn at(&self, file: usize, pointer: &JsonPointer) -> Option<&Value> {
        super::at(self.tree(file), pointer)
    }

    pub(super) fn is_readable(&self, file: usize) -> bool {
        self.list[file].tree.is_some()
    }

    pub(super) fn is_document(&self, file: usize) -> bool {
        self.list[file].is_document
    }

    /// The texts, and the content of the document itself.
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
