//! Parameters.

use super::style::{Encoding, Style};
use crate::ir::types::constraint::Constraint;
use crate::ir::types::declared_name::DeclaredName;
use crate::ir::types::docs::Docs;
use crate::ir::types::ty::Type;
use crate::ir::values::example::ShownExample;

/// A parameter of an operation or a path.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each corresponds to a keyword"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The name that the document declares for the argument or the method.
    pub declared_name: Option<DeclaredName>,
    /// `in`.
    pub location: ParameterLocation,
    /// `style`.
    pub style: Style,
    /// `explode`, or the default of the style.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `encoding` of a whole query that is a form, by property.
    pub encodings: Vec<(String, Encoding)>,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// Whether the value contains nested lists or objects, which no style can represent.
    pub nested: bool,
    /// Whether the parameter is required.
    pub required: bool,
    /// The type of the value.
    pub ty: Type,
    /// Constraints on the value.
    pub constraints: Vec<Constraint>,
    /// `default`.
    pub default: Option<serde_json::Value>,
    /// The documentation.
    pub docs: Docs,
    /// The first example, shown in the documentation of the operation.
    pub example: Option<ShownExample>,
}

impl Parameter {
    /// Returns the words that the argument or the method is named after.
    #[must_use]
    pub fn words(&self) -> &str {
        DeclaredName::or(self.declared_name.as_ref(), &self.name)
    }

    /// Returns whether the serialization is the default of the parameter's location.
    #[must_use]
    pub fn has_default_style(&self) -> bool {
        let default = match self.location {
            ParameterLocation::Path | ParameterLocation::Header => (Style::Simple, false),
            ParameterLocation::Query
            | ParameterLocation::QueryString
            | ParameterLocation::Cookie => (Style::Form, true),
        };
        (self.style, self.explode) == default && !self.allow_reserved
    }
}

/// `in` of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterLocation {
    /// The path.
    Path,
    /// A parameter of the query.
    Query,
    /// The whole query.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl ParameterLocation {
    /// Returns the location as written in the document.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}
