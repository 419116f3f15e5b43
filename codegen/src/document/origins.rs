//! Where the parts of a document are written, in the document itself and in other files.

use std::collections::{BTreeMap, HashMap};

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
/// The document is bundled from several files, and repaired where it has errors. Pointers into the
/// document therefore differ from pointers into the text of the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// The parts that the bundler moved, with the places where they are written.
    moved: BTreeMap<JsonPointer, FilePointer>,
    renames: Renames,
    /// The names of the files without their folders.
    file_names: Vec<String>,
}

impl Origins {
    /// Returns the origins of a document of which no part has moved yet.
    pub(crate) fn new(file_names: Vec<String>, renames: Renames) -> Self {
        Self {
            moved: BTreeMap::new(),
            renames,
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
        let origin = loop {
            if let Some(origin) = self.moved.get(&above) {
                let pointer = origin.pointer.rebase(pointer, &above);
                break FilePointer::new(origin.file, pointer);
            }
            match above.parent() {
                Some(parent) => above = parent,
                None => break FilePointer::new(0, pointer.clone()),
            }
        };
        self.renames.written(&origin)
    }

    /// Returns the name of a file without its folder.
    pub(crate) fn file_name(&self, file: usize) -> &str {
        self.file_names.get(file).map_or("", String::as_str)
    }
}

/// The keys that a repair renamed, so that pointers into the repaired files differ from pointers
/// into their text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renames {
    /// The key in the repaired file, by the place in the text.
    repaired_keys: HashMap<FilePointer, &'static str>,
    /// The key in the text, by the place in the repaired file.
    written_keys: HashMap<FilePointer, String>,
}

impl Renames {
    /// Returns the renames; `repaired_keys` has the new keys by the places in the text.
    pub(crate) fn new(repaired_keys: HashMap<FilePointer, &'static str>) -> Self {
        let mut renames = Self {
            repaired_keys,
            written_keys: HashMap::new(),
        };
        let written_keys = renames.repaired_keys.keys().filter_map(|written| {
            let key = written.pointer.tokens().last()?.into_owned();
            Some((renames.repaired(written), key))
        });
        renames.written_keys = written_keys.collect();
        renames
    }

    /// Returns the place in the repaired file of a place in the text.
    pub(crate) fn repaired(&self, written: &FilePointer) -> FilePointer {
        let mut old = FilePointer::new(written.file, JsonPointer::root());
        let mut new = JsonPointer::root();
        for token in written.pointer.tokens() {
            old = old.key(&token);
            new = match self.repaired_keys.get(&old) {
                Some(key) => new.key(key),
                None => new.key(&token),
            };
        }
        FilePointer::new(written.file, new)
    }

    /// Returns the place in the text of a place in the repaired file.
    fn written(&self, repaired: &FilePointer) -> FilePointer {
        if self.written_keys.is_empty() {
            return repaired.clone();
        }
        let mut new = FilePointer::new(repaired.file, JsonPointer::root());
        let mut old = JsonPointer::root();
        for token in repaired.pointer.tokens() {
            new = new.key(&token);
            old = match self.written_keys.get(&new) {
                Some(key) => old.key(key),
                None => old.key(&token),
            };
        }
        FilePointer::new(repaired.file, old)
    }
}
