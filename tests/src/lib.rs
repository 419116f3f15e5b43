//! What the tests of this package share: the payloads that are to be decoded, and the files they lie in.
//!
//! The tests themselves are in `tests/`, one file or folder for each thing that is looked at.

pub mod payloads;

use std::path::{Path, PathBuf};

/// A file or folder of the workspace, by its path from the root.
#[must_use]
pub fn workspace(path: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).join(path)
}
