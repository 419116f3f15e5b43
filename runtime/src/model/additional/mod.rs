//! The properties of an object that its schema does not declare.

pub(crate) mod data;
pub(crate) mod extra;
pub(crate) mod map;
