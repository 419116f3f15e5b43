//! The response of a successful call.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::call::metadata::CallMetadata;

/// The response of a successful call: its head, the ids of the call, and the decoded body.
///
/// `T` is `()` if the OpenAPI document declares no body.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) body: T,
    pub(crate) metadata: Box<CallMetadata>,
}

impl<T> Response<T> {
    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.metadata.headers()
    }

    /// Returns the decoded body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Returns the decoded body by value.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// Returns the id that the service gave the call, in the header that the conventions of the
    /// service name.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.metadata.request_id()
    }

    /// Returns the id that the client gave the call, if the conventions of the service name a header
    /// for it.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.metadata.client_request_id()
    }

    /// Returns the number of requests passed to the transport.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.metadata.attempts()
    }
}

/// Omits the body and the headers, which may contain secrets.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("metadata", &self.metadata)
            .finish_non_exhaustive()
    }
}
