//! Source files, and the files that they may reference.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// An OpenAPI document, or a file that it references, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path of the file as shown in diagnostics.
    pub name: String,
    /// YAML or JSON, without a byte order mark.
    pub text: Arc<str>,
    /// The path that identifies the file and that its references are relative to.
    path: PathBuf,
    access: FileAccess,
}

/// The files that a document may reference.
#[derive(Clone, Debug, PartialEq, Eq)]
enum FileAccess {
    /// The files below these canonical folders.
    Folders(Vec<PathBuf>),
    /// These texts, by path.
    Memory {
        /// The folder of the document.
        folder: PathBuf,
        files: Arc<BTreeMap<PathBuf, Arc<str>>>,
    },
}

impl Source {
    /// Creates a document in memory that may reference no other files.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with_files(name, text, [])
    }

    /// Creates a document in memory together with the files that it may reference: pairs of a path,
    /// relative to the folder of the document, and a text.
    #[must_use]
    pub fn with_files<'o>(
        name: impl Into<String>,
        text: impl Into<String>,
        files: impl IntoIterator<Item = (&'o str, &'o str)>,
    ) -> Self {
        let name = name.into();
        let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
        let files = files
            .into_iter()
            .map(|(path, text)| (normalize(&folder.join(path)), without_bom(text.to_owned())));
        let path = normalize(Path::new(&name));
        let text = without_bom(text.into());
        let mut files: BTreeMap<_, _> = files.collect();
        files.insert(path.clone(), text.clone());
        let folder = normalize(folder);
        Self {
            path,
            access: FileAccess::Memory {
                folder,
                files: Arc::new(files),
            },
            text,
            name,
        }
    }

    /// Reads a document from a file. It may reference the files in its folder and below.
    ///
    /// # Errors
    /// The file cannot be read, or it is not UTF-8.
    pub fn read(path: &Path, name: impl Into<String>) -> Result<Self, ReadError> {
        let text = read_text(path)?;
        let path = canonicalize(path)?;
        let folder = path.parent().unwrap_or(&path).to_owned();
        Ok(Self {
            name: name.into(),
            text,
            path,
            access: FileAccess::Folders(vec![folder]),
        })
    }

    /// Allows a document that was read from a file to reference the files in another folder and
    /// below.
    ///
    /// # Errors
    /// The folder does not exist.
    pub fn allow(mut self, folder: &Path) -> Result<Self, ReadError> {
        if let FileAccess::Folders(folders) = &mut self.access {
            folders.push(canonicalize(folder)?);
        }
        Ok(self)
    }

    /// Returns the absolute path of a document that was read from a file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self.access {
            FileAccess::Folders(_) => Some(&self.path),
            FileAccess::Memory { .. } => None,
        }
    }

    /// Opens the file at a path relative to this file.
    pub(crate) fn open_relative(&self, relative_path: &str) -> Result<Self, OpenError> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let requested = normalize(&folder.join(relative_path));
        let (path, text) = match &self.access {
            FileAccess::Memory { folder, files } => {
                let Some(text) = files.get(&requested).cloned() else {
                    return Err(match requested.strip_prefix(folder) {
                        Ok(below) if !leaves_folder(below) => OpenError::Missing,
                        Ok(_) | Err(_) => OpenError::Outside,
                    });
                };
                (requested, text)
            }
            FileAccess::Folders(folders) => {
                let is_allowed =
                    |path: &Path| folders.iter().any(|folder| path.starts_with(folder));
                // Checked before the file system is accessed, so that no message reveals which files
                // exist elsewhere.
                if !is_allowed(&requested) {
                    return Err(OpenError::Outside);
                }
                let path = canonicalize(&requested).map_err(|_| OpenError::Missing)?;
                if !is_allowed(&path) {
                    return Err(OpenError::Outside);
                }
                if !path.is_file() {
                    return Err(OpenError::NotAFile);
                }
                let text = read_text(&path).map_err(|error| match error {
                    ReadError::NotUtf8 { .. } => OpenError::NotUtf8,
                    ReadError::Io { .. } => OpenError::Missing,
                })?;
                (path, text)
            }
        };
        let shown_folder = Path::new(&self.name).parent().unwrap_or(Path::new(""));
        Ok(Self {
            name: with_slashes(&normalize(&shown_folder.join(relative_path))),
            text,
            path,
            access: self.access.clone(),
        })
    }

    /// Returns whether a path relative to this file leads to another file. `None` if only one of
    /// them was read from a file.
    pub(crate) fn resolves_to(&self, relative_path: &str, other: &Self) -> Option<bool> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let path = normalize(&folder.join(relative_path));
        match (&self.access, &other.access) {
            (FileAccess::Memory { .. }, FileAccess::Memory { .. }) => Some(path == other.path),
            // A file that does not exist is not the other one.
            (FileAccess::Folders(_), FileAccess::Folders(_)) => {
                Some(canonicalize(&path).is_ok_and(|path| path == other.path))
            }
            _ => None,
        }
    }

    /// Returns whether both are the same file.
    pub(crate) fn is_same_file(&self, other: &Self) -> bool {
        self.path == other.path
    }

    /// Returns the name of the file without its folder.
    pub(crate) fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Returns the name of the file up to its first dot: `pets` for `pets.schema.yaml`.
    pub(crate) fn stem(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy();
        stem.split('.').next().unwrap_or_default().to_owned()
    }

    /// Returns whether the text is to be parsed as JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.text.trim_ascii_start().starts_with(['{', '['])
    }
}

impl AsRef<[Source]> for Source {
    /// Returns a slice of this file alone.
    fn as_ref(&self) -> &[Source] {
        std::slice::from_ref(self)
    }
}

/// The reason why a referenced file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenError {
    /// The file does not exist.
    Missing,
    /// The file is outside the folders that the document may reference.
    Outside,
    /// The path is a folder or a device.
    NotAFile,
    /// The file is not UTF-8.
    NotUtf8,
}

/// Returns whether a normalized path leads out of the folder that it is relative to.
fn leaves_folder(path: &Path) -> bool {
    let first = path.components().next();
    !matches!(first, None | Some(Component::Normal(_)))
}

/// Removes `.` components from a path, and `..` components that follow a folder.
fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(
                    normalized.components().next_back(),
                    Some(Component::Normal(_))
                ) =>
            {
                normalized.pop();
            }
            other => normalized.push(other),
        }
    }
    normalized
}

fn with_slashes(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

fn canonicalize(path: &Path) -> Result<PathBuf, ReadError> {
    std::fs::canonicalize(path).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })
}

fn read_text(path: &Path) -> Result<Arc<str>, ReadError> {
    let bytes = std::fs::read(path).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })?;
    let text = String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        path: path.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })?;
    Ok(without_bom(text))
}

fn without_bom(text: String) -> Arc<str> {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.into(),
        None => text.into(),
    }
}

/// An error while reading a document from a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        #[source]
        error: std::io::Error,
    },
    /// The file is not UTF-8.
    #[error("{} is not UTF-8 (invalid byte at offset {offset})", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The offset of the first byte that is not UTF-8.
        offset: usize,
    },
}
