//! The folder of a generated crate: what has to change in it, and changing it without harm.
//!
//! Everything is looked at before anything is written. All files are written beside their places and then moved there,
//! so that a run that fails changes nothing, and one that is interrupted leaves whole files only. What the generator did
//! not make is neither overwritten nor removed.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::{fmt, fs};

use anyhow::Context as _;
use specwright::HEADING;
use walkdir::WalkDir;

/// The end of the name of a file that is still being written.
const PARTIAL: &str = ".codegen-partial";

const MANIFEST: &str = "Cargo.toml";

/// What has to change for a folder to hold exactly the generated files. Paths are relative, with `/` between parts.
pub(crate) struct Plan {
    root: PathBuf,
    pub(crate) written: Vec<Change>,
    pub(crate) unchanged: usize,
    /// Files of an earlier run that this one does not make.
    pub(crate) removed: Vec<String>,
    /// What interrupted runs left.
    partial: Vec<String>,
}

pub(crate) struct Change {
    pub(crate) path: String,
    pub(crate) is_new: bool,
}

/// Why a folder cannot be brought up to date.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The generator did not make these, and would have to overwrite them.
    Foreign(Vec<String>),
    /// A generated file would not be inside the folder.
    Escapes(String),
    Io {
        path: PathBuf,
        error: io::Error,
    },
}

impl Plan {
    /// Compares a folder with generated files. `command` is what their headings name.
    pub(crate) fn new(
        root: &Path,
        files: &BTreeMap<String, String>,
        command: &str,
    ) -> Result<Self, Refusal> {
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
                return Err(Refusal::Escapes(path.clone()));
            }
        }
        let found = plan.look(&marker)?;
        if !found.is_ours && !found.is_empty {
            return Err(Refusal::Foreign(vec![".".to_owned()]));
        }
        let mut foreign = Vec::new();
        for (path, text) in files {
            match plan.state(path, text, &marker)? {
                State::Foreign(what) => foreign.push(what),
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
            return Err(Refusal::Foreign(foreign));
        }
        plan.removed = found
            .made
            .into_iter()
            .filter(|path| !files.contains_key(path))
            .collect();
        plan.partial = found.partial;
        // The manifest tells whose folder it is, so it comes first.
        plan.written.sort_by_key(|change| change.path != MANIFEST);
        Ok(plan)
    }

    /// Whether the folder holds what it should.
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
                // What has been moved is no longer there; what cannot be removed is left to the next run.
                let _ = fs::remove_file(partial);
                self.remove_empty_parents(partial);
            }
        }
        result?;
        self.remove(&self.removed)
    }

    /// Writes every file beside its place, and says which and where to.
    fn stage(
        &self,
        files: &BTreeMap<String, String>,
        staged: &mut Vec<(PathBuf, PathBuf)>,
    ) -> anyhow::Result<()> {
        for change in &self.written {
            let path = self.root.join(&change.path);
            let text = files
                .get(&change.path)
                .context("a planned file is not among the generated ones")?;
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
            // A folder that is not empty stays; there is no need to look first.
            if fs::remove_dir(parent).is_err() {
                return;
            }
        }
    }

    /// What stands where a file is to be.
    fn state(&self, path: &str, text: &str, marker: &str) -> Result<State, Refusal> {
        let mut below = self.root.clone();
        let mut parts = Path::new(path).components().peekable();
        while let Some(part) = parts.next() {
            below.push(part);
            let metadata = match fs::symlink_metadata(&below) {
                Ok(metadata) => metadata,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
                Err(error) => return Err(Refusal::Io { path: below, error }),
            };
            let is_right = if parts.peek().is_some() {
                metadata.is_dir()
            } else {
                metadata.is_file()
            };
            if !is_right {
                return Ok(State::Foreign(self.relative(&below)));
            }
        }
        let present = fs::read(&below).map_err(|error| Refusal::Io { path: below, error })?;
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
            Ok(State::Foreign(path.to_owned()))
        }
    }

    /// Finds what earlier runs left in the folder.
    fn look(&self, marker: &str) -> Result<Found, Refusal> {
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
                    return Err(Refusal::Io { path, error });
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
            let failed = |error| Refusal::Io {
                path: path.to_owned(),
                error,
            };
            if kind.is_file() && is_made(path, marker).map_err(failed)? {
                found.is_ours |= in_root && name == MANIFEST;
                found.made.push(self.relative(path));
            }
        }
        found.made.sort();
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
    Foreign(String),
}

#[derive(Default)]
struct Found {
    /// Nothing is there but folders, and what interrupted runs left.
    is_empty: bool,
    /// The manifest is one that the generator made.
    is_ours: bool,
    made: Vec<String>,
    partial: Vec<String>,
}

/// Whether the first line of a file is a heading of ours.
fn is_made(path: &Path, marker: &str) -> io::Result<bool> {
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
    // Nothing may be there, not even a link to another place.
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

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(paths) if paths == &["."] => f.write_str(
                "the folder is not empty, and was not made by this command; name another one",
            ),
            Self::Foreign(paths) => {
                f.write_str("these were not made by this command and stand in its way; move them, or name another folder:")?;
                paths.iter().try_for_each(|path| write!(f, "\n  {path}"))
            }
            Self::Escapes(path) => write!(
                f,
                "the generated file `{path}` would not be inside the folder; please report this"
            ),
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for Refusal {}
