//! Bots that are stopped: a right one, those that are wrong each in one way, and the verdicts.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use msgraph_calling_standin::{
    Bot, Caller, NotStopped, Plan, Readiness, Report, Scenario, Unanswered, Verdict,
};
use msgraph_communications::runtime::BoxFuture;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::support::{Client, bot, incoming_call, run, standin, status};

const SECOND: Duration = Duration::from_secs(1);

/// How a bot stops.
#[derive(Clone, Copy)]
struct Manner {
    /// For how long it listens after it was stopped.
    listens_for: Duration,
    /// For how long it goes on with the calls that it has accepted.
    finishes_for: Duration,
    /// What its readiness probe answers after it was stopped.
    probe: u16,
    /// What it answers to notifications after it was stopped.
    answer: u16,
}

const RIGHT: Manner = Manner {
    listens_for: Duration::from_secs(5),
    finishes_for: Duration::from_secs(20),
    probe: 503,
    answer: 202,
};

struct Stoppable {
    client: Client,
    manner: Manner,
    stopped: watch::Sender<Option<Instant>>,
}

impl Stoppable {
    fn stopped_for(&self) -> Option<Duration> {
        self.stopped.borrow().map(|stopped| stopped.elapsed())
    }

    fn is_closed(&self) -> bool {
        self.stopped_for()
            .is_some_and(|time| time >= self.manner.listens_for)
    }

    fn reject(&self, call: String) {
        let (client, manner) = (self.client.clone(), self.manner);
        let mut stopped = self.stopped.subscribe();
        tokio::spawn(async move {
            let cut = async {
                stopped.wait_for(Option::is_some).await.unwrap();
                sleep(manner.finishes_for).await;
            };
            tokio::select! {
                _ = client.reject(&call) => {}
                () = cut => {}
            }
        });
    }
}

impl Bot for Stoppable {
    fn post(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, Unanswered>> {
        let answer = if self.is_closed() {
            Err(Unanswered::new("connection refused"))
        } else if self.stopped_for().is_some() && self.manner.answer != 202 {
            Ok(status(self.manner.answer))
        } else {
            if let Some(call) = incoming_call(&request) {
                self.reject(call);
            }
            Ok(status(202))
        };
        Box::pin(std::future::ready(answer))
    }

    fn stop(&self) -> BoxFuture<'_, Result<(), NotStopped>> {
        let before = self.stopped.send_replace(Some(Instant::now()));
        assert!(before.is_none(), "a bot is stopped once");
        Box::pin(std::future::ready(Ok(())))
    }

    fn readiness(&self) -> BoxFuture<'_, Readiness> {
        let readiness = match self.stopped_for() {
            _ if self.is_closed() => Readiness::Closed,
            Some(_) => Readiness::Answered(self.manner.probe),
            None => Readiness::Answered(200),
        };
        Box::pin(std::future::ready(readiness))
    }
}

/// Runs two calls of each of these scenarios with a bot that stops in this manner.
async fn stopped(manner: Manner, scenarios: &[&str]) -> Report {
    let standin = standin(Vec::new());
    let stoppable = Stoppable {
        client: Client::new(&standin),
        manner,
        stopped: watch::Sender::new(None),
    };
    let scenarios = scenarios.iter().map(|name| Scenario::named(name).unwrap());
    let caller = Caller::new(Arc::clone(&standin), stoppable);
    caller.run(&Plan::new(scenarios, 2)).await
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_drains_and_finishes_passes() {
    let scenarios = [
        "stop-during-call",
        "incoming-call",
        "call-after-stop",
        "stop-announced",
    ];
    let report = stopped(RIGHT, &scenarios).await;
    assert!(report.passed, "{report:#?}");
    // What stops the bot comes last.
    assert_eq!(report.calls[0].scenario, "incoming-call");
    assert_eq!(report.calls.len(), 8);
}

#[tokio::test(start_paused = true)]
async fn bots_that_stop_wrong_fail_each_in_its_way() {
    let cuts = Manner {
        finishes_for: 10 * SECOND,
        ..RIGHT
    };
    let closes = Manner {
        listens_for: Duration::ZERO,
        ..RIGHT
    };
    let silent = Manner {
        probe: 200,
        ..RIGHT
    };
    let endless = Manner {
        listens_for: 100 * SECOND,
        ..RIGHT
    };
    let refuses = Manner {
        answer: 503,
        ..RIGHT
    };
    for (manner, scenario, expected) in [
        (
            cuts,
            "stop-during-call",
            "the call: accepted, and not rejected before the bot had stopped, and should be \
             rejected once, within 15 s",
        ),
        (
            closes,
            "call-after-stop",
            "unanswered: connection refused, and should be accepted with 202",
        ),
        (
            closes,
            "stop-announced",
            "the stop: the listener closed before the readiness probe answered 503",
        ),
        (
            silent,
            "stop-announced",
            "the stop: the listener closed before the readiness probe answered 503",
        ),
        (
            endless,
            "stop-announced",
            "the stop: the bot still listens 30 s after it was stopped",
        ),
        (
            refuses,
            "call-after-stop",
            "refused with 503, and should be accepted with 202",
        ),
    ] {
        let report = stopped(manner, &[scenario]).await;
        assert!(!report.passed, "{scenario}");
        for call in &report.calls {
            let problems = call.problems();
            assert!(problems[0].contains(expected), "{scenario}: {problems:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_call_has_its_own_verdict() {
    let cuts = Manner {
        finishes_for: 2 * SECOND,
        ..RIGHT
    };
    let report = stopped(cuts, &["stop-during-call"]).await;
    assert_eq!(report.calls[0].verdict, Verdict::Interrupted);
    assert_eq!(report.counts.verdicts["interrupted by the stop"], 2);
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_cannot_be_stopped_fails() {
    let standin = standin(Vec::new());
    let rejecting = bot(&standin, |client, call| async move {
        client.reject(&call).await;
    });
    let report = run(&standin, rejecting, "stop-during-call").await;
    let problems = report.calls[0].problems();
    assert_eq!(
        problems,
        ["the stop: it is not known how to stop the bot"],
        "{report:#?}"
    );
}
