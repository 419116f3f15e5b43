//! The body of a request over several attempts.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::Body;
use crate::TransportError;

/// The body of a request over several attempts: bytes are there for each of them, a stream until one begins to read it.
pub(crate) struct Outgoing(Arc<Mutex<Option<Body>>>);

impl Outgoing {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    /// Whether there is something to send for another attempt.
    pub(crate) fn is_whole(&self) -> bool {
        lock(&self.0).is_some()
    }

    /// The body for an attempt; empty where it is gone.
    pub(crate) fn lend(&self) -> Body {
        let mut home = lock(&self.0);
        match home.as_ref().map(Body::as_bytes) {
            None => Body::empty(),
            Some(Some(bytes)) => bytes.clone().into(),
            Some(None) => Body::stream(Lent {
                body: home.take(),
                home: Arc::clone(&self.0),
                begun: false,
            }),
        }
    }
}

fn lock(home: &Mutex<Option<Body>>) -> std::sync::MutexGuard<'_, Option<Body>> {
    home.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A stream that goes home where nobody has read from it.
struct Lent {
    body: Option<Body>,
    home: Arc<Mutex<Option<Body>>>,
    begun: bool,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.begun {
            *lock(&self.home) = self.body.take();
        }
    }
}

impl http_body::Body for Lent {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.begun = true;
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body
            .as_ref()
            .is_none_or(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map_or_else(SizeHint::default, http_body::Body::size_hint)
    }
}
