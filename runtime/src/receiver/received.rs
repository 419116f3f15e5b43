//! A received notification or request, with its metadata.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Uri};
use serde_json::Value;

use crate::decode::error::DecodeError;
use crate::receiver::authenticate::Sender;

/// A received value with the metadata of its request: sender, headers, and remaining time.
#[derive(Clone)]
pub struct Received<T> {
    body: T,
    raw: Bytes,
    key: Option<Arc<str>>,
    /// Computed on demand, since it examines the value.
    time_to_answer: fn(&T) -> Option<Duration>,
    request: Arc<Request>,
}

/// The request that the value was received in.
pub(crate) struct Request {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) sender: Sender,
    pub(crate) received_at: Instant,
}

/// An extension of a request that says when it was received, if it waited for the server before it
/// came to the receiver: for instance, until its connection had a place among the open ones.
///
/// The server inserts it. [`Received::received_at`] returns it, and deadlines count from it.
/// Without it, or if it is in the future, a request counts as received when it comes to the
/// receiver.
///
/// ```
/// use std::time::Instant;
///
/// use specwright_runtime::receiver::ReceivedAt;
///
/// # let accepted_at = Instant::now();
/// // The first request of a connection that waited.
/// let mut request = http::Request::post("/orders").body("{}")?;
/// request.extensions_mut().insert(ReceivedAt(accepted_at));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedAt(pub Instant);

impl Request {
    pub(crate) fn new(
        uri: Uri,
        mut headers: HeaderMap,
        sender: Sender,
        received_at: Instant,
    ) -> Self {
        for (name, value) in &mut headers {
            // The token is still valid, and a handler may log the headers.
            if name == AUTHORIZATION {
                value.set_sensitive(true);
            }
        }
        Self {
            uri,
            headers,
            sender,
            received_at,
        }
    }
}

impl<T> Received<T> {
    pub(crate) fn new(body: T, raw: Bytes, request: &Arc<Request>) -> Self {
        Self {
            body,
            raw,
            key: None,
            time_to_answer: |_| None,
            request: Arc::clone(request),
        }
    }

    pub(crate) fn with_key(self, key: Option<Arc<str>>) -> Self {
        Self { key, ..self }
    }

    pub(crate) fn answered_within(self, time_to_answer: fn(&T) -> Option<Duration>) -> Self {
        Self {
            time_to_answer,
            ..self
        }
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.body
    }

    /// Returns the JSON that the value was decoded from, unchanged.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns the key, if the OpenAPI document specifies one. Values with the same key are handled
    /// in the order of their receipt.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    pub(super) fn key_shared(&self) -> Option<Arc<str>> {
        self.key.clone()
    }

    /// Returns the sender.
    #[must_use]
    pub fn sender(&self) -> &Sender {
        &self.request.sender
    }

    /// Returns the headers. `Authorization` is marked as sensitive, so that `Debug` does not show
    /// the token.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// Returns the path and query of the request.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.uri
    }

    /// Returns when the request came to the receiver, or the time of [`ReceivedAt`] if it waited
    /// before that.
    #[must_use]
    pub fn received_at(&self) -> Instant {
        self.request.received_at
    }

    /// Returns the deadline of the answer, if there is one, counted from
    /// [`received_at`](Self::received_at).
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.request
            .received_at
            .checked_add((self.time_to_answer)(&self.body)?)
    }

    /// Returns the time that remains for the answer, if there is a deadline. Zero after the
    /// deadline.
    ///
    /// The time that the request spent in transit is unknown and not subtracted. Neither is the
    /// time that it waited for a server that does not set [`ReceivedAt`].
    #[must_use]
    pub fn time_left(&self) -> Option<Duration> {
        Some(self.deadline()?.saturating_duration_since(Instant::now()))
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

/// Shows the value, without headers and raw JSON.
impl<T: fmt::Debug> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("body", &self.body)
            .field("sender", &self.request.sender)
            .field("age", &self.request.received_at.elapsed())
            .finish_non_exhaustive()
    }
}

/// A value that does not decode as the declared type. [`Received::raw`] contains it.
#[derive(Clone)]
pub struct InvalidPayload {
    error: DecodeError,
    json: Option<Value>,
}

impl InvalidPayload {
    pub(crate) fn new(error: DecodeError, raw: &[u8]) -> Self {
        Self {
            error,
            json: serde_json::from_slice(raw).ok(),
        }
    }

    /// Returns the error. Its path starts at the body of the request, its line and column at the
    /// value itself.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// Returns the value as JSON, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<&Value> {
        self.json.as_ref()
    }
}

/// Shows the error, without the value.
impl fmt::Debug for InvalidPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidPayload")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
