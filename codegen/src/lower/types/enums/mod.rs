//! Enums, and the values of schemas that list them.

pub(super) mod enum_values;
mod enumeration;
