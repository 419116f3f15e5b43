//! Values of the document: examples, and whether a value matches a type.

pub(crate) mod example;
pub(crate) mod format;
pub(crate) mod json_value;
pub(crate) mod value_checker;
pub(crate) mod violation;
