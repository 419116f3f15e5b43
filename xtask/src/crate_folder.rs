//! The folder of a generated crate: plans and applies the changes that bring it up to date.
//!
//! The whole folder is inspected before anything is written. Files are written to temporary names
//! and then renamed, so that a run that fails changes nothing, and a run that is interrupted leaves
//! only complete files. Files that were not generated are neither overwritten nor removed.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::{fmt, fs};

use anyhow::Context as _;
use specwright::HEADING;
use walkdir::WalkDir;

/// The suffix of the name of a file that is being written.
const PARTIAL: &str = ".codegen-partial";

const MANIFEST: &str = "Cargo.toml";

/// The changes that bring a folder up to date. Paths are relative, with `/` as the separator.
pub(crate) struct Plan {
    root: PathBuf,
    pub(crate) written: Vec<Change>,
    pub(crate) unchanged: usize,
    /// Files of an earlier run that are no longer generated.
    pub(crate) removed: Vec<String>,
    /// Temporary files of interrupted runs.
    partial: Vec<String>,
}

pub(crate) struct Change {
    pub(crate) path: String,
    pub(crate) is_new: bool,
}

/// The error for a folder that cannot be brought up to date.
#[derive(Debug)]
pub(crate) enum PlanError {
    /// Files that were not generated would be overwritten.
    NotGenerated(Vec<String>),
    /// A generated file would not be inside the folder.
    Escapes(String),
    Io {
        path: PathBuf,
        error: io::Error,
    },
}

impl Plan {
    /// Compares a folder with generated files. `command` is the command named in their headings.
    pub(crate) fn new(
        root: &Path,
        files: &BTreeMap<String, String>,
        command: &str,
    ) -> Result<Self, PlanError> {
        let marker = format!("{HEADING}{command}`");
        let mut plan = Self {
            root: root.to_owned(),
            written: Vec::new(),
            unchanged: 0,
            removed: Vec::new(),
            partial: Vec::new(),
        };
        for path in files.keys() {
            let is_inside = Path::new(path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            if !is_inside || path.is_empty() || path.contains('\\') {
                return Err(PlanError::Escapes(path.clone()));
            }
        }
        let found = plan.inspect(&marker)?;
        if !found.is_ours && !found.is_empty {
            return Err(PlanError::NotGenerated(vec![".".to_owned()]));
        }
        let mut foreign = Vec::new();
        for (path, text) in files {
            match plan.state(path, text, &marker)? {
                State::NotGenerated(what) => foreign.push(what),
                State::Same => plan.unchanged += 1,
                State::Missing => plan.written.push(Change {
                    path: path.clone(),
                    is_new: true,
                }),
                State::Different => plan.written.push(Change {
                    path: path.clone(),
                    is_new: false,
                }),
            }
        }
        if !foreign.is_empty() {
            foreign.dedup();
            return Err(PlanError::NotGenerated(foreign));
        }
        plan.removed = found
            .generated
            .into_iter()
            .filter(|path| !files.contains_key(path))
            .collect();
        plan.partial = found.partial;
        // The manifest marks the folder as generated, so it is written first.
        plan.written.sort_by_key(|change| change.path != MANIFEST);
        Ok(plan)
    }

    /// Returns whether the folder is up to date.
    pub(crate) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }

    /// Brings the folder up to date.
    pub(crate) fn apply(&self, files: &BTreeMap<String, String>) -> anyhow::Result<()> {
        self.remove(&self.partial)?;
        let mut staged = Vec::new();
        let result = self
            .stage(files, &mut staged)
            .and_then(|()| move_all(&staged));
        if result.is_err() {
            for (partial, _) in &staged {
                // Renamed files no longer exist here, and the next run removes the others.
                let _ = fs::remove_file(partial);
                self.remove_empty_parents(partial);
            }
        }
        result?;
        self.remove(&self.removed)
    }

    /// Writes every file to a temporary name, and adds it to `staged` with its final path.
    fn stage(
        &self,
        files: &BTreeMap<String, String>,
        staged: &mut Vec<(PathBuf, PathBuf)>,
    ) -> anyhow::Result<()> {
        for change in &self.written {
            let path = self.root.join(&change.path);
            let text = files
                .get(&change.path)
                .with_context(|| format!("planned file {} was not generated", change.path))?;
            stage_one(&path, text, staged)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    fn remove(&self, paths: &[String]) -> anyhow::Result<()> {
        for path in paths {
            let path = self.root.join(path);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            self.remove_empty_parents(&path);
        }
        Ok(())
    }

    fn remove_empty_parents(&self, path: &Path) {
        let parents = path
            .ancestors()
            .skip(1)
            .take_while(|parent| *parent != self.root);
        for parent in parents {
            // Removing a folder fails if it is not empty.
            if fs::remove_dir(parent).is_err() {
                return;
            }
        }
    }

    /// Returns the state of the path of a generated file.
    fn state(&self, path: &str, text: &str, marker: &str) -> Result<State, PlanError> {
        let mut below = self.root.clone();
        let mut parts = Path::new(path).components().peekable();
        while let Some(part) = parts.next() {
            below.push(part);
            let metadata = match fs::symlink_metadata(&below) {
                Ok(metadata) => metadata,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
                Err(error) => return Err(PlanError::Io { path: below, error }),
            };
            let is_right = if parts.peek().is_some() {
                metadata.is_dir()
            } else {
                metadata.is_file()
            };
            if !is_right {
                return Ok(State::NotGenerated(self.relative(&below)));
            }
        }
        let present = fs::read(&below).map_err(|error| PlanError::Io { path: below, error })?;
        if present == text.as_bytes() {
            return Ok(State::Same);
        }
        let first_line = present
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        if String::from_utf8_lossy(first_line).contains(marker) {
            Ok(State::Different)
        } else {
            Ok(State::NotGenerated(path.to_owned()))
        }
    }

    /// Finds the files of earlier runs in the folder.
    fn inspect(&self, marker: &str) -> Result<Found, PlanError> {
        let mut found = Found {
            is_empty: true,
            ..Found::default()
        };
        let mut entries = WalkDir::new(&self.root).min_depth(1).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(&self.root).to_owned();
                    let error = io::Error::from(error);
                    if error.kind() == io::ErrorKind::NotFound && path == self.root {
                        break;
                    }
                    return Err(PlanError::Io { path, error });
                }
            };
            let (kind, in_root) = (entry.file_type(), entry.depth() == 1);
            let name = entry.file_name().to_string_lossy();
            if kind.is_file() && name.ends_with(PARTIAL) {
                found.partial.push(self.relative(entry.path()));
                continue;
            }
            if kind.is_dir() {
                let is_foreign = name.starts_with('.') || in_root && name == "target";
                if is_foreign {
                    found.is_empty = false;
                    entries.skip_current_dir();
                }
                continue;
            }
            found.is_empty = false;
            let path = entry.path();
            let failed = |error| PlanError::Io {
                path: path.to_owned(),
                error,
            };
            if kind.is_file() && is_generated(path, marker).map_err(failed)? {
                found.is_ours |= in_root && name == MANIFEST;
                found.generated.push(self.relative(path));
            }
        }
        found.generated.sort();
        Ok(found)
    }

    fn relative(&self, path: &Path) -> String {
        let parts = path.strip_prefix(&self.root).unwrap_or(path).components();
        let mut text = String::new();
        for part in parts {
            let slash = if text.is_empty() { "" } else { "/" };
            text.push_str(slash);
            text.push_str(&part.as_os_str().to_string_lossy());
        }
        text
    }
}

enum State {
    Missing,
    Same,
    Different,
    NotGenerated(String),
}

#[derive(Default)]
struct Found {
    /// The folder contains only folders and temporary files of interrupted runs.
    is_empty: bool,
    /// The manifest was generated.
    is_ours: bool,
    generated: Vec<String>,
    partial: Vec<String>,
}

/// Returns whether the first line of a file is a heading of the generator.
fn is_generated(path: &Path, marker: &str) -> io::Result<bool> {
    let mut line = Vec::new();
    io::BufReader::new(fs::File::open(path)?).read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).contains(marker))
}

fn stage_one(path: &Path, text: &str, staged: &mut Vec<(PathBuf, PathBuf)>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut partial = path.as_os_str().to_owned();
    partial.push(PARTIAL);
    let partial = PathBuf::from(partial);
    // Fails if the path exists, even as a symbolic link.
    let mut file = fs::File::create_new(&partial)?;
    staged.push((partial, path.to_owned()));
    file.write_all(text.as_bytes())
}

fn move_all(staged: &[(PathBuf, PathBuf)]) -> anyhow::Result<()> {
    for (partial, path) in staged {
        fs::rename(partial, path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGenerated(paths) if paths == &["."] => f.write_str(
                "the folder is not empty and was not generated by this command; choose another \
                 folder",
            ),
            Self::NotGenerated(paths) => {
                f.write_str(
                    "these files were not generated by this command and would be overwritten; move \
                     them, or choose another folder:",
                )?;
                paths.iter().try_for_each(|path| write!(f, "\n  {path}"))
            }
            Self::Escapes(path) => write!(
                f,
                "the generated file `{path}` would be outside the folder; please report this defect"
            ),
            Self::Io { path, error } => write!(f, "cannot read {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for PlanError {}
