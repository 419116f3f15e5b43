//! The explanations of all codes, by family.

pub(super) mod names;
pub(super) mod objects;
pub(super) mod operations;
pub(super) mod overlays;
pub(super) mod references;
pub(super) mod schemas;
pub(super) mod settings;
pub(super) mod syntax;
pub(super) mod unsupported;
pub(super) mod values;
