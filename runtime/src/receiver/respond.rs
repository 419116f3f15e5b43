//! Operations whose handler returns the response.

use std::future::pending;
use std::sync::Arc;

use bytes::Bytes;

use crate::decode::decodable::Decode;
use crate::receiver::answer::Answer;
use crate::receiver::counts::Count;
use crate::receiver::operation::{Serve, Served, Shared, decode_body, warn_invalid_body};
use crate::receiver::received::{Received, Request};
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::BoxFuture;

/// An operation whose handler returns the response. Implemented by generated code for handlers.
pub trait Respond: Send + Sync + 'static {
    /// The type of the request body.
    type Body: Decode + Send + 'static;

    /// The operation.
    const SERVED: &'static Served;

    /// Calls the handler.
    fn respond(&self, received: Received<Self::Body>) -> impl Future<Output = Answer> + Send;
}

pub(super) struct RespondAdapter<R>(pub(super) R);

impl<R: Respond> Serve for RespondAdapter<R> {
    fn served(&self) -> &'static Served {
        R::SERVED
    }

    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let value = match decode_body(&body, R::SERVED) {
                Ok(value) => value,
                Err(error) => {
                    warn_invalid_body(R::SERVED, &error);
                    shared.counters.add(Count::Rejected);
                    return Answer::status(400);
                }
            };
            shared.counters.add(Count::Accepted);
            let received = Received::new(value, body, &Arc::new(request));
            let answer = self.0.respond(received);
            match supervise(shared.answer_time, answer, pending()).await {
                HandlerOutcome::Done(answer) => {
                    shared.counters.add(Count::Handled);
                    answer
                }
                HandlerOutcome::TimedOut | HandlerOutcome::Stopped => {
                    shared.counters.add(Count::TimedOut);
                    tracing::error!(operation = R::SERVED.id, "a handler took too long");
                    Answer::status(500)
                }
                HandlerOutcome::Panicked => {
                    shared.counters.add(Count::Panicked);
                    tracing::error!(operation = R::SERVED.id, "a handler panicked");
                    Answer::status(500)
                }
            }
        })
    }
}
