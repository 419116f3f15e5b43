//! Paths, operations and what they send and receive.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    Extensions, ExternalDocumentation, Parameter, ParameterFormat, Referenced, Schema,
    SecurityRequirement, Server,
};
use crate::source::PathCursor;

/// A path item, of `paths`, of a callback or of a webhook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathItem {
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// The operations: those in fields of their own in the order of the specification, then
    /// those of `additionalOperations`.
    pub operations: Vec<(OperationKey, Operation)>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `parameters`. `None` for one that is not understood.
    pub parameters: Vec<Option<Referenced<Parameter>>>,
    /// The parts that are not understood, and without which no operation can be called.
    pub not_understood: Vec<OperationPart>,
}

/// Where an operation is in its path item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OperationKey {
    /// In the field with the name of its method: `get`.
    Field(&'static str),
    /// In `additionalOperations`, by its method as it is sent.
    Additional(String),
}

impl OperationKey {
    /// Returns the location of the operation. `additional` is the location of
    /// `additionalOperations` in the path item at `item`.
    pub(crate) fn cursor<'c>(
        &'c self,
        item: &'c PathCursor<'c>,
        additional: &'c PathCursor<'c>,
    ) -> PathCursor<'c> {
        match self {
            Self::Field(name) => item.key(name),
            Self::Additional(method) => additional.key(method),
        }
    }
}

/// A part of an operation or of a path item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationPart {
    /// All of it.
    Whole,
    /// The element of `parameters` with this index.
    Parameter(usize),
    /// `requestBody`.
    RequestBody,
    /// `servers`.
    Servers,
    /// `security`.
    Security,
}

/// An operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operation {
    /// `operationId`.
    pub operation_id: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external_docs: Option<ExternalDocumentation>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `parameters`. `None` for one that is not understood.
    pub parameters: Vec<Option<Referenced<Parameter>>>,
    /// `requestBody`.
    pub request_body: Option<Referenced<RequestBody>>,
    /// `responses`.
    pub responses: Responses,
    /// `security`; `None` where the document's applies.
    pub security: Option<Vec<SecurityRequirement>>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `callbacks`.
    pub callbacks: IndexMap<String, Callback>,
    /// The `x-` fields.
    pub extensions: Extensions,
    /// The parts that are not understood, and without which the operation cannot be called.
    pub not_understood: Vec<OperationPart>,
}

/// A callback: path items by runtime expression.
pub type Callback = IndexMap<String, PathItem>;

/// `requestBody`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestBody {
    /// `description`.
    pub description: Option<String>,
    /// `content`, by media type.
    pub content: Content,
    /// `required`.
    pub required: bool,
}

/// `content`: what bodies contain, by media type.
pub type Content = IndexMap<String, Referenced<MediaType>>;

/// What a body of one media type contains.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MediaType {
    /// `schema`.
    pub schema: Option<Schema>,
    /// `itemSchema`: the body is a sequence of such values.
    pub item_schema: Option<Schema>,
    /// `example`.
    pub example: Option<Value>,
    /// `examples`.
    pub examples: IndexMap<String, Referenced<Example>>,
    /// `encoding`, by property.
    pub encoding: IndexMap<String, Encoding>,
    /// `prefixEncoding`, by position.
    pub prefix_encoding: Vec<Encoding>,
    /// `itemEncoding`: of the items at other positions.
    pub item_encoding: Option<Encoding>,
}

/// How one property or item of a form or of a multipart body is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    /// `contentType`.
    pub content_type: Option<String>,
    /// The names of `headers`.
    pub headers: Vec<String>,
    /// `style`, if it is written.
    pub style: Option<QueryStyle>,
    /// `explode`, if it is written.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// `style` of a query parameter or of a property of a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueryStyle {
    /// `form`.
    #[default]
    Form,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
}

/// `responses`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Responses {
    /// `default`.
    pub default: Option<Referenced<Response>>,
    /// The others by status, in the document's order.
    pub by_status: IndexMap<StatusCode, Referenced<Response>>,
    /// The keys that are not written as the specification demands: `2xx`.
    pub irregular_keys: IndexMap<StatusCode, String>,
}

impl Responses {
    /// Returns the key of a status as it is written.
    #[must_use]
    pub fn key(&self, status: StatusCode) -> String {
        let irregular = self.irregular_keys.get(&status).cloned();
        irregular.unwrap_or_else(|| status.to_string())
    }
}

/// A status code or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusCode {
    /// `200`.
    Code(u16),
    /// `2XX`: the first digit.
    Range(u8),
}

impl fmt::Display for StatusCode {
    /// Writes the key as the specification demands.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Range(hundreds) => write!(formatter, "{hundreds}XX"),
        }
    }
}

/// A response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// `summary` and `description`.
    pub description: String,
    /// `headers`.
    pub headers: IndexMap<String, Referenced<Header>>,
    /// `content`, by media type.
    pub content: Content,
    /// `links`.
    pub links: IndexMap<String, Referenced<Link>>,
    /// The `x-` fields.
    pub extensions: Extensions,
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
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
    /// `x-rust-name`.
    pub rust_name: Option<String>,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// `operationId` or `operationRef`.
    pub operation: LinkOperation,
    /// `parameters`: values or runtime expressions.
    pub parameters: IndexMap<String, Value>,
    /// `requestBody`: a value or a runtime expression.
    pub request_body: Option<Value>,
    /// `description`.
    pub description: Option<String>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkOperation {
    /// `operationId`.
    OperationId(String),
    /// `operationRef`.
    OperationRef(String),
}

/// An example.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// `value` or `dataValue`.
    pub value: Option<Value>,
    /// The field that has the value.
    pub field: &'static str,
}
