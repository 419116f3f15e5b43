//! Operations whose handler returns the response.

use std::future::pending;
use std::sync::Arc;

use bytes::Bytes;

use crate::decode::decodable::Decode;
use crate::receiver::metrics::counts::Count;
use crate::receiver::metrics::handler_report::HandlerEnd;
use crate::receiver::metrics::rejection::Rejection;
use crate::receiver::operation::{InboundOperation, Serve, Shared, decode_body, warn_invalid_body};
use crate::receiver::received::{Received, Request};
use crate::receiver::response::Response;
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::BoxFuture;

/// An operation whose handler returns the response. Implemented by generated code for handlers.
pub trait RequestHandler: Send + Sync + 'static {
    /// The type of the request body.
    type Body: Decode + Send + 'static;

    /// The operation.
    const OPERATION: &'static InboundOperation;

    /// Calls the handler.
    fn respond(&self, received: Received<Self::Body>) -> impl Future<Output = Response> + Send;
}

pub(super) struct RequestAdapter<R>(pub(super) R);

impl<R: RequestHandler> Serve for RequestAdapter<R> {
    fn operation(&self) -> &'static InboundOperation {
        R::OPERATION
    }

    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Response> {
        Box::pin(async move {
            let value = match decode_body(&body, R::OPERATION) {
                Ok(value) => value,
                Err(error) => {
                    warn_invalid_body(R::OPERATION, &error);
                    return shared.rejections.reject(Rejection::InvalidBody);
                }
            };
            let reporter = &shared.reporter;
            reporter.counters.add(Count::Accepted);
            let handler = reporter.start(R::OPERATION.id, request.received_at);
            let received = Received::new(value, body, &Arc::new(request));
            let answer = self.0.respond(received);
            match supervise(shared.answer_time, answer, pending).await {
                HandlerOutcome::Done(answer) => {
                    reporter.end(handler, HandlerEnd::Finished);
                    answer
                }
                HandlerOutcome::TimedOut | HandlerOutcome::Stopped => {
                    reporter.end(handler, HandlerEnd::TimedOut);
                    tracing::error!(operation = R::OPERATION.id, "a handler took too long");
                    Response::status(500)
                }
                HandlerOutcome::Panicked => {
                    reporter.end(handler, HandlerEnd::Panicked);
                    tracing::error!(operation = R::OPERATION.id, "a handler panicked");
                    Response::status(500)
                }
            }
        })
    }
}
