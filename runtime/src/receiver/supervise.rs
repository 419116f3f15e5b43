//! A handler, kept from doing harm to others: by a panic, or by never coming to an end.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// What became of a handler.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HandlerOutcome<T> {
    Done(T),
    TimedOut,
    Panicked,
    Stopped,
}

/// Runs a handler to its end, or to its panic, or until its time is over, or until it is told to stop.
///
/// One that blocks its thread is not stopped: it does not give the control back.
pub(super) async fn supervise<T>(
    time: Duration,
    handler: impl Future<Output = T>,
    stop: impl Future<Output = ()>,
) -> HandlerOutcome<T> {
    let mut limited = pin!(limited(time, handler, stop));
    // What panicked is never polled again.
    poll_fn(|cx| {
        catch_unwind(AssertUnwindSafe(|| limited.as_mut().poll(cx)))
            .unwrap_or(Poll::Ready(HandlerOutcome::Panicked))
    })
    .await
}

/// The same, but for panics. The handler is dropped in here, which it may not bear either.
async fn limited<T>(
    time: Duration,
    handler: impl Future<Output = T>,
    stop: impl Future<Output = ()>,
) -> HandlerOutcome<T> {
    let (mut handler, mut stop) = (pin!(handler), pin!(stop));
    // Many are done at once, and need neither a timer nor a way to be stopped.
    if let Poll::Ready(done) = poll_fn(|cx| Poll::Ready(handler.as_mut().poll(cx))).await {
        return HandlerOutcome::Done(done);
    }
    let stoppable = poll_fn(|cx| {
        // First, so that nothing goes on behind the back of whoever says stop.
        if stop.as_mut().poll(cx).is_ready() {
            return Poll::Ready(HandlerOutcome::Stopped);
        }
        handler.as_mut().poll(cx).map(HandlerOutcome::Done)
    });
    tokio::time::timeout(time, stoppable)
        .await
        .unwrap_or(HandlerOutcome::TimedOut)
}
