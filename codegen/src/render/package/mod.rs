//! The files of the package: its manifest, its root and its tests.

pub(super) mod crate_root;
pub(super) mod examples;
mod features;
mod lints;
pub(super) mod manifest;
pub(super) mod operations;
