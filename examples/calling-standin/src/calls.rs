//! The calls: their state as Graph sees it, and what happened to each.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// Something that happened to a call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A notification was posted to the bot.
    Posted(&'static str),
    /// The bot answered it.
    Answered(u16),
    /// The bot did not answer it.
    Unanswered(String),
    /// The bot redirected it to another address.
    Redirected(u16),
    /// The bot asked to reject the call.
    RejectRequested(Option<String>),
    /// Graph answered that.
    RejectAnswered(u16),
    /// Graph did not answer that on purpose.
    RejectDisturbed(&'static str),
    /// The request has a wrong token.
    WrongToken(String),
    /// The request has a wrong body.
    WrongBody(String),
    /// The bot was stopped.
    Stopped,
    /// The readiness probe of the bot answered.
    Probed(u16),
    /// The bot accepts no more connections.
    ListenerClosed,
    /// Something that the owner of the bot adds.
    Note(&'static str, String),
}

impl Event {
    /// Returns who does it.
    #[must_use]
    pub fn source(&self) -> &'static str {
        match self {
            Self::Answered(_)
            | Self::Unanswered(_)
            | Self::Redirected(_)
            | Self::RejectRequested(_)
            | Self::Probed(_)
            | Self::ListenerClosed => "bot",
            Self::Stopped => "test",
            Self::Note(source, _) => source,
            _ => "graph",
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Posted(what) => write!(f, "posts {what}"),
            Self::Answered(status) => write!(f, "answers {status}"),
            Self::Unanswered(why) => write!(f, "does not answer: {why}"),
            Self::Redirected(status) => write!(f, "redirects it with {status}"),
            Self::RejectRequested(Some(reason)) => write!(f, "rejects the call, reason {reason}"),
            Self::RejectRequested(None) => f.write_str("rejects the call, without a reason"),
            Self::RejectAnswered(status) => write!(f, "answers the rejection with {status}"),
            Self::RejectDisturbed(how) => write!(f, "{how}"),
            Self::WrongToken(problem) => write!(f, "refuses the token: {problem}"),
            Self::WrongBody(problem) => write!(f, "refuses the body: {problem}"),
            Self::Stopped => f.write_str("stops the bot"),
            Self::Probed(status) => write!(f, "answers its readiness probe with {status}"),
            Self::ListenerClosed => f.write_str("accepts no more connections"),
            Self::Note(_, text) => f.write_str(text),
        }
    }
}

/// All calls.
#[derive(Default)]
pub(crate) struct Calls {
    calls: Mutex<HashMap<String, Call>>,
    /// The ids of those that were removed.
    removed: Mutex<HashSet<String>>,
}

/// When a connection was reset or went silent, if it was. An extension of its requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct BrokenAt(Arc<OnceLock<Instant>>);

impl BrokenAt {
    /// Notes that the connection is reset or silent from now on.
    pub(crate) fn set(&self) {
        self.0.get_or_init(Instant::now);
    }

    /// Returns whether an answer of this time may have been lost.
    fn may_have_lost(&self, answered_at: Instant) -> bool {
        let broken_at = self.0.get();
        broken_at.is_some_and(|broken_at| *broken_at < answered_at + ARRIVAL)
    }
}

/// An answer arrives within this time, unless its connection breaks.
pub(crate) const ARRIVAL: Duration = Duration::from_millis(100);

/// A call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) tenant: String,
    /// How long the bot has for it.
    pub(crate) deadline: Duration,
    /// When its first notification was posted.
    pub(crate) posted: Option<Instant>,
    /// When the bot first rejected it in time.
    pub(crate) accepted: Option<Instant>,
    /// The connection of that request.
    connection: Option<BrokenAt>,
    /// When that was answered. The bot received it, unless the connection broke.
    answered_at: Option<Instant>,
    /// Requests to reject it after the bot received that answer.
    pub(crate) repeated: u32,
    /// When the bot first rejected it too late.
    pub(crate) late: Option<Instant>,
    /// Requests to reject it.
    pub(crate) requests: u32,
    /// Where its later notifications have to be posted, if the bot said so.
    pub(crate) callback_uri: Option<String>,
    /// Whether the call ended without being rejected.
    has_ended: bool,
    /// What Graph does with the next requests to reject it.
    next_answers: VecDeque<NextAnswer>,
    /// Whether a fault of Graph left the bot no time.
    pub(crate) is_excused: bool,
    pub(crate) wrong_token: Option<String>,
    pub(crate) wrong_body: Option<String>,
    pub(crate) events: Vec<(Instant, Event)>,
    changed: Arc<Notify>,
}

/// What Graph does with the next request to reject a call, as a scenario says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextAnswer {
    /// Refuses it with this status.
    Refuse(u16),
    /// Answers after this time.
    Delay(Duration),
}

/// What Graph makes of a request to reject a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    Accepted,
    /// The call was rejected before, has ended, or its time is over.
    NotFound,
}

impl Call {
    /// Returns whether the bot accepted the call, and was stopped before it rejected it.
    pub(crate) fn is_interrupted(&self) -> bool {
        let has = |wanted: fn(&Event) -> bool| self.events.iter().any(|(_, event)| wanted(event));
        let is_taken =
            self.posted.is_some() && has(|event| matches!(event, Event::Answered(200..=299)));
        is_taken && self.accepted.is_none() && has(|event| *event == Event::Stopped)
    }
}

impl Calls {
    pub(crate) fn add(&self, id: &str, tenant: &str, deadline: Duration) {
        let call = Call {
            tenant: tenant.to_owned(),
            deadline,
            posted: None,
            accepted: None,
            connection: None,
            answered_at: None,
            repeated: 0,
            late: None,
            requests: 0,
            callback_uri: None,
            has_ended: false,
            next_answers: VecDeque::new(),
            is_excused: false,
            wrong_token: None,
            wrong_body: None,
            events: Vec::new(),
            changed: Arc::default(),
        };
        self.calls().insert(id.to_owned(), call);
    }

    /// Notes something about a call, unless it is unknown.
    pub(crate) fn note(&self, id: &str, event: Event) {
        self.change(id, |call| {
            match &event {
                Event::RejectRequested(_) => call.requests += 1,
                Event::WrongToken(problem) => {
                    call.wrong_token.get_or_insert_with(|| problem.clone());
                }
                Event::WrongBody(problem) => {
                    call.wrong_body.get_or_insert_with(|| problem.clone());
                }
                _ => {}
            }
            call.events.push((Instant::now(), event));
        });
    }

    /// Starts the time of a call: its notification is about to be posted.
    pub(crate) fn incoming(&self, id: &str) {
        self.change(id, |call| {
            call.posted.get_or_insert_with(Instant::now);
        });
    }

    /// Ends a call that was not rejected.
    pub(crate) fn end(&self, id: &str) {
        self.change(id, |call| call.has_ended = true);
    }

    /// Sets what Graph does with the next request to reject the call.
    pub(crate) fn answer_next(&self, id: &str, answer: NextAnswer) {
        self.change(id, |call| call.next_answers.push_back(answer));
    }

    /// Returns what Graph does with this request to reject the call, if a scenario says so.
    pub(crate) fn take_next_answer(&self, id: &str) -> Option<NextAnswer> {
        self.change(id, |call| call.next_answers.pop_front())
            .flatten()
    }

    /// Notes that no bot could still reject the call.
    pub(crate) fn excuse(&self, id: &str) {
        self.change(id, |call| call.is_excused = true);
    }

    /// Rejects a call, if it is not over, by a request on this connection.
    pub(crate) fn reject(
        &self,
        id: &str,
        callback_uri: Option<&str>,
        connection: Option<&BrokenAt>,
    ) -> Rejection {
        let now = Instant::now();
        let rejection = self.change(id, |call| match (call.accepted, call.posted) {
            (Some(_), _) => {
                let is_received = call.answered_at.is_some_and(|answered_at| {
                    let connection = call.connection.as_ref();
                    !connection.is_some_and(|connection| connection.may_have_lost(answered_at))
                });
                call.repeated += u32::from(is_received);
                Rejection::NotFound
            }
            (None, Some(posted)) if !call.has_ended => {
                if now < posted + call.deadline {
                    call.accepted = Some(now);
                    call.connection = connection.cloned();
                    call.callback_uri = callback_uri.map(str::to_owned);
                    Rejection::Accepted
                } else {
                    call.late.get_or_insert(now);
                    Rejection::NotFound
                }
            }
            (None, _) => Rejection::NotFound,
        });
        rejection.unwrap_or(Rejection::NotFound)
    }

    /// Notes that the bot receives the answer to its rejection.
    pub(crate) fn answered(&self, id: &str) {
        self.change(id, |call| call.answered_at = Some(Instant::now()));
    }

    pub(crate) fn get(&self, id: &str) -> Option<Call> {
        self.calls().get(id).cloned()
    }

    /// Removes a call, of which only the id is remembered.
    pub(crate) fn remove(&self, id: &str) -> Option<Call> {
        let call = self.calls().remove(id)?;
        let removed = self.removed.lock();
        let mut removed = removed.unwrap_or_else(PoisonError::into_inner);
        removed.insert(id.to_owned());
        Some(call)
    }

    /// Returns whether there was such a call.
    pub(crate) fn was_removed(&self, id: &str) -> bool {
        let removed = self.removed.lock();
        let removed = removed.unwrap_or_else(PoisonError::into_inner);
        removed.contains(id)
    }

    /// Waits until a condition holds for a call. Returns whether it did in time.
    pub(crate) async fn wait_until(
        &self,
        id: &str,
        until: Instant,
        condition: impl Fn(&Call) -> bool,
    ) -> bool {
        let waiting = async {
            loop {
                let Some(changed) = self.calls().get(id).map(|call| Arc::clone(&call.changed))
                else {
                    return false;
                };
                let notified = changed.notified();
                let mut notified = std::pin::pin!(notified);
                // Registered before the condition is checked, so no change is missed.
                notified.as_mut().enable();
                if self.calls().get(id).is_none_or(&condition) {
                    return true;
                }
                notified.await;
            }
        };
        timeout_at(until, waiting).await.unwrap_or(false)
    }

    fn change<T>(&self, id: &str, change: impl FnOnce(&mut Call) -> T) -> Option<T> {
        let mut calls = self.calls();
        let call = calls.get_mut(id)?;
        let result = change(call);
        call.changed.notify_waiters();
        Some(result)
    }

    fn calls(&self) -> MutexGuard<'_, HashMap<String, Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_answer_lost_with_its_connection_may_be_repeated() {
        for (broken_after, repeated) in [(Some(0), 0), (Some(99), 0), (Some(100), 1), (None, 1)] {
            let calls = Calls::default();
            calls.add("one", "tenant", Duration::from_secs(15));
            calls.incoming("one");
            let connection = BrokenAt::default();
            let reject = || calls.reject("one", None, Some(&connection));
            assert_eq!(reject(), Rejection::Accepted);
            calls.answered("one");
            if let Some(broken_after) = broken_after {
                advance(Duration::from_millis(broken_after)).await;
                connection.set();
            }
            advance(Duration::from_secs(1)).await;
            assert_eq!(reject(), Rejection::NotFound);
            let call = calls.get("one").unwrap();
            assert_eq!(call.repeated, repeated, "{broken_after:?}");
        }
    }
}
