//! An operation that the receiver serves, whatever its types are.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;
use crate::receiver::answer::Answer;
use crate::receiver::counts::Counters;
use crate::receiver::queue::Queue;
use crate::receiver::received::Request;
use crate::transport::BoxFuture;

/// An operation that is served, as the document describes it.
#[derive(Clone, Debug)]
pub struct Served {
    /// Its `operationId`.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Whether the sender has to say who it is.
    pub secured: bool,
    /// Whether a request need not have a body. One without is read as null.
    pub may_be_empty: bool,
}

/// An operation with its handler, whatever the types are.
pub(super) trait Serve: Send + Sync {
    fn served(&self) -> &'static Served;

    /// Answers a request whose sender is known, and whose body is there.
    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Answer>;
}

/// What the operations of a receiver share.
pub(super) struct Shared {
    pub(super) queue: Arc<Queue>,
    pub(super) counters: Arc<Counters>,
    /// How long the handler of an answer may take.
    pub(super) answer_time: Duration,
    /// What a sender is told when there is no room.
    pub(super) retry_after: Duration,
}

/// Reads the whole of a body; none is null where there need not be one.
pub(super) fn decode_body<T: Decode>(body: &[u8], served: &Served) -> Result<T, DecodeError> {
    if served.may_be_empty && body.trim_ascii().is_empty() {
        from_slice(b"null")
    } else {
        from_slice(body)
    }
}

/// Tells why a body is no good, without anything of what it holds.
pub(super) fn warn_invalid_body(served: &Served, error: &DecodeError) {
    tracing::warn!(
        target: "msgraph_runtime::receiver::respond",
        operation = served.id,
        path = error.path(),
        error = error.message(),
        "what came is not what the document declares"
    );
}
