//! Places calls: posts to the bot what Graph would, and holds what becomes of each call against the plan.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use uuid::Uuid;

use super::authority::{Fault, Flaw, Signer};
use super::graph::Graph;
use super::scenario::{Outcome, Plan, Post};
use super::timeline::{Event, Timeline};
use super::{DEADLINE, TENANT, payload};
use crate::journal::Step;

/// Places calls.
pub(crate) struct Caller {
    pub(crate) graph: Graph,
    pub(crate) timeline: Arc<Timeline>,
    pub(crate) bot: SocketAddr,
    /// Where the bot takes notifications.
    pub(crate) path: String,
    pub(crate) app_id: String,
    pub(crate) signer: Signer,
    /// Signs as if it were the signer.
    pub(crate) stranger: Signer,
    pub(crate) http: reqwest::Client,
}

/// A call that was placed, and what went wrong with it.
pub(crate) struct Placed {
    pub(crate) call: String,
    pub(crate) wrong: Vec<String>,
}

impl Caller {
    /// Places a call, and follows it to its end.
    pub(crate) async fn place(&self, plan: &Plan) -> Placed {
        let call = Uuid::new_v4().to_string();
        self.graph.add(&call, &plan.refusals);
        let mut wrong = Vec::new();
        for (post, status) in &plan.posts {
            wrong.extend(self.post(&call, *post, *status).await);
        }
        let refused = |event: &Event| matches!(event, Event::RejectAnswered(400..));
        self.timeline
            .wait_for(&call, plan.refusals.len(), refused)
            .await;
        let is_rejected = plan.outcome.is_rejected();
        if is_rejected {
            let accepted = |event: &Event| matches!(event, Event::RejectAnswered(202));
            if self.timeline.wait_for(&call, 1, accepted).await {
                wrong.extend(self.post(&call, Post::Deleted, 202).await);
            }
        }
        for step in plan.outcome.steps() {
            let told = |event: &Event| matches!(event, Event::Bot(told) if step(told));
            if !self.timeline.wait_for(&call, 1, told).await {
                wrong.push("the bot does not tell what it should".to_owned());
            }
        }
        wrong.extend(judge(&self.timeline.of(&call), plan));
        Placed { call, wrong }
    }

    /// Posts something about a call. Says what is wrong with the answer.
    async fn post(&self, call: &str, post: Post, expected: u16) -> Option<String> {
        let (what, body) = match post {
            Post::Incoming(flaw) if flaw.is_none() => {
                ("the call", payload::one(&payload::incoming(call, TENANT)))
            }
            Post::Incoming(_) => (
                "the call, with the wrong token",
                payload::one(&payload::incoming(call, TENANT)),
            ),
            Post::Deleted => ("the end of the call", payload::one(&payload::deleted(call))),
            Post::Older => ("the call, in the older format", payload::older(call)),
            Post::Batch => {
                let both = [payload::unreadable(call), payload::incoming(call, TENANT)];
                (
                    "something unreadable and the call",
                    payload::notifications(&both),
                )
            }
        };
        let flaw = match post {
            Post::Incoming(flaw) => flaw,
            _ => Flaw::Nothing,
        };
        self.timeline.add(call, Event::Posted(what));
        match self.send(call, &body, flaw).await {
            Ok(status) => {
                self.timeline.add(call, Event::Answered(status));
                let wrong = format!("{what} is answered {status}, not {expected}");
                (status != expected).then_some(wrong)
            }
            Err(error) => Some(format!("{what} cannot be posted: {error}")),
        }
    }

    async fn send(&self, call: &str, body: &Value, flaw: Flaw) -> Result<u16, Fault> {
        let signer = match flaw {
            Flaw::Stranger => &self.stranger,
            _ => &self.signer,
        };
        let mut request = self
            .http
            .post(self.url(&self.path))
            .header("Scenario-Id", call)
            .json(body);
        if flaw != Flaw::NoToken {
            request = request.bearer_auth(signer.token(&self.app_id, TENANT, flaw)?);
        }
        Ok(request.send().await?.status().as_u16())
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.bot)
    }

    /// Whether the bot says that it can take notifications.
    pub(crate) async fn bot_is_ready(&self) -> bool {
        let answer = self.http.get(self.url("/ready")).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// What the bot says of its health.
    pub(crate) async fn health(&self) -> Result<Value, Fault> {
        Ok(self
            .http
            .get(self.url("/health"))
            .send()
            .await?
            .json()
            .await?)
    }
}

/// What is wrong with the requests to reject a call.
fn judge(events: &[(Instant, Event)], plan: &Plan) -> Vec<String> {
    let first = |kind: fn(&Event) -> bool| {
        let found = events.iter().find(|(_, event)| kind(event));
        found.map(|(at, _)| *at)
    };
    let mut wrong = Vec::new();
    let requests = events
        .iter()
        .filter(|(_, event)| matches!(event, Event::Rejecting(_)))
        .count();
    let expected = plan.refusals.len() + usize::from(plan.outcome.is_rejected());
    if requests != expected {
        wrong.push(format!(
            "the bot asks {requests} times to reject the call, not {expected} times"
        ));
    }
    let accepted = first(|event| matches!(event, Event::RejectAnswered(202)));
    if accepted.is_some() != plan.outcome.is_rejected() {
        wrong
            .push("the call is rejected where it should not be, or the other way round".to_owned());
    }
    let posted = first(|event| matches!(event, Event::Posted(_)));
    if let (Some(posted), Some(accepted)) = (posted, accepted)
        && accepted.duration_since(posted) >= DEADLINE
    {
        wrong.push("the call is rejected too late".to_owned());
    }
    wrong
}

impl Outcome {
    fn is_rejected(self) -> bool {
        matches!(
            self,
            Self::Rejected | Self::RejectedOnce | Self::RejectedAndTold
        )
    }

    /// What the bot has to tell of.
    fn steps(self) -> &'static [fn(&Step) -> bool] {
        const AUTHENTICATED: fn(&Step) -> bool = |step| {
            matches!(
                step,
                Step::Authenticated {
                    outcome: Ok(()),
                    ..
                }
            )
        };
        const ENDED: fn(&Step) -> bool = |step| matches!(step, Step::Ended);
        const REJECTED: fn(&Step) -> bool = |step| matches!(step, Step::Rejected { .. });
        const NOTHING: fn(&Step) -> bool = |step| matches!(step, Step::NothingToDo { .. });
        match self {
            Self::Rejected => &[AUTHENTICATED, REJECTED, ENDED],
            Self::RejectedOnce => &[AUTHENTICATED, REJECTED, NOTHING, ENDED],
            Self::RejectedAndTold => &[
                AUTHENTICATED,
                |step| matches!(step, Step::Unreadable { .. }),
                REJECTED,
                ENDED,
            ],
            Self::NothingToDo => &[AUTHENTICATED, ENDED, NOTHING],
            Self::NotRejected => &[AUTHENTICATED, |step| {
                matches!(step, Step::NotRejected { .. })
            }],
            Self::Refused => &[|step| {
                matches!(
                    step,
                    Step::Authenticated {
                        outcome: Err(_),
                        ..
                    }
                )
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::simulation::scenario::Refused;

    const REJECTED: [Event; 1] = [Event::RejectAnswered(202)];

    /// How many things are wrong, where a call is posted and these events follow, so much later.
    fn wrong(outcome: Outcome, refusals: &[Refused], later: Duration, events: &[Event]) -> usize {
        let plan = Plan {
            posts: Vec::new(),
            refusals: refusals.to_vec(),
            outcome,
        };
        let start = Instant::now();
        let mut all = vec![(start, Event::Posted("the call"))];
        all.extend(events.iter().map(|event| (start + later, event.clone())));
        judge(&all, &plan).len()
    }

    fn asked(times: usize, then: &[Event]) -> Vec<Event> {
        let mut events = vec![Event::Rejecting("busy".to_owned()); times];
        events.extend_from_slice(then);
        events
    }

    #[test]
    fn a_call_is_rejected_once_and_in_time() {
        let soon = Duration::from_millis(5);
        let rejected = |later, events: &[Event]| wrong(Outcome::Rejected, &[], later, events);
        assert_eq!(rejected(soon, &asked(1, &REJECTED)), 0);
        assert_eq!(rejected(DEADLINE, &asked(1, &REJECTED)), 1);
        assert_eq!(rejected(soon, &asked(2, &REJECTED)), 1);
        assert_eq!(rejected(soon, &asked(1, &[])), 1);
        assert_eq!(rejected(soon, &[]), 2);
    }

    #[test]
    fn every_refusal_is_followed_by_another_request_unless_the_call_is_gone() {
        let soon = Duration::from_millis(5);
        let busy = [Refused::ForNow(503)];
        assert_eq!(
            wrong(Outcome::Rejected, &busy, soon, &asked(2, &REJECTED)),
            0
        );
        assert_eq!(wrong(Outcome::Rejected, &busy, soon, &asked(1, &[])), 2);
        assert_eq!(
            wrong(Outcome::NotRejected, &[Refused::Gone], soon, &asked(1, &[])),
            0
        );
        assert_eq!(
            wrong(Outcome::NotRejected, &[Refused::Gone], soon, &asked(2, &[])),
            1
        );
    }

    #[test]
    fn a_call_that_is_not_to_be_rejected_is_not() {
        let soon = Duration::from_millis(5);
        for outcome in [Outcome::Refused, Outcome::NothingToDo] {
            assert_eq!(wrong(outcome, &[], soon, &[]), 0);
            assert_eq!(wrong(outcome, &[], soon, &asked(1, &REJECTED)), 2);
        }
    }
}
