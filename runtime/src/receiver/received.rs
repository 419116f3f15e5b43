//! What came, and what is known of it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, Uri};
use serde_json::Value;

use crate::decode::error::DecodeError;
use crate::receiver::authenticate::Sender;

/// Something that a service posted: what it says, who sent it, and how much time is left.
#[derive(Clone)]
pub struct Received<T> {
    body: T,
    raw: Bytes,
    key: Option<Arc<str>>,
    /// Looked for when it is asked for, since it takes a look at what the document wants to hold for it.
    time_to_answer: fn(&T) -> Option<Duration>,
    request: Arc<Request>,
}

/// The request that it came in.
pub(super) struct Request {
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) sender: Sender,
    pub(super) received_at: Instant,
}

impl Request {
    pub(super) fn new(head: Parts, sender: Sender, received_at: Instant) -> Self {
        let Parts {
            uri, mut headers, ..
        } = head;
        for (name, value) in &mut headers {
            // It holds a token that is still good, and a handler may log what it is given.
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
    pub(super) fn new(body: T, raw: Bytes, request: &Arc<Request>) -> Self {
        Self {
            body,
            raw,
            key: None,
            time_to_answer: |_| None,
            request: Arc::clone(request),
        }
    }

    pub(super) fn with_key(self, key: Option<Arc<str>>) -> Self {
        Self { key, ..self }
    }

    pub(super) fn answered_within(self, time_to_answer: fn(&T) -> Option<Duration>) -> Self {
        Self {
            time_to_answer,
            ..self
        }
    }

    /// What it says, by itself.
    pub fn into_inner(self) -> T {
        self.body
    }

    /// The JSON it was read from, as it came.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// What it is about, where the document says how to tell: what is about the same is handed over in the order in
    /// which it came.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    pub(super) fn key_shared(&self) -> Option<Arc<str>> {
        self.key.clone()
    }

    /// Who sent it.
    #[must_use]
    pub fn sender(&self) -> &Sender {
        &self.request.sender
    }

    /// The headers it came with. `Authorization` is marked as sensitive, so that its token does not show.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// What was asked for: path and query.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.uri
    }

    /// When the head of the request was there.
    #[must_use]
    pub fn received_at(&self) -> Instant {
        self.request.received_at
    }

    /// Until when it has to be answered, where it has to be: counted from [`received_at`](Self::received_at).
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.request
            .received_at
            .checked_add((self.time_to_answer)(&self.body)?)
    }

    /// How much time is left to answer it, where it has to be: nothing once the deadline is past.
    ///
    /// What the request was on its way, and what it waited for a receiver, is not known here, and not taken off.
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

/// Shows what it says as the value itself does, and nothing of headers and raw text.
impl<T: fmt::Debug> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("body", &self.body)
            .field("sender", &self.request.sender)
            .field("age", &self.request.received_at.elapsed())
            .finish_non_exhaustive()
    }
}

/// Something that came and is not what the document declares. Its text is in [`Received::raw`].
#[derive(Clone)]
pub struct Undecoded {
    error: DecodeError,
    json: Option<Value>,
}

impl Undecoded {
    pub(super) fn new(error: DecodeError, raw: &[u8]) -> Self {
        Self {
            error,
            json: serde_json::from_slice(raw).ok(),
        }
    }

    /// What is wrong with it, and where: the path begins at the body of the request, line and column at its own text.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// Its JSON, unless it is none.
    #[must_use]
    pub fn json(&self) -> Option<&Value> {
        self.json.as_ref()
    }
}

/// Shows what is wrong with it, and nothing of its text.
impl fmt::Debug for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecoded")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
