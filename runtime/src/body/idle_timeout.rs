//! A body with a limit on the wait for each frame.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use crate::body::Body;
use crate::transport_error::TransportError;

/// A body that fails if a frame takes longer than a limit, measured from when the frame is
/// requested.
pub(crate) struct IdleTimeoutBody {
    body: Body,
    limit: Duration,
    /// The timer of the requested frame.
    wait: Pin<Box<Sleep>>,
    waiting: bool,
}

impl IdleTimeoutBody {
    pub(crate) fn new(body: Body, limit: Duration) -> Self {
        Self {
            body,
            limit,
            wait: Box::pin(sleep(limit)),
            waiting: false,
        }
    }
}

impl http_body::Body for IdleTimeoutBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.waiting = false;
            return Poll::Ready(frame);
        }
        if !self.waiting {
            self.waiting = true;
            let end = Instant::now() + self.limit;
            self.wait.as_mut().reset(end);
        }
        self.wait.as_mut().poll(context).map(|()| {
            let error = TransportError::maybe_sent("no more of the body came in time");
            Some(Err(error.timed_out()))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
