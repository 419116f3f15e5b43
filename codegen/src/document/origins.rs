//! Where the parts of a document are written, in the document itself and in other files.

use std::collections::{BTreeMap, HashMap};

use crate::source::JsonPointer;

/// A file, by its index among the files of the run, and a place in it.
pub(crate) type FilePointer = (usize, JsonPointer);

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
        let (file, written) = loop {
            if let Some((file, origin)) = self.moved.get(&above) {
                break (*file, origin.below(pointer, &above));
            }
            match above.parent() {
                Some(parent) => above = parent,
                None => break (0, pointer.clone()),
            }
        };
        let written = self.renames.written(file, &written);
        (file, written)
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
        let written_keys = renames.repaired_keys.keys().filter_map(|(file, pointer)| {
            let key = pointer.tokens().last()?.into_owned();
            Some(((*file, renames.repaired(*file, pointer)), key))
        });
        renames.written_keys = written_keys.collect();
        renames
    }

    /// Returns the place in the repaired file of a place in the text.
    pub(crate) fn repaired(&self, file: usize, written: &JsonPointer) -> JsonPointer {
        let (mut old, mut new) = (JsonPointer::root(), JsonPointer::root());
        for token in written.tokens() {
            old = old.key(&token);
            new = match self.repaired_keys.get(&(file, old.clone())) {
                Some(key) => new.key(key),
                None => new.key(&token),
            };
        }
        new
    }

    /// Returns the place in the text of a place in the repaired file.
    pub(crate) fn written(&self, file: usize, repaired: &JsonPointer) -> JsonPointer {
        if self.written_keys.is_empty() {
            return repaired.clone();
        }
        let (mut old, mut new) = (JsonPointer::root(), JsonPointer::root());
        for token in repaired.tokens() {
            new = new.key(&token);
            old = match self.written_keys.get(&(file, new.clone())) {
                Some(key) => old.key(key),
                None => old.key(&token),
            };
        }
        old
    }
}
