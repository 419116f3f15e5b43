//! Operations and what goes over the wire.

use std::time::Duration;

use super::{
    CallbackId, Docs, ErrorCode, Header, Paging, Parameter, RequestBody, Response, ResponseBody,
    SchemeUse, Server,
};

/// An HTTP method that a path item can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The method as the document spells it: lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// Whether HTTP says that sending it twice does what sending it once does.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or method and path where the document gives none.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The whole path template.
    pub path: String,
    /// What the document says of it.
    pub docs: Docs,
    /// Query and header parameters; those of the path are in the path tree.
    pub parameters: Vec<Parameter>,
    /// What is sent, if anything.
    pub body: Option<RequestBody>,
    /// Every response the document declares, in its order.
    pub responses: Vec<Response>,
    /// The body of a success (2XX); empty for an operation that the client serves.
    pub success: ResponseBody,
    /// The body of anything else; empty for an operation that the client serves.
    pub failure: ResponseBody,
    /// The media types that the responses are declared with, in the document's order.
    pub accept: Vec<String>,
    /// The headers that any of the responses is declared with.
    pub headers: Vec<Header>,
    /// `x-ms-pageable`: how a page leads to the next one.
    pub paging: Option<Paging>,
    /// `x-deadline`: the time the whole call may take.
    pub deadline: Option<Duration>,
    /// Whether sending it twice does what sending it once does: by its method, or by `x-idempotent`.
    pub idempotent: bool,
    /// The alternatives of what it needs to be let in, each a list of all that it needs; none where it needs nothing.
    pub security: Vec<Vec<SchemeUse>>,
    /// The servers that it alone is at, in place of those of its path or of the document.
    pub servers: Vec<Server>,
    /// `x-permissions`.
    pub permissions: Option<Permissions>,
    /// `x-error-codes`.
    pub error_codes: Vec<ErrorCode>,
    /// What the service may send later because of it.
    pub callbacks: Vec<CallbackId>,
}

/// The key of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// `202`
    Code(u16),
    /// `2XX`
    Range(u8),
    /// `default`: everything that no other response stands for.
    Default,
}

impl Status {
    /// Whether this stands for success. `default` never does.
    #[must_use]
    pub const fn is_success(self) -> bool {
        match self {
            Self::Code(code) => code >= 200 && code < 300,
            Self::Range(hundreds) => hundreds == 2,
            Self::Default => false,
        }
    }
}

/// `x-permissions`: what a caller must have been granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Acting for a user.
    pub delegated: Option<String>,
    /// Acting as an application.
    pub application: Option<String>,
    /// How to read these.
    pub remarks: Option<String>,
}
