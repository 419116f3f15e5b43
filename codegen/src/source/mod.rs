//! The texts of a document: its own, and those of the files that it may refer to.

pub mod pointer;
pub mod position;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A document as text, not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document's path as a reader would write it; diagnostics name it.
    pub name: String,
    /// YAML or JSON, without a byte order mark.
    pub text: Arc<str>,
    /// The file itself: what its references are relative to, and what tells it from others.
    path: PathBuf,
    reach: Reach,
}

/// Which other files a document may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reach {
    /// Those below these folders, without symbolic links in their paths.
    Folders(Vec<PathBuf>),
    /// These texts, by path.
    Memory(Arc<BTreeMap<PathBuf, Arc<str>>>),
}

impl Source {
    /// A document that is in memory. It refers to no other files.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::beside(name, text, [])
    }

    /// A document that is in memory together with those that it refers to: texts by their paths, relative to the
    /// document's folder.
    #[must_use]
    pub fn beside<'o>(
        name: impl Into<String>,
        text: impl Into<String>,
        others: impl IntoIterator<Item = (&'o str, &'o str)>,
    ) -> Self {
        let name = name.into();
        let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
        let others = others
            .into_iter()
            .map(|(path, text)| (lexical(&folder.join(path)), without_mark(text.to_owned())));
        let path = lexical(Path::new(&name));
        let text = without_mark(text.into());
        let mut files: BTreeMap<_, _> = others.collect();
        files.insert(path.clone(), text.clone());
        Self {
            path,
            reach: Reach::Memory(Arc::new(files)),
            text,
            name,
        }
    }

    /// Reads a document from a file. It may refer to the files of its folder and of the folders below.
    ///
    /// # Errors
    /// The file cannot be read, or it is not UTF-8.
    pub fn read(path: &Path, name: impl Into<String>) -> Result<Self, ReadError> {
        let text = text_of(path)?;
        let path = canonical(path)?;
        let folder = path.parent().unwrap_or(&path).to_owned();
        Ok(Self {
            name: name.into(),
            text,
            path,
            reach: Reach::Folders(vec![folder]),
        })
    }

    /// Lets a document that was read from a file refer to the files of another folder and of the folders below, too.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn allow(mut self, folder: &Path) -> Result<Self, ReadError> {
        if let Reach::Folders(folders) = &mut self.reach {
            folders.push(canonical(folder)?);
        }
        Ok(self)
    }

    /// Reads the file that a reference in this one names.
    pub(crate) fn other(&self, reference: &str) -> Result<Self, NotRead> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let wanted = lexical(&folder.join(reference));
        let (path, text) = match &self.reach {
            Reach::Memory(others) => {
                let text = others.get(&wanted).cloned().ok_or(NotRead::Missing)?;
                (wanted, text)
            }
            Reach::Folders(folders) => {
                let is_within = |path: &Path| folders.iter().any(|folder| path.starts_with(folder));
                // Also nobody is to learn from a message which files there are elsewhere.
                if !is_within(&wanted) {
                    return Err(NotRead::Outside);
                }
                let path = canonical(&wanted).map_err(|_| NotRead::Missing)?;
                if !is_within(&path) {
                    return Err(NotRead::Outside);
                }
                if !path.is_file() {
                    return Err(NotRead::NoFile);
                }
                let text = text_of(&path).map_err(|error| match error {
                    ReadError::NotUtf8 { .. } => NotRead::NotUtf8,
                    ReadError::Io { .. } => NotRead::Missing,
                })?;
                (path, text)
            }
        };
        let shown = Path::new(&self.name).parent().unwrap_or(Path::new(""));
        Ok(Self {
            name: slashed(&lexical(&shown.join(reference))),
            text,
            path,
            reach: self.reach.clone(),
        })
    }

    /// Whether both are of one file.
    pub(crate) fn is_same_file(&self, other: &Self) -> bool {
        self.path == other.path
    }

    /// The name of the file without its folder.
    pub(crate) fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The name of the file without folder and extension.
    pub(crate) fn stem(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy();
        // As in `pets.schema.yaml`.
        stem.split('.').next().unwrap_or_default().to_owned()
    }

    pub(crate) fn is_json(&self) -> bool {
        self.text.trim_ascii_start().starts_with(['{', '['])
    }
}

impl AsRef<[Source]> for Source {
    /// The document alone, as the files of a run.
    fn as_ref(&self) -> &[Source] {
        std::slice::from_ref(self)
    }
}

/// Why a file that a reference names was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotRead {
    /// There is no such file.
    Missing,
    /// It is not in a folder that the document may refer to.
    Outside,
    /// It is a folder or a device.
    NoFile,
    NotUtf8,
}

/// A path without `.` and, as far as there is something before it, `..`.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

fn canonical(path: &Path) -> Result<PathBuf, ReadError> {
    std::fs::canonicalize(path).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })
}

fn text_of(path: &Path) -> Result<Arc<str>, ReadError> {
    let bytes = std::fs::read(path).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })?;
    let text = String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        path: path.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })?;
    Ok(without_mark(text))
}

fn without_mark(text: String) -> Arc<str> {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.into(),
        None => text.into(),
    }
}

/// Why a file could not be read as a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The file is not UTF-8.
    #[error("{} is not UTF-8 (byte {offset} is the first that is not)", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first byte that is not UTF-8, counted from zero.
        offset: usize,
    },
}
