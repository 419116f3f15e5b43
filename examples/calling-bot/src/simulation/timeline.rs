//! What happens to each call, as the stand-in and the bot see it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::DEADLINE;
use crate::journal::{Journal, Log, Step};

/// What happens to each call.
pub(crate) struct Timeline {
    calls: Mutex<HashMap<String, Vec<(Instant, Event)>>>,
    changed: watch::Sender<()>,
}

#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The stand-in posts something to the bot.
    Posted(&'static str),
    /// The bot has answered it.
    Answered(u16),
    /// The bot rejects the call.
    Rejecting(String),
    /// The stand-in has answered that.
    RejectAnswered(u16),
    /// The bot tells of a step.
    Bot(Step),
}

impl Default for Timeline {
    fn default() -> Self {
        Self {
            calls: Mutex::default(),
            changed: watch::Sender::new(()),
        }
    }
}

impl Timeline {
    pub(crate) fn add(&self, call: &str, event: Event) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let events = calls.entry(call.to_owned()).or_default();
        events.push((Instant::now(), event));
        drop(calls);
        self.changed.send_replace(());
    }

    /// All that has happened to a call.
    pub(crate) fn of(&self, call: &str) -> Vec<(Instant, Event)> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.get(call).cloned().unwrap_or_default()
    }

    /// Waits until something of the kind has happened to a call so many times, for as long as a call may take.
    pub(crate) async fn wait_for(
        &self,
        call: &str,
        times: usize,
        kind: impl Fn(&Event) -> bool,
    ) -> bool {
        let mut changed = self.changed.subscribe();
        let happened = async {
            loop {
                changed.borrow_and_update();
                let events = self.of(call);
                if events.iter().filter(|(_, event)| kind(event)).count() >= times {
                    return;
                }
                // The other end is here.
                let _ = changed.changed().await;
            }
        };
        tokio::time::timeout(DEADLINE, happened).await.is_ok()
    }

    /// Prints what has happened to a call: when, counted from its first notification, and who tells of it.
    pub(crate) fn print(&self, call: &str) {
        println!("  {call}");
        let events = self.of(call);
        let Some((start, _)) = events.first() else {
            return;
        };
        for (at, event) in &events {
            let at = at.duration_since(*start);
            let (who, what) = event.tell(at);
            println!("    {:>9}  {who}  {what}", millis(at));
        }
    }
}

/// What the bot tells is logged as always, too.
impl Journal for Timeline {
    fn note(&self, call: &str, step: Step) {
        Log.note(call, step.clone());
        self.add(call, Event::Bot(step));
    }
}

impl Event {
    fn tell(&self, at: Duration) -> (&'static str, String) {
        let what = match self {
            Self::Posted(what) => format!("posts {what}"),
            Self::Answered(status) => format!("is answered {status}"),
            Self::Rejecting(reason) => format!("is asked to reject the call, reason {reason}"),
            Self::RejectAnswered(202) => {
                let left = DEADLINE.saturating_sub(at);
                format!(
                    "accepts, {} before the {} s are over",
                    millis(left),
                    DEADLINE.as_secs()
                )
            }
            Self::RejectAnswered(status) => format!("answers {status}"),
            Self::Bot(step) => return ("bot  ", tell(step)),
        };
        ("graph", what)
    }
}

fn tell(step: &Step) -> String {
    match step {
        Step::Authenticated {
            outcome: Ok(()),
            took,
        } => {
            format!("knows the sender, after {} µs", took.as_micros())
        }
        Step::Authenticated {
            outcome: Err(refusal),
            took,
        } => {
            format!("refuses: {refusal}, after {} µs", took.as_micros())
        }
        Step::Incoming { left } => format!("begins, with {} left", millis(*left)),
        Step::Rejected { attempts: 1 } => "has rejected the call".to_owned(),
        Step::Rejected { attempts } => format!("has rejected the call, in {attempts} attempts"),
        Step::NotRejected { why } => format!("could not reject the call: {why}"),
        Step::NothingToDo { why } => format!("does nothing: {why}"),
        Step::Ended => "takes note that the call has ended".to_owned(),
        Step::Changed { what } => format!("takes note: {what}"),
        Step::Unreadable { why } => format!("cannot read a notification: {why}"),
    }
}

pub(crate) fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
