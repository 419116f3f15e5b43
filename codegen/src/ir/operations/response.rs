//! Responses, their headers, and links.

use super::body::ItemEncodings;
use super::http::{Method, Status};
use crate::ir::types::declared_name::DeclaredName;
use crate::ir::types::docs::Docs;
use crate::ir::types::id::TypeId;
use crate::ir::types::ty::Type;

/// A declared response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status codes it covers.
    pub status: Status,
    /// `description`.
    pub description: String,
    /// The declared media types, in document order.
    pub media: Vec<ResponseMedia>,
    /// The headers.
    pub headers: Vec<Header>,
    /// The links.
    pub links: Vec<Link>,
}

impl Response {
    /// Returns the type of the body in the first media type.
    #[must_use]
    pub fn body(&self) -> Option<&Type> {
        self.media.first().map(|media| &media.ty)
    }

    /// Iterates over the first media type of each distinct body type.
    pub fn distinct(&self) -> impl Iterator<Item = &ResponseMedia> {
        self.media.iter().enumerate().filter_map(|(index, media)| {
            let is_new = self.media[..index].iter().all(|other| other.ty != media.ty);
            is_new.then_some(media)
        })
    }
}

/// A media type of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseMedia {
    /// The media type or range, as written in the document.
    pub media_type: String,
    /// The type of the body.
    pub ty: Type,
    /// `itemSchema`: the type of the items if the body is a sequence of them.
    pub item: Option<Type>,
    /// How the items are encoded.
    pub item_encodings: ItemEncodings,
}

/// The combined body type of all successful or all other responses of an operation.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// No response has a body, or none is declared.
    Empty,
    /// All responses have a body of this type.
    One(Type),
    /// The responses differ; the type is a [`ResponseBodies`].
    Many(TypeId),
}

/// The bodies of different responses of one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseBodies {
    /// One variant for each body type of each response, in the order of the responses.
    pub variants: Vec<ResponseVariant>,
}

/// The body of one response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// The status codes of the response.
    pub status: Status,
    /// The media type, if the response declares several.
    pub media_type: Option<String>,
    /// The description of the response.
    pub description: String,
    /// The type of the body, if any.
    pub body: Option<Type>,
}

/// A response header.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The name that the document declares for the method or the field.
    pub declared_name: Option<DeclaredName>,
    /// Whether the header is always present.
    pub required: bool,
    /// The type of the value.
    pub ty: Type,
    /// The format of the value.
    pub format: HeaderFormat,
    /// The documentation.
    pub docs: Docs,
}

impl Header {
    /// Returns the words that the method or the field is named after.
    #[must_use]
    pub fn words(&self) -> &str {
        DeclaredName::or(self.declared_name.as_ref(), &self.name)
    }
}

/// The format of a header value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFormat {
    /// A single string, number or boolean.
    Single,
    /// A comma-separated list.
    List,
    /// Alternating names and values, separated by commas.
    Properties,
    /// Comma-separated `name=value` pairs.
    Pairs,
    /// JSON.
    Json,
}

/// A link from a response to another operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The name.
    pub name: String,
    /// The operation it leads to.
    pub target: LinkTarget,
    /// The names of parameters and the expressions of their values.
    pub parameters: Vec<(String, String)>,
    /// The expression of the request body.
    pub request_body: Option<String>,
    /// `description`.
    pub description: Option<String>,
}

/// The operation that a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTarget {
    /// An operation of the same document.
    Operation {
        /// The HTTP method.
        method: Method,
        /// The path template.
        path: String,
    },
    /// An operation of another document, at this URL.
    Elsewhere(String),
}
