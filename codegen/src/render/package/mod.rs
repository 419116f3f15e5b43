//! The files of the package itself.

pub(crate) mod crate_root;
pub(crate) mod examples;
pub(crate) mod manifest;
