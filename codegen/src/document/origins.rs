//! Where the parts of a document are written, in the document itself and in other files.

use std::collections::BTreeMap;

use crate::source::JsonPointer;

/// A place in one of the files of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FilePointer {
    /// The index of the file among the files of the run. The document itself is the first.
    pub file: usize,
    pub pointer: JsonPointer,
}

impl FilePointer {
    /// Returns a place in a file.
    pub(crate) fn new(file: usize, pointer: JsonPointer) -> Self {
        Self { file, pointer }
    }

    /// Returns the place below this one under a key.
    pub(crate) fn key(&self, key: &str) -> Self {
        Self::new(self.file, self.pointer.key(key))
    }
}

/// Where the parts of a document are written.
///
/// The document is bundled from several files. Pointers into the document therefore differ from
/// pointers into the text of the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// The parts that the bundler moved, with the places where they are written.
    moved: BTreeMap<JsonPointer, FilePointer>,
    /// The names of the files without their folders.
    file_names: Vec<String>,
}

impl Origins {
    /// Returns the origins of a document of which no part has moved yet.
    pub(crate) fn new(file_names: Vec<String>) -> Self {
        Self {
            moved: BTreeMap::new(),
            file_names,
        }
    }

    /// Records that a part of the document comes from another place.
    pub(crate) fn record_move(&mut self, pointer: JsonPointer, origin: FilePointer) {
        self.moved.insert(pointer, origin);
    }

    /// Returns the file and the place where a part of the document is written.
    pub(crate) fn locate(&self, pointer: &JsonPointer) -> FilePointer {
        let mut above = pointer.clone();
        loop {
            if let Some(origin) = self.moved.get(&above) {
                let pointer = origin.pointer.rebase(pointer, &above);
                return FilePointer::new(origin.file, pointer);
            }
            match above.parent() {
                Some(parent) => above = parent,
                None => return FilePointer::new(0, pointer.clone()),
            }
        }
    }

    /// Returns the name of a file without its folder.
    pub(crate) fn file_name(&self, file: usize) -> &str {
        self.file_names.get(file).map_or("", String::as_str)
    }
}
