//! What is known of a call, however it ended.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::call::retry::policy::Cause;
use crate::call::retry::retry_after::retry_after;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, response};

pub(crate) static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
pub(crate) static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// What is known of a call, however it ended: its identity, its attempts, and the head of the response if there was one.
#[derive(Clone)]
pub struct CallMetadata {
    pub(crate) operation: &'static str,
    /// Visible ASCII.
    pub(crate) client_request_id: HeaderValue,
    pub(crate) attempts: u32,
    pub(crate) previous_cause: Option<Cause>,
    /// Whether the service may have processed a request before the last one.
    pub(crate) earlier_processed: bool,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
}

impl CallMetadata {
    /// Keeps the head of the response.
    pub(crate) fn answered(&mut self, head: response::Parts) {
        self.status = Some(head.status);
        self.headers = head.headers;
    }

    /// Goes on to the next attempt.
    pub(crate) fn retried(&mut self, cause: Cause, retry_after: Option<Duration>) {
        self.earlier_processed |= cause.may_have_been_processed(retry_after);
        self.previous_cause = Some(cause);
        self.status = None;
        self.headers = HeaderMap::new();
    }

    /// The `operationId` of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The identity that the client gave to the call: the request header `client-request-id`.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        self.client_request_id.to_str().unwrap_or_default()
    }

    /// How many requests were handed to the transport.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Why the attempt before the last one failed, where there was more than one.
    ///
    /// Where the call ended while it waited for a second token, it is why the only attempt failed.
    #[must_use]
    pub fn previous_cause(&self) -> Option<&Cause> {
        self.previous_cause.as_ref()
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

    /// How long the service asked to wait before another request: the response header `Retry-After`, in seconds or as a
    /// date, counted from when the response was sent. Of several, it is the longest.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers, SystemTime::now())
    }
}

/// `(client-request-id X, request-id Y)`, and before them, where there was more than one attempt, how many and why.
impl fmt::Display for CallMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        if let Some(cause) = &self.previous_cause {
            write!(f, "attempt {}, after {cause}, ", self.attempts)?;
        }
        write!(f, "client-request-id {}", self.client_request_id())?;
        if let Some(request_id) = self.request_id() {
            write!(f, ", request-id {request_id}")?;
        }
        f.write_str(")")
    }
}

/// Other headers than the identities are left out: some of them, such as cookies and locations, are secrets.
impl fmt::Debug for CallMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallMetadata")
            .field("operation", &self.operation)
            .field("client_request_id", &self.client_request_id())
            .field("attempts", &self.attempts)
            .field("previous_cause", &self.previous_cause)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
