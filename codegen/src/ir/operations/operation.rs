//! Operations.

use std::time::Duration;

use super::body::RequestBody;
use super::error_code::ErrorCode;
use super::http::Method;
use super::paging::Paging;
use super::parameter::Parameter;
use super::response::{Header, Response, ResponseBody};
use super::security::Security;
use super::server::Server;
use crate::ir::types::declared_name::DeclaredName;
use crate::ir::types::docs::Docs;
use crate::ir::types::id::CallbackId;

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or method and path if the document declares none.
    pub id: String,
    /// The name that the document declares for the method.
    pub declared_name: Option<DeclaredName>,
    /// The HTTP method.
    pub method: Method,
    /// The entire path template.
    pub path: String,
    /// The documentation.
    pub docs: Docs,
    /// Query, header and cookie parameters. Path parameters are in the path tree.
    pub parameters: Vec<Parameter>,
    /// The request body, if any.
    pub body: Option<RequestBody>,
    /// Every declared response, in document order.
    pub responses: Vec<Response>,
    /// The body of successful responses (2XX); empty for an inbound operation.
    pub success: ResponseBody,
    /// The body of all other responses; empty for an inbound operation.
    pub failure: ResponseBody,
    /// The declared media types of the responses, in document order.
    pub accept: Vec<String>,
    /// The headers that at least one response declares.
    pub headers: Vec<Header>,
    /// `x-ms-pageable`: how a page links to the next one.
    pub paging: Option<Paging>,
    /// `x-deadline`: the time limit of the entire call.
    pub deadline: Option<Duration>,
    /// Whether the operation can be retried: by its method, or by `x-idempotent`.
    pub idempotent: bool,
    /// The security requirements.
    pub security: Security,
    /// The servers that replace those of the path or the document.
    pub servers: Vec<Server>,
    /// `x-permissions`.
    pub permissions: Option<Permissions>,
    /// `x-error-codes`.
    pub error_codes: Vec<ErrorCode>,
    /// The callbacks that the service can send as a result of the operation.
    pub callbacks: Vec<CallbackId>,
}

impl Operation {
    /// Returns the words that the method is named after: the declared ones, or the HTTP method.
    #[must_use]
    pub fn words(&self) -> String {
        let method = self.method.to_lower_case();
        DeclaredName::or(self.declared_name.as_ref(), &method).to_owned()
    }
}

/// `x-permissions`: the permissions that a caller needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// The permissions to act on behalf of a user.
    pub delegated: Option<String>,
    /// The permissions to act as an application.
    pub application: Option<String>,
    /// Remarks.
    pub remarks: Option<String>,
}
