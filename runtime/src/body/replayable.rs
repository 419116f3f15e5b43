//! The body of a request that may be sent several times.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::body::tracked_bytes::TrackedBytes;
use crate::body::{Body, Inner};
use crate::transport_error::TransportError;

/// The body of a request, for each attempt of its call. Bytes in memory are sent by every attempt,
/// a stream until an attempt has begun to read it.
pub(crate) enum ReplayableBody {
    Empty,
    Bytes(TrackedBytes),
    Stream(Arc<Mutex<Option<Body>>>),
}

impl ReplayableBody {
    pub(crate) fn new(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) if bytes.is_empty() => Self::Empty,
            Some(bytes) => Self::Bytes(TrackedBytes::new(bytes.clone())),
            None => Self::Stream(Arc::new(Mutex::new(Some(body)))),
        }
    }

    /// Returns whether another attempt can send the body.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Empty | Self::Bytes(_) => true,
            Self::Stream(slot) => lock(slot).is_some(),
        }
    }

    /// Lends the body to an attempt. Returns an empty body if it was consumed. `start` is the current
    /// time, if the time at which the body is read has to be known.
    pub(crate) fn lend(&self, start: Option<Instant>) -> Body {
        match self {
            Self::Empty => Body::empty(),
            Self::Bytes(bytes) => Body(Inner::Tracked(bytes.lend(start))),
            Self::Stream(slot) => match lock(slot).take() {
                None => Body::empty(),
                body => Body::stream(BorrowedBody {
                    body,
                    slot: Arc::clone(slot),
                    begun: false,
                }),
            },
        }
    }

    /// Returns when the body was read that was lent with this `start`. Unless it is bytes, that is
    /// unknown, and taken to be the start.
    pub(crate) fn read_at(&self, start: Instant) -> Option<Instant> {
        match self {
            Self::Empty | Self::Stream(_) => Some(start),
            Self::Bytes(bytes) => bytes.read_at(start),
        }
    }

    /// Prevents the lent body from being read. Returns whether nothing had been read of it; of an
    /// empty body, that is unknown.
    pub(crate) fn cancel(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::Bytes(bytes) => bytes.cancel(),
            Self::Stream(slot) => lock(slot).is_some(),
        }
    }
}

fn lock(slot: &Mutex<Option<Body>>) -> std::sync::MutexGuard<'_, Option<Body>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A stream that returns to its slot when it is dropped before anything was read from it.
struct BorrowedBody {
    body: Option<Body>,
    slot: Arc<Mutex<Option<Body>>>,
    begun: bool,
}

impl Drop for BorrowedBody {
    fn drop(&mut self) {
        if !self.begun {
            *lock(&self.slot) = self.body.take();
        }
    }
}

impl http_body::Body for BorrowedBody {
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
