//! The log of each call.

use std::time::{Duration, Instant};

use msgraph_communications::runtime::receiver::{AuthError, Authenticate, Sender};
use msgraph_communications::runtime::{BoxFuture, HeaderMap};
use std::sync::Arc;
use tracing::{debug, info, warn};

/// What happens to a call.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// It is known who sent a notification, or that nobody with business here did.
    Authenticated {
        outcome: Result<(), AuthError>,
        took: Duration,
    },
    /// The call comes in, and there is this much time to reject it.
    Incoming { left: Duration },
    /// Graph has accepted that it is rejected.
    Rejected { attempts: u32 },
    /// Graph does not know it any more, after an attempt that Graph may have accepted.
    ProbablyRejected { attempts: u32 },
    /// It could not be rejected.
    NotRejected { why: String },
    /// It comes in again, or after it has ended, so there is nothing to do.
    NothingToDo { why: &'static str },
    /// It has ended.
    Ended,
    /// Something else has happened to it.
    Changed { what: String },
    /// A notification about it cannot be read.
    Unreadable { why: String },
}

/// Logs each step. The call has the ID of the notification, and before that is decoded, the one of the header
/// `Scenario-Id` does.
pub(crate) trait Journal: Send + Sync + 'static {
    fn note(&self, call: &str, step: Step);
}

/// Writes each step into the log.
pub(crate) struct Log;

impl Journal for Log {
    fn note(&self, call: &str, step: Step) {
        match step {
            Step::Authenticated { outcome, took } => {
                debug!(scenario = call, ?took, ?outcome, "the sender was looked at");
            }
            Step::Incoming { left } => info!(call, ?left, "a call comes in"),
            Step::Rejected { attempts } => info!(call, attempts, "the call is rejected"),
            Step::ProbablyRejected { attempts } => {
                info!(call, attempts, "the call is probably rejected");
            }
            Step::NotRejected { why } => warn!(call, why, "the call could not be rejected"),
            Step::NothingToDo { why } => info!(call, why, "there is nothing to do about the call"),
            Step::Ended => info!(call, "the call has ended"),
            Step::Changed { what } => debug!(call, what, "the call has changed"),
            Step::Unreadable { why } => warn!(call, why, "a notification cannot be read"),
        }
    }
}

/// An error, and behind it what it comes from.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Notes how long it took to say who sent a request, and the outcome.
pub(crate) struct Noted<A> {
    pub(crate) authenticate: A,
    pub(crate) journal: Arc<dyn Journal>,
}

impl<A: Authenticate> Authenticate for Noted<A> {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>> {
        Box::pin(async move {
            let start = Instant::now();
            let sender = self.authenticate.authenticate(headers).await;
            let scenario = headers.get("scenario-id").and_then(|id| id.to_str().ok());
            let outcome = sender.as_ref().map(|_| ()).map_err(|refusal| *refusal);
            let took = start.elapsed();
            self.journal.note(
                scenario.unwrap_or("-"),
                Step::Authenticated { outcome, took },
            );
            sender
        })
    }
}
