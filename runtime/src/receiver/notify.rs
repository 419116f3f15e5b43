//! Operations whose handler runs behind the answer.

use std::future::pending;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::decode::decodable::Decode;
use crate::model::correlation::key::Key;
use crate::receiver::answer::Answer;
use crate::receiver::batch::{Batch, split};
use crate::receiver::counts::Count;
use crate::receiver::operation::{Serve, Served, Shared};
use crate::receiver::operation::{decode_body, warn_invalid_body};
use crate::receiver::queue::{Job, Undelivered, UndeliveredState};
use crate::receiver::received::{Received, Request, Undecoded};
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::BoxFuture;

/// An operation whose handler runs behind the answer. Generated code implements it over the handler.
pub trait Notify: Send + Sync + 'static {
    /// One notification.
    type Notification: Decode + Send + Sync + 'static;

    /// The operation.
    const SERVED: &'static Served;

    /// How it is taken in.
    const BACKGROUND: &'static Background;

    /// What a notification is about, and in order with.
    fn key(notification: &Self::Notification) -> Option<String> {
        let _ = notification;
        None
    }

    /// How long after its receipt a notification has to be answered, where it has to be.
    fn time_to_answer(notification: &Self::Notification) -> Option<Duration> {
        let _ = notification;
        None
    }

    /// Whether a notification is one that is answered in the response.
    fn is_inline(notification: &Self::Notification) -> bool {
        let _ = notification;
        false
    }

    /// Asks the handler whether it wants to answer in the response itself.
    fn answer(
        &self,
        notification: &Received<Self::Notification>,
    ) -> impl Future<Output = Option<Answer>> + Send;

    /// Hands a notification over.
    fn notify(&self, notification: Received<Self::Notification>)
    -> impl Future<Output = ()> + Send;

    /// Hands something over that should have been a notification.
    fn undecoded(&self, notification: Received<Undecoded>) -> impl Future<Output = ()> + Send;
}

/// How notifications are taken in, as the document describes it.
#[derive(Clone, Copy, Debug)]
pub struct Background {
    /// The status of the response, which goes out before any handler has begun.
    pub accepted: u16,
    /// Where the notifications are, if a body holds several.
    pub batch: Option<Batched>,
    /// What a notification is about, for those that cannot be decoded.
    pub key: Option<&'static Key>,
    /// How those are answered that are answered in the response, when the handler does not say.
    pub inline: Option<Inline>,
}

/// Where the notifications of a body are.
#[derive(Clone, Copy, Debug)]
pub struct Batched {
    /// The member of the body that is an array of them.
    pub member: &'static str,
    /// The status of the response to an object without that member, where that is no mistake.
    pub absent: Option<u16>,
}

/// How a notification is answered in the response, when the handler does not say.
#[derive(Clone, Copy, Debug)]
pub struct Inline {
    /// How long the handler may take.
    pub time: Duration,
    /// The status of the response.
    pub status: u16,
    /// Its body, as JSON.
    pub json: &'static str,
}

pub(super) struct NotifyAdapter<N>(pub(super) Arc<N>);

/// Something that came: a notification, or what should have been one.
enum Item<T> {
    Notification(Received<T>),
    Undecoded(Received<Undecoded>),
}

impl<N: Notify> Serve for NotifyAdapter<N> {
    fn served(&self) -> &'static Served {
        N::SERVED
    }

    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let places = match places(&body, N::BACKGROUND) {
                Ok(places) => places,
                Err(status) => {
                    if matches!(status, 400 | 413) {
                        shared.counters.add(Count::Rejected);
                    }
                    return Answer::status(status);
                }
            };
            // Before anything is decoded, so that a receiver without room does not spend its time on that.
            let Some(room) = shared.queue.reserve(places.len()) else {
                shared.counters.add(Count::Busy);
                return Answer::busy(shared.retry_after);
            };
            let request = Arc::new(request);
            let mut items: Vec<Item<N::Notification>> = Vec::with_capacity(places.len());
            for (index, place) in places.into_iter().enumerate() {
                let Some(item) = item::<N>(body.slice(place), index, &request) else {
                    shared.counters.add(Count::Rejected);
                    return Answer::status(400);
                };
                items.push(item);
            }
            let answer = match self.ask(&mut items, shared).await {
                Ok(answer) => answer,
                Err(refusal) => return refusal,
            };
            let undecoded = |item: &&Item<_>| matches!(item, Item::Undecoded(_));
            let bad = items.iter().filter(undecoded).count();
            let jobs: Vec<Job> = items.into_iter().map(|item| self.job(item)).collect();
            let accepted = jobs.len();
            if !room.fill(jobs) {
                shared.counters.add(Count::Busy);
                return Answer::busy(shared.retry_after);
            }
            shared.counters.add_many(Count::Undecoded, bad);
            shared.counters.add_many(Count::Accepted, accepted);
            answer.unwrap_or_else(|| Answer::status(N::BACKGROUND.accepted))
        })
    }
}

/// How many notifications a body may hold. Each takes a thousand bytes until it is handled, and two in the body are enough
/// to be one.
const MOST: usize = 10_000;

/// Where in a body the notifications are, or the status of the response where it has none.
fn places(body: &[u8], background: &Background) -> Result<Vec<Range<usize>>, u16> {
    let Some(batch) = background.batch else {
        return Ok(std::iter::once(0..body.len()).collect());
    };
    match split(body, batch.member) {
        Batch::Elements(elements) if elements.len() > MOST => Err(413),
        Batch::Elements(elements) => Ok(elements),
        Batch::Absent => Err(batch.absent.unwrap_or(400)),
        Batch::Malformed => Err(400),
    }
}

/// Reads what came. Nothing is what comes where a body that is no batch is not even JSON.
fn item<N: Notify>(
    raw: Bytes,
    index: usize,
    request: &Arc<Request>,
) -> Option<Item<N::Notification>> {
    let Background { key, batch, .. } = N::BACKGROUND;
    match decode_body::<N::Notification>(&raw, N::SERVED) {
        Ok(notification) => {
            let key = N::key(&notification).map(Arc::from);
            let received = Received::new(notification, raw, request).with_key(key);
            Some(Item::Notification(
                received.answered_within(N::time_to_answer),
            ))
        }
        Err(error) => {
            let error = match batch {
                Some(batch) => error.within(batch.member, index),
                None => error,
            };
            warn_invalid_body(N::SERVED, &error);
            let undecoded = Undecoded::new(error, &raw);
            if batch.is_none() && undecoded.json().is_none() {
                return None;
            }
            let key = key.and_then(|key| Some(key.of(undecoded.json()?)?.into()));
            let received = Received::new(undecoded, raw, request);
            Some(Item::Undecoded(received.with_key(key)))
        }
    }
}

impl<N: Notify> NotifyAdapter<N> {
    /// Asks the handler of each notification whether it answers in the response. The first answer counts. What is
    /// answered by it is taken out; the refusal of one is that of all.
    async fn ask(
        &self,
        items: &mut Vec<Item<N::Notification>>,
        shared: &Shared,
    ) -> Result<Option<Answer>, Answer> {
        for index in 0..items.len() {
            let Some(Item::Notification(notification)) = items.get(index) else {
                continue;
            };
            let inline = N::BACKGROUND.inline;
            let inline = inline.filter(|_| N::is_inline(notification));
            let time = inline.map_or(shared.answer_time, |inline| inline.time);
            let answer_future = self.0.answer(notification);
            let otherwise = match supervise(time, answer_future, pending()).await {
                HandlerOutcome::Done(Some(answer)) if answer.is_success() => {
                    items.remove(index);
                    shared.counters.add(Count::Accepted);
                    shared.counters.add(Count::Handled);
                    return Ok(Some(answer));
                }
                HandlerOutcome::Done(Some(answer)) => return Err(answer),
                HandlerOutcome::Done(None) => None,
                HandlerOutcome::TimedOut | HandlerOutcome::Stopped => {
                    Some((Count::TimedOut, "took too long"))
                }
                HandlerOutcome::Panicked => Some((Count::Panicked, "panicked")),
            };
            if let Some((count, what)) = otherwise {
                shared.counters.add(count);
                tracing::error!(
                    operation = N::SERVED.id,
                    "a handler that was answer_future for an answer {what}"
                );
            }
            match inline {
                Some(inline) => {
                    let answer = Answer::status(inline.status);
                    return Ok(Some(answer.json_text(inline.json)));
                }
                None if otherwise.is_some() => return Err(Answer::status(500)),
                None => {}
            }
        }
        Ok(None)
    }

    fn job(&self, item: Item<N::Notification>) -> Job {
        let handler = Arc::clone(&self.0);
        match item {
            Item::Notification(received) => Job {
                undelivered: undelivered::<N, _>(&received),
                run: Box::pin(async move { handler.notify(received).await }),
            },
            Item::Undecoded(received) => Job {
                undelivered: undelivered::<N, _>(&received),
                run: Box::pin(async move { handler.undecoded(received).await }),
            },
        }
    }
}

fn undelivered<N: Notify, T>(received: &Received<T>) -> Undelivered {
    Undelivered {
        operation: N::SERVED.id,
        key: received.key_shared(),
        raw: received.raw().clone(),
        received_at: received.received_at(),
        state: UndeliveredState::Waiting,
        number: 0,
    }
}
