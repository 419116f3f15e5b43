//! Bodies of requests and responses, with what comes beside them.

use super::{Constraint, Docs, Method, ShownExample, Status, Style, Type, TypeId};

/// The request body of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Whether the operation cannot be called without it.
    pub required: bool,
    /// The media types that it can be sent as, in the document's order: at least one.
    pub media: Vec<RequestMedia>,
    /// Where there are several: a [`RequestBodies`] type with a variant for each.
    pub choice: Option<TypeId>,
    /// What the document says of it.
    pub docs: Docs,
}

impl RequestBody {
    /// The type of the body.
    #[must_use]
    pub fn of(&self) -> Option<Type> {
        match self.choice {
            Some(id) => Some(Type::Named(id)),
            None => self.media.first().map(|media| media.ty.clone()),
        }
    }
}

/// One of the media types of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestMedia {
    /// The media type, which is sent as it stands here; or a range of them.
    pub media_type: String,
    /// The type of the body.
    pub ty: Type,
    /// How a value of the type is written.
    pub encoding: BodyEncoding,
    /// What the body as a whole must satisfy; what its parts must is said with them.
    pub constraints: Vec<Constraint>,
    /// The first example of it, if the document has one: for the operation's documentation.
    pub example: Option<ShownExample>,
}

/// How a value becomes a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyEncoding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`, with the encoding of each property that has one.
    Form(Vec<(String, Encoding)>),
    /// As `multipart`.
    Multipart,
    /// It is the body.
    Plain,
}

/// How one property of a form is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a query parameter of this style.
    Style {
        /// `style`
        style: Style,
        /// `explode`
        explode: bool,
        /// `allowReserved`
        allow_reserved: bool,
    },
    /// As a value of this media type.
    MediaType(String),
}

/// A request body of which the caller chooses the media type.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBodies {
    /// A variant for each.
    pub media: Vec<RequestMedia>,
}

/// A multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipart {
    /// The media type, without a boundary.
    pub media_type: String,
    /// What the parts hold, as the members of an object.
    pub properties: Vec<super::Property>,
    /// The media types of parts that are not written by what they hold: by the name of the member.
    pub media_types: Vec<(String, String)>,
    /// The headers that a part may have: by the name of the member.
    pub headers: Vec<(String, Vec<String>)>,
}

/// One declared response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The codes it stands for.
    pub status: Status,
    /// What the document says of it.
    pub description: String,
    /// Its body in each of its media types, in the document's order.
    pub media: Vec<ResponseMedia>,
    /// Its headers.
    pub headers: Vec<Header>,
    /// What can be called next.
    pub links: Vec<Link>,
}

impl Response {
    /// The type of its body, in the first of its media types.
    #[must_use]
    pub fn body(&self) -> Option<&Type> {
        self.media.first().map(|media| &media.ty)
    }

    /// Its media types, one for each type of the body.
    pub fn distinct(&self) -> impl Iterator<Item = &ResponseMedia> {
        self.media.iter().enumerate().filter_map(|(place, media)| {
            let before = &self.media[..place];
            before
                .iter()
                .all(|other| other.ty != media.ty)
                .then_some(media)
        })
    }
}

/// The body of a response in one media type.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseMedia {
    /// The media type or range of them, as the document writes it.
    pub media_type: String,
    /// The type of the body.
    pub ty: Type,
}

/// The bodies of all successes, or of all failures, of an operation taken together.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// None of the responses has a body; for failures also: none is declared.
    Empty,
    /// All of them have a body of this type.
    One(Type),
    /// They differ: a [`ResponseBodies`] type with a variant for each.
    Many(TypeId),
}

/// The bodies of different responses of one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseBodies {
    /// One for each type of the body of each response, in the order of the operation's responses.
    pub variants: Vec<ResponseVariant>,
}

/// The body of one response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// The response.
    pub status: Status,
    /// The media type, where the response has several.
    pub media_type: Option<String>,
    /// What the document says of the response.
    pub description: String,
    /// Its body, if it has one.
    pub body: Option<Type>,
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Whether the response always has it.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// How its value is read.
    pub format: HeaderFormat,
    /// What the document says of it.
    pub docs: Docs,
}

/// How the value of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFormat {
    /// One text, number or boolean.
    Single,
    /// Several of them, separated by commas.
    List,
    /// Names and values in turn, separated by commas.
    Properties,
    /// Pairs of name, equals sign and value, separated by commas.
    Pairs,
    /// JSON.
    Json,
}

/// What can be called next, with values of the response.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The operation.
    pub target: LinkTarget,
    /// The parameters, and where their values come from.
    pub parameters: Vec<(String, String)>,
    /// Where the body comes from.
    pub request_body: Option<String>,
    /// What the document says of it.
    pub description: Option<String>,
}

/// The operation of a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTarget {
    /// One of this document.
    Operation {
        /// Its method.
        method: Method,
        /// Its path template.
        path: String,
    },
    /// One of another document, at this address.
    Elsewhere(String),
}

/// How the pages of a list lead from one to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The object that is a page.
    pub page: TypeId,
    /// The member that holds the items.
    pub items: String,
    /// The member that holds the address of the next page; it need not be declared. Without one, there is one page.
    pub next: Option<String>,
}
