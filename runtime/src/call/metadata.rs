//! The metadata of a call.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::call::conventions::Conventions;
use crate::call::retry::policy::RetryReason;
use crate::call::retry::retry_after::retry_after;
use http::{HeaderMap, HeaderValue, StatusCode, response};

/// The metadata of a call, whether it succeeded or not: its ids, its attempts, and the head of the
/// response if there was one.
#[derive(Clone)]
pub struct CallMetadata {
    pub(crate) operation: &'static str,
    pub(crate) conventions: &'static Conventions,
    /// Visible ASCII.
    pub(crate) client_request_id: Option<HeaderValue>,
    pub(crate) attempts: u32,
    pub(crate) retry_reason: Option<RetryReason>,
    /// Whether the service may have processed an attempt before the last one.
    pub(crate) earlier_processed: bool,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
}

impl CallMetadata {
    /// Stores the head of the response.
    pub(crate) fn answered(&mut self, head: response::Parts) {
        self.status = Some(head.status);
        self.headers = head.headers;
    }

    /// Records a failed attempt that is followed by another one.
    pub(crate) fn retried(&mut self, reason: RetryReason, retry_after: Option<Duration>) {
        self.earlier_processed |= reason.may_have_been_processed(retry_after);
        self.retry_reason = Some(reason);
        self.status = None;
        self.headers = HeaderMap::new();
    }

    /// Returns the `operationId` of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the id that the client gave the call: the value of
    /// [`Conventions::request_id_header`]. `None` if the client sends no such header.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_ref()?.to_str().ok()
    }

    /// Returns the number of requests passed to the transport.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns why the second to last attempt failed, if there was more than one.
    ///
    /// If the call ended while waiting for a second token, returns why the only attempt failed.
    #[must_use]
    pub fn retry_reason(&self) -> Option<&RetryReason> {
        self.retry_reason.as_ref()
    }

    /// Returns whether the service may have processed an attempt before the last one. An error such
    /// as 404 can then mean that the earlier attempt succeeded.
    #[must_use]
    pub fn earlier_attempt_may_have_been_processed(&self) -> bool {
        self.earlier_processed
    }

    /// Returns the status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the headers of the response. Empty if there was no response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the id that the service gave the call: the value of the first of
    /// [`Conventions::response_id_headers`] that the response has.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.conventions.response_id(&self.headers)
    }

    /// Returns how long the service asked to wait before another request: the response header
    /// `Retry-After`, in seconds or as a date, relative to when the response was sent. Of several
    /// headers, the longest.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers, SystemTime::now())
    }
}

/// Prints the ids of the call, such as `(x-correlation-id X, x-request-id Y)`, preceded by the
/// number of attempts and the reason of the last retry if there was more than one attempt. Prints the
/// `operationId` if there is none of these.
impl fmt::Display for CallMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(reason) = &self.retry_reason {
            parts.push(format!("attempt {}, after {reason}", self.attempts));
        }
        let request_id_header = self.conventions.request_id_header.as_ref();
        if let (Some(header), Some(id)) = (request_id_header, self.client_request_id()) {
            parts.push(format!("{} {id}", header.name()));
        }
        if let Some((name, id)) = self.conventions.response_id_header(&self.headers) {
            parts.push(format!("{name} {id}"));
        }
        if parts.is_empty() {
            parts.push(self.operation.to_owned());
        }
        write!(f, "({})", parts.join(", "))
    }
}

/// Omits all headers but the ids. Some, such as cookies and locations, are secrets.
impl fmt::Debug for CallMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallMetadata")
            .field("operation", &self.operation)
            .field("client_request_id", &self.client_request_id())
            .field("attempts", &self.attempts)
            .field("retry_reason", &self.retry_reason)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
