//! What is known of a call, however it ended.

use std::fmt;

use http::{HeaderMap, HeaderName, StatusCode, response};

pub(crate) static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// What is known of a call, however it ended: its identity, its attempts, and the head of the response if there was one.
#[derive(Clone)]
pub struct Exchange {
    pub(crate) operation: &'static str,
    pub(crate) client_request_id: String,
    pub(crate) attempts: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
}

impl Exchange {
    /// Keeps the head of the response.
    pub(crate) fn answered(&mut self, head: response::Parts) {
        self.status = Some(head.status);
        self.headers = head.headers;
    }

    /// The `operationId` of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The identity that the client gave to the call: the request header `client-request-id`.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// How many requests were handed to the transport.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The headers of the response; none where there was no response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The identity that the service gave to the call: the response header `request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get(&REQUEST_ID)?.to_str().ok()
    }
}

/// `(client-request-id X, request-id Y)`
impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(client-request-id {}", self.client_request_id)?;
        if let Some(request_id) = self.request_id() {
            write!(f, ", request-id {request_id}")?;
        }
        f.write_str(")")
    }
}

/// Other headers than the identities are left out: some of them, such as cookies and locations, are secrets.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("operation", &self.operation)
            .field("client_request_id", &self.client_request_id)
            .field("attempts", &self.attempts)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
