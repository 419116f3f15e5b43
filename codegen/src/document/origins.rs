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

/// Which parts of a document were moved to their place, and the places that they come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moves(BTreeMap<JsonPointer, FilePointer>);

impl Moves {
    /// Records that a part comes from another place. Other records of what is in it remain.
    pub(crate) fn insert(&mut self, part: JsonPointer, origin: FilePointer) {
        self.0.insert(part, origin);
    }

    /// Records that a part, with all that is in it, comes from another place.
    pub(crate) fn replace(&mut self, part: JsonPointer, origin: FilePointer) {
        self.forget(&part);
        self.insert(part, origin);
    }

    /// Records that a part is a copy of another one.
    pub(crate) fn copy(&mut self, original: &JsonPointer, copy: &JsonPointer) {
        let origin = self.locate(original);
        let inner = self.within(original);
        self.replace(copy.clone(), origin);
        for (part, origin) in inner {
            self.insert(copy.rebase(&part, original), origin);
        }
    }

    /// Removes the records of a part and of all that is in it.
    pub(crate) fn forget(&mut self, part: &JsonPointer) {
        self.0.remove(part);
        for (inner, _) in self.within(part) {
            self.0.remove(&inner);
        }
    }

    /// Records that an element of an array was removed, which had `rest` other elements.
    pub(crate) fn remove_element(&mut self, array: &JsonPointer, index: usize, rest: usize) {
        for index in index..rest {
            self.copy(&array.index(index + 1), &array.index(index));
        }
        self.forget(&array.index(rest));
    }

    /// Returns the file and the place that a part comes from. A part that was not moved is in the
    /// first file.
    pub(crate) fn locate(&self, part: &JsonPointer) -> FilePointer {
        let mut above = part.clone();
        loop {
            if let Some(origin) = self.0.get(&above) {
                let pointer = origin.pointer.rebase(part, &above);
                return FilePointer::new(origin.file, pointer);
            }
            match above.parent() {
                Some(parent) => above = parent,
                None => return FilePointer::new(0, part.clone()),
            }
        }
    }

    /// Returns the records of what is in a part.
    fn within(&self, part: &JsonPointer) -> Vec<(JsonPointer, FilePointer)> {
        let records = self.0.range(part.key("")..);
        let inner = records.take_while(|(inner, _)| inner.is_within(part));
        inner
            .map(|(inner, origin)| (inner.clone(), origin.clone()))
            .collect()
    }
}

/// Where the parts of a document are written.
///
/// Overlays change the document, and it is bundled from several files. Pointers into the document
/// therefore differ from pointers into the text of the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// The parts that overlays moved, with the places where they are written.
    overlaid: Moves,
    /// The parts that the bundler moved, with their places in the files after all overlays.
    bundled: Moves,
    /// The names of the files without their folders.
    file_names: Vec<String>,
}

impl Origins {
    /// Returns the origins of a document of which the bundler has moved no part yet.
    pub(crate) fn new(file_names: Vec<String>, overlaid: Moves) -> Self {
        Self {
            overlaid,
            bundled: Moves::default(),
            file_names,
        }
    }

    /// Records that the bundler moved a part of the document from another place.
    pub(crate) fn record_move(&mut self, pointer: JsonPointer, origin: FilePointer) {
        self.bundled.insert(pointer, origin);
    }

    /// Returns the file and the place in it that a part of the document comes from. A place in the
    /// document itself is one after all overlays.
    pub(crate) fn locate(&self, pointer: &JsonPointer) -> FilePointer {
        self.bundled.locate(pointer)
    }

    /// Returns the file and the place where a part of the document is written.
    pub(crate) fn written(&self, pointer: &JsonPointer) -> FilePointer {
        let origin = self.locate(pointer);
        match origin.file {
            0 => self.overlaid.locate(&origin.pointer),
            _ => origin,
        }
    }

    /// Returns the name of a file without its folder.
    pub(crate) fn file_name(&self, file: usize) -> &str {
        self.file_names.get(file).map_or("", String::as_str)
    }
}
