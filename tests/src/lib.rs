//! Payloads and paths that several tests and benchmarks of this package use.

pub mod payloads;

use std::path::{Path, PathBuf};

/// A file or folder of the workspace, by its path from the root.
#[must_use]
pub fn workspace(path: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).join(path)
}
