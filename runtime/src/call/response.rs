//! What a call that succeeded gives.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::call::metadata::CallMetadata;

/// What a call that succeeded gives: the head of the response, the identities of the call, and the decoded body.
///
/// `T` is `()` where the document declares no body.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) body: T,
    pub(crate) metadata: Box<CallMetadata>,
}

impl<T> Response<T> {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.metadata.headers()
    }

    /// The decoded body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The decoded body, by value.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// The identity that the service gave to the call: the response header `request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.metadata.request_id()
    }

    /// The identity that the client gave to the call: the request header `client-request-id`.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        self.metadata.client_request_id()
    }

    /// How many requests the call took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.metadata.attempts()
    }
}

/// Leaves out the body and the headers, which may hold secrets.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("metadata", &self.metadata)
            .finish_non_exhaustive()
    }
}
