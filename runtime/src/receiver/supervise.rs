//! Runs handlers so that a panic or an endless handler does not affect others.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// The outcome of a handler.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HandlerOutcome<T> {
    Done(T),
    TimedOut,
    Panicked,
    Stopped,
}

/// Runs a handler until it finishes, panics, exceeds its time limit, or is stopped: when the future
/// that `stop` returns completes.
///
/// A handler that blocks its thread cannot be stopped, since it does not yield.
pub(super) async fn supervise<T, S: Future<Output = ()>>(
    time: Duration,
    handler: impl Future<Output = T>,
    stop: impl FnOnce() -> S,
) -> HandlerOutcome<T> {
    let mut limited = pin!(limited(time, handler, stop));
    // After a panic, the handler is not polled again.
    poll_fn(|cx| {
        catch_unwind(AssertUnwindSafe(|| limited.as_mut().poll(cx)))
            .unwrap_or(Poll::Ready(HandlerOutcome::Panicked))
    })
    .await
}

/// Runs a handler with a time limit, without catching panics. The handler is dropped here, which
/// may panic, too.
async fn limited<T, S: Future<Output = ()>>(
    time: Duration,
    handler: impl Future<Output = T>,
    stop: impl FnOnce() -> S,
) -> HandlerOutcome<T> {
    let mut handler = pin!(handler);
    // Many handlers finish at once and need neither a timer nor a way to be stopped. Both are
    // boxed, so that the others do not copy their memory.
    if let Poll::Ready(done) = poll_fn(|cx| Poll::Ready(handler.as_mut().poll(cx))).await {
        return HandlerOutcome::Done(done);
    }
    let mut stop = Box::pin(stop());
    let stoppable = poll_fn(|cx| {
        // Polled first, so that nothing continues after it was stopped.
        if stop.as_mut().poll(cx).is_ready() {
            return Poll::Ready(HandlerOutcome::Stopped);
        }
        handler.as_mut().poll(cx).map(HandlerOutcome::Done)
    });
    Box::pin(tokio::time::timeout(time, stoppable))
        .await
        .unwrap_or(HandlerOutcome::TimedOut)
}
