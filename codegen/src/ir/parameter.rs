//! Parameters.

use super::{Constraint, Docs, ShownExample, Type};

/// A parameter of an operation or of a path.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword of its own"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it stands in the request.
    pub location: ParameterLocation,
    /// How its value becomes text.
    pub style: Style,
    /// `explode`, with the default of the style filled in.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// Whether its value holds lists or objects inside of others, for which no style has a form.
    pub nested: bool,
    /// Whether a request must have it.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// What its value must satisfy.
    pub constraints: Vec<Constraint>,
    /// The value that stands for an absent one.
    pub default: Option<serde_json::Value>,
    /// What the document says of it.
    pub docs: Docs,
    /// The first example of it, if the document has one: for the operation's documentation.
    pub example: Option<ShownExample>,
}

impl Parameter {
    /// Whether it is written as parameters of its location are where the document says nothing.
    #[must_use]
    pub fn has_default_style(&self) -> bool {
        let default = match self.location {
            ParameterLocation::Path | ParameterLocation::Header => (Style::Simple, false),
            ParameterLocation::Query | ParameterLocation::Cookie => (Style::Form, true),
        };
        (self.style, self.explode) == default && !self.allow_reserved
    }
}

/// `in` of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterLocation {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// `style` of a parameter, or `content`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// `content` with a media type of JSON.
    Json,
}
