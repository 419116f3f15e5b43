//! An operation that the receiver serves, independent of its types.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;
use crate::receiver::metrics::handler_report::Reporter;
use crate::receiver::metrics::rejection::{Rejection, Rejections};
use crate::receiver::queue::Queue;
use crate::receiver::received::Request;
use crate::receiver::response::Response;
use crate::transport::BoxFuture;

/// An operation that the receiver serves, as specified by the OpenAPI document.
#[derive(Clone, Debug)]
pub struct InboundOperation {
    /// The `operationId`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// Whether the sender must be authenticated.
    pub secured: bool,
    /// Whether the body is optional. An absent body decodes as null.
    pub may_be_empty: bool,
}

/// An operation with its handler, independent of its types.
pub(super) trait Serve: Send + Sync {
    fn operation(&self) -> &'static InboundOperation;

    /// Responds to a request whose sender is authenticated and whose body was read.
    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Response>;
}

/// The state that the operations of a receiver share.
pub(super) struct Shared {
    pub(super) queue: Arc<Queue>,
    pub(super) reporter: Arc<Reporter>,
    pub(super) rejections: Rejections,
    /// The time limit of a handler that returns a response.
    pub(super) answer_time: Duration,
    /// The `Retry-After` of a receiver without capacity.
    pub(super) retry_after: Duration,
}

impl Shared {
    /// Returns the response of a receiver without capacity.
    pub(super) fn busy(&self) -> Response {
        let response = self.rejections.reject(Rejection::NoCapacity);
        response.retry_after(self.retry_after)
    }
}

/// Decodes a body. An absent body decodes as null if it is optional.
pub(super) fn decode_body<T: Decode>(
    body: &[u8],
    operation: &InboundOperation,
) -> Result<T, DecodeError> {
    if operation.may_be_empty && body.trim_ascii().is_empty() {
        from_slice(b"null")
    } else {
        from_slice(body)
    }
}

/// Logs why a body is invalid, without its content.
pub(super) fn warn_invalid_body(operation: &InboundOperation, error: &DecodeError) {
    tracing::warn!(
        target: "specwright_runtime::receiver::request_handler",
        operation = operation.id,
        path = error.path(),
        error = error.message(),
        "what came is not what the document declares"
    );
}
