//! The body of a request over several attempts.

use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Inner};
use crate::TransportError;

/// The body of a request over several attempts: bytes are there for each of them, a stream until one begins to read it.
pub(crate) enum Outgoing {
    Empty,
    Bytes(Watched),
    Stream(Arc<Mutex<Option<Body>>>),
}

impl Outgoing {
    pub(crate) fn new(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) if bytes.is_empty() => Self::Empty,
            Some(bytes) => Self::Bytes(Watched {
                bytes: bytes.clone(),
                state: Arc::new(AtomicU8::new(WAITING)),
            }),
            None => Self::Stream(Arc::new(Mutex::new(Some(body)))),
        }
    }

    /// Whether there is something to send for another attempt.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Empty | Self::Bytes(_) => true,
            Self::Stream(home) => lock(home).is_some(),
        }
    }

    /// The body for an attempt; empty where it is gone.
    pub(crate) fn lend(&self) -> Body {
        match self {
            Self::Empty => Body::empty(),
            Self::Bytes(watched) => {
                watched.state.store(WAITING, Ordering::Release);
                Body(Inner::Watched(watched.clone()))
            }
            Self::Stream(home) => match lock(home).take() {
                None => Body::empty(),
                body => Body::stream(Lent {
                    body,
                    home: Arc::clone(home),
                    begun: false,
                }),
            },
        }
    }

    /// Keeps the body that was lent from being read. Whether nobody has begun to: an empty one does not show that.
    pub(crate) fn withdraw(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::Bytes(watched) => watched.change(WITHDRAWN),
            Self::Stream(home) => lock(home).is_some(),
        }
    }
}

const WAITING: u8 = 0;
const READ: u8 = 1;
const WITHDRAWN: u8 = 2;

/// Bytes that tell whether somebody has begun to read them, and can be kept from it.
#[derive(Clone)]
pub(crate) struct Watched {
    bytes: Bytes,
    state: Arc<AtomicU8>,
}

impl Watched {
    /// Goes on from waiting, once.
    fn change(&self, to: u8) -> bool {
        self.state
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// The bytes, for somebody who may send them.
    pub(super) fn read(&self) -> Option<&Bytes> {
        self.change(READ);
        (self.state.load(Ordering::Acquire) == READ).then_some(&self.bytes)
    }

    /// The only frame.
    pub(super) fn take(&mut self) -> Option<Result<Frame<Bytes>, TransportError>> {
        if self.bytes.is_empty() {
            return None;
        }
        Some(match self.read() {
            Some(_) => Ok(Frame::data(std::mem::take(&mut self.bytes))),
            None => Err(TransportError::not_sent("the call was over")),
        })
    }

    /// How many bytes are left.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
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
