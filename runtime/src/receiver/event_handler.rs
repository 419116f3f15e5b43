//! Operations whose handler runs after the response.

use std::future::pending;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tracing::Instrument as _;

use crate::decode::decodable::Decode;
use crate::model::correlation::key::Key;
use crate::receiver::body::batch::{SplitBody, first_element, is_end, split};
use crate::receiver::body::prefix::from_prefix;
use crate::receiver::metrics::counts::Count;
use crate::receiver::metrics::handler_report::HandlerEnd;
use crate::receiver::metrics::rejection::Rejection;
use crate::receiver::operation::{InboundOperation, Serve, Shared};
use crate::receiver::operation::{decode_body, warn_invalid_body};
use crate::receiver::queue::Reservation;
use crate::receiver::queue::schedule::Job;
use crate::receiver::queue::unprocessed::{Unprocessed, UnprocessedState};
use crate::receiver::received::{InvalidPayload, Received, Request};
use crate::receiver::response::Response;
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::BoxFuture;

/// An operation whose handler runs after the response. Implemented by generated code for handlers.
pub trait EventHandler: Send + Sync + 'static {
    /// The type of a notification.
    type Notification: Decode + Send + Sync + 'static;

    /// The operation.
    const OPERATION: &'static InboundOperation;

    /// How notifications are accepted.
    const DELIVERY: &'static AsyncDelivery;

    /// Returns the key of a notification. Notifications with the same key are handled in order.
    fn key(notification: &Self::Notification) -> Option<String> {
        let _ = notification;
        None
    }

    /// Returns the limit on answering a notification after its receipt, if there is one.
    fn time_to_answer(notification: &Self::Notification) -> Option<Duration> {
        let _ = notification;
        None
    }

    /// Returns whether a notification is answered in the response.
    fn has_sync_response(notification: &Self::Notification) -> bool {
        let _ = notification;
        false
    }

    /// Returns the response of the handler. `None` if the notification is handled after the default
    /// response.
    fn respond(
        &self,
        notification: &Received<Self::Notification>,
    ) -> impl Future<Output = Option<Response>> + Send;

    /// Handles a notification.
    fn handle(&self, notification: Received<Self::Notification>)
    -> impl Future<Output = ()> + Send;

    /// Handles a notification that could not be decoded.
    fn handle_invalid(
        &self,
        notification: Received<InvalidPayload>,
    ) -> impl Future<Output = ()> + Send;
}

/// How notifications are accepted, as specified by the OpenAPI document.
#[derive(Clone, Copy, Debug)]
pub struct AsyncDelivery {
    /// The status of the response, which is sent before any handler runs.
    pub accepted: u16,
    /// The location of the notifications in a body that contains several.
    pub batch: Option<Batch>,
    /// The key of notifications that cannot be decoded.
    pub key: Option<&'static Key>,
    /// The default response to notifications that are answered in the response.
    pub sync_response: Option<SyncResponse>,
}

/// The location of the notifications in a body.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// The property of the body that is an array of notifications.
    pub property: &'static str,
    /// The status of the response to an object without that property, if that is valid.
    pub empty_status: Option<u16>,
}

/// The default response to a notification that is answered in the response.
#[derive(Clone, Copy, Debug)]
pub struct SyncResponse {
    /// The time limit of the handler.
    pub deadline: Duration,
    /// The status of the response.
    pub status: u16,
    /// The body of the response, as JSON.
    pub json: &'static str,
}

pub(super) struct EventAdapter<N>(pub(super) Arc<N>);

/// A notification, or one that could not be decoded.
enum Item<T> {
    Notification(Received<T>),
    InvalidPayload(Received<InvalidPayload>),
}

impl<N: EventHandler> Serve for EventAdapter<N> {
    fn operation(&self) -> &'static InboundOperation {
        N::OPERATION
    }

    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Response> {
        Box::pin(async move {
            let Accepted {
                reservation,
                mut items,
            } = match accept::<N>(&body, request, shared) {
                Ok(accepted) => accepted,
                Err(response) => return *response,
            };
            let answer = match self.sync_response(&mut items, shared).await {
                Ok(answer) => answer,
                Err(refusal) => return refusal,
            };
            let invalid = |item: &&Item<_>| matches!(item, Item::InvalidPayload(_));
            let undecoded_count = items.iter().filter(invalid).count();
            // Finding the deadline examines the notification, so it is done only if it matters.
            let is_limited = shared.queue.is_limited();
            let jobs = items.into_iter().map(|item| self.job(item, is_limited));
            let jobs: Vec<Job> = jobs.collect();
            let accepted = jobs.len();
            if !reservation.fill(jobs) {
                return shared.busy();
            }
            let counters = &shared.reporter.counters;
            counters.add_many(Count::InvalidPayload, undecoded_count);
            counters.add_many(Count::Accepted, accepted);
            answer.unwrap_or_else(|| Response::status(N::DELIVERY.accepted))
        })
    }
}

/// The maximum number of notifications in a body. Each takes about 1,000 bytes of memory until it
/// is handled, but may take only two bytes of the body.
const MAX_NOTIFICATIONS: usize = 10_000;

/// The notifications of a body, and the capacity for them.
struct Accepted<T> {
    reservation: Reservation,
    items: Vec<Item<T>>,
}

/// Reserves capacity for the notifications of a body and decodes them, or returns the response to a
/// request of which nothing is accepted.
///
/// Capacity is reserved before decoding, so that a full receiver does not spend time on it.
fn accept<N: EventHandler>(
    body: &Bytes,
    request: Request,
    shared: &Shared,
) -> Result<Accepted<N::Notification>, Box<Response>> {
    let request = Arc::new(request);
    if let Some(reservation) = shared.queue.reserve(1)
        && let Some(item) = only_item::<N>(body, &request)
    {
        let items = vec![item];
        return Ok(Accepted { reservation, items });
    }
    let ranges = match find_notifications(body, N::DELIVERY) {
        Ok(ranges) => ranges,
        Err((rejection, Some(status))) => {
            return Err(Box::new(shared.rejections.reject_with(rejection, status)));
        }
        Err((rejection, None)) => return Err(Box::new(shared.rejections.reject(rejection))),
    };
    let reservation = shared.queue.reserve(ranges.len());
    let reservation = reservation.ok_or_else(|| Box::new(shared.busy()))?;
    let mut items = Vec::with_capacity(ranges.len());
    for (index, range) in ranges.into_iter().enumerate() {
        let item = item::<N>(body.slice(range), index, &request);
        let invalid = || Box::new(shared.rejections.reject(Rejection::InvalidBody));
        items.push(item.ok_or_else(invalid)?);
    }
    Ok(Accepted { reservation, items })
}

/// Decodes the notification of a body that has only one, which is valid and ends the body. Most
/// bodies are like this, and need not be split before they are decoded.
fn only_item<N: EventHandler>(
    body: &Bytes,
    request: &Arc<Request>,
) -> Option<Item<N::Notification>> {
    let batch = N::DELIVERY.batch?;
    let start = first_element(body, batch.property)?;
    let text = str::from_utf8(body).ok()?.get(start..)?;
    let (notification, rest) = from_prefix(text)?;
    let end = body.len() - rest.len();
    is_end(body, end).then(|| valid_item::<N>(notification, body.slice(start..end), request))
}

fn valid_item<N: EventHandler>(
    notification: N::Notification,
    raw: Bytes,
    request: &Arc<Request>,
) -> Item<N::Notification> {
    let key = N::key(&notification).map(Arc::from);
    let received = Received::new(notification, raw, request).with_key(key);
    Item::Notification(received.answered_within(N::time_to_answer))
}

/// Returns the ranges of the notifications in a body. If it has none, returns why, and the declared
/// status of the response.
fn find_notifications(
    body: &[u8],
    background: &AsyncDelivery,
) -> Result<Vec<Range<usize>>, (Rejection, Option<u16>)> {
    let Some(batch) = background.batch else {
        return Ok(std::iter::once(0..body.len()).collect());
    };
    match split(body, batch.property) {
        SplitBody::Elements(elements) if elements.len() > MAX_NOTIFICATIONS => {
            Err((Rejection::TooManyNotifications, None))
        }
        SplitBody::Elements(elements) => Ok(elements),
        SplitBody::Absent => Err((Rejection::NoNotifications, batch.empty_status)),
        SplitBody::Malformed => Err((Rejection::InvalidBody, None)),
    }
}

/// Decodes a notification. Returns `None` if the body is not a batch and not JSON.
fn item<N: EventHandler>(
    raw: Bytes,
    index: usize,
    request: &Arc<Request>,
) -> Option<Item<N::Notification>> {
    let AsyncDelivery { key, batch, .. } = N::DELIVERY;
    match decode_body::<N::Notification>(&raw, N::OPERATION) {
        Ok(notification) => Some(valid_item::<N>(notification, raw, request)),
        Err(error) => {
            let error = match batch {
                Some(batch) => error.within(batch.property, index),
                None => error,
            };
            warn_invalid_body(N::OPERATION, &error);
            let invalid = InvalidPayload::new(error, &raw);
            if batch.is_none() && invalid.json().is_none() {
                return None;
            }
            let key = key.and_then(|key| Some(key.of(invalid.json()?)?.into()));
            let received = Received::new(invalid, raw, request);
            Some(Item::InvalidPayload(received.with_key(key)))
        }
    }
}

impl<N: EventHandler> EventAdapter<N> {
    /// Returns the response of the first handler that responds to its notification. Notifications
    /// with a response are removed. A response that is not a success rejects the whole request.
    async fn sync_response(
        &self,
        items: &mut Vec<Item<N::Notification>>,
        shared: &Shared,
    ) -> Result<Option<Response>, Response> {
        for index in 0..items.len() {
            let Some(Item::Notification(notification)) = items.get(index) else {
                continue;
            };
            let inline = N::DELIVERY.sync_response;
            let inline = inline.filter(|_| N::has_sync_response(notification));
            let time = inline.map_or(shared.answer_time, |inline| inline.deadline);
            let reporter = &shared.reporter;
            let started = reporter.start(N::OPERATION.id, notification.received_at());
            let answer_future = self.0.respond(notification);
            let failure = match supervise(time, answer_future, pending).await {
                HandlerOutcome::Done(Some(answer)) if answer.is_success() => {
                    items.remove(index);
                    reporter.counters.add(Count::Accepted);
                    reporter.end(started, HandlerEnd::Finished);
                    return Ok(Some(answer));
                }
                HandlerOutcome::Done(Some(answer)) => return Err(answer),
                HandlerOutcome::Done(None) => None,
                HandlerOutcome::TimedOut | HandlerOutcome::Stopped => {
                    Some((HandlerEnd::TimedOut, "took too long"))
                }
                HandlerOutcome::Panicked => Some((HandlerEnd::Panicked, "panicked")),
            };
            if let Some((end, what)) = failure {
                reporter.end(started, end);
                tracing::error!(
                    operation = N::OPERATION.id,
                    "a handler {what} while it responded to a notification"
                );
            }
            match inline {
                Some(inline) => {
                    let answer = Response::status(inline.status);
                    return Ok(Some(answer.json_text(inline.json)));
                }
                None if failure.is_some() => return Err(Response::status(500)),
                None => {}
            }
        }
        Ok(None)
    }

    fn job(&self, item: Item<N::Notification>, is_limited: bool) -> Job {
        let handler = Arc::clone(&self.0);
        match item {
            Item::Notification(received) => {
                let unprocessed = unprocessed::<N, _>(&received);
                let deadline = is_limited.then(|| received.deadline()).flatten();
                let run = async move { handler.handle(received).await };
                job_in_span(unprocessed, deadline, run)
            }
            Item::InvalidPayload(received) => {
                let unprocessed = unprocessed::<N, _>(&received);
                let run = async move { handler.handle_invalid(received).await };
                job_in_span(unprocessed, None, run)
            }
        }
    }
}

/// Returns a job whose handler runs in a span, so that its log lines and its calls belong to the
/// notification.
fn job_in_span(
    unprocessed: Unprocessed,
    deadline: Option<Instant>,
    run: impl Future<Output = ()> + Send + 'static,
) -> Job {
    let span = tracing::info_span!(
        "notification",
        operation = unprocessed.operation,
        key = unprocessed.key.as_deref()
    );
    Job {
        unprocessed,
        deadline,
        run: Box::pin(run.instrument(span)),
    }
}

fn unprocessed<N: EventHandler, T>(received: &Received<T>) -> Unprocessed {
    Unprocessed {
        operation: N::OPERATION.id,
        key: received.key_shared(),
        raw: received.raw().clone(),
        received_at: received.received_at(),
        state: UnprocessedState::Waiting,
        number: 0,
    }
}
