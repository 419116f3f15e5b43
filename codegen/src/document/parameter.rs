//! Parameters.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Content, Example, QueryStyle, Referenced, Schema};

/// A parameter of an operation or of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `name`.
    pub name: String,
    /// `in`, with the fields that only this location has.
    pub location: ParameterLocation,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `explode`, if it is written.
    pub explode: Option<bool>,
    /// `schema` or `content`.
    pub format: ParameterFormat,
    /// `example`.
    pub example: Option<Value>,
    /// `examples`.
    pub examples: IndexMap<String, Referenced<Example>>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
}

/// `in` and `style` of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// `path`.
    Path {
        /// `style`.
        style: PathStyle,
    },
    /// `query`.
    Query {
        /// `style`.
        style: QueryStyle,
        /// `allowReserved`.
        allow_reserved: bool,
        /// `allowEmptyValue`.
        allow_empty_value: bool,
    },
    /// `header`, whose style is always `simple`.
    Header,
    /// `cookie`.
    Cookie {
        /// `style`.
        style: CookieStyle,
    },
    /// `querystring`: the whole query.
    QueryString,
}

/// `style` of a path parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathStyle {
    /// `simple`.
    #[default]
    Simple,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
}

/// `style` of a cookie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CookieStyle {
    /// `form`.
    #[default]
    Form,
    /// `cookie`: values are not encoded.
    Cookie,
}

/// How the value of a parameter or header is described.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterFormat {
    /// `schema`.
    Schema(Box<Schema>),
    /// `content`: exactly one media type.
    Content(Content),
}
