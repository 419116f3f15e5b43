//! Parameters.

use super::{Constraint, Docs, Type};

/// A parameter of an operation or of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it stands in the request.
    pub location: ParameterLocation,
    /// Whether a request must have it.
    pub required: bool,
    /// Its type: only types that have one plain text form.
    pub of: Type,
    /// What its value must satisfy.
    pub constraints: Vec<Constraint>,
    /// The value that stands for an absent one.
    pub default: Option<serde_json::Value>,
    /// What the document says of it.
    pub docs: Docs,
    /// The first example of it, if the document has one: for the operation's documentation.
    pub example: Option<serde_json::Value>,
}

/// `in` of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// A path segment.
    Path,
    /// The query string, `style: form`.
    Query,
    /// A header, `style: simple`.
    Header,
}
