//! Examples.

use crate::ir::types::ty::Type;

/// An example of the document. Generates a round-trip test.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Words that describe the location and the name of the example, most general first.
    pub name: Vec<String>,
    /// The JSON pointer to the example.
    pub pointer: String,
    /// The type of the example.
    pub ty: Type,
    /// The value.
    pub value: serde_json::Value,
}

/// An example shown in the documentation of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownExample {
    /// The JSON pointer to the example.
    pub pointer: String,
    /// The value.
    pub value: serde_json::Value,
}
