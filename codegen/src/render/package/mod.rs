//! The files of the package: its manifest, its root and its tests; or the root of a module.

pub(super) mod crate_root;
pub(super) mod examples;
mod features;
mod lints;
pub(super) mod manifest;
pub(super) mod module_root;
pub(super) mod operations;
