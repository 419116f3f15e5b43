//! One call: its notifications, and what the bot makes of them.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, Uri, header};
use tokio::time::{Instant, sleep};

use super::bot::{Bot, OwnConnection, Readiness, Unanswered, with_path};
use super::stop::Stop;
use crate::calls::{Call, Event, NextAnswer};
use crate::fault::NotificationFault;
use crate::payload::{Facts, Notification};
use crate::random::Random;
use crate::report::CallReport;
use crate::scenario::{Expected, Outcome, Scenario, Step};
use crate::service::{POSSIBLE, State, check_joining_response};
use crate::token::SenderToken;
use crate::verdict::{Answer, NotificationReport, TimelineEntry, Verdict};

/// The limit of the API on rejecting a call.
const DEADLINE: Duration = Duration::from_secs(15);

/// The limit if a recording policy invites the bot.
const RECORDING_DEADLINE: Duration = Duration::from_secs(5);

/// For how long after its deadline a late rejection is awaited.
const GRACE: Duration = Duration::from_secs(5);

/// The maximum number of redirects of a notification.
const REDIRECTS: usize = 3;

/// The interval of readiness probes while a bot stops.
const PROBE_INTERVAL: Duration = Duration::from_millis(100);

/// A supervisor such as Kubernetes kills a bot that has not stopped by then.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// A call that was placed.
pub(crate) struct Placed {
    stream: u64,
    scenario: Scenario,
    id: String,
    notifications: Vec<NotificationReport>,
    stop_problems: Vec<String>,
}

impl Placed {
    /// Places a call, and follows it to its end.
    pub(super) async fn run(
        state: &State,
        bot: &dyn Bot,
        scenario: Scenario,
        stream: u64,
        stop: &Stop,
    ) -> Self {
        let settings = &state.settings;
        let mut random = Random::stream(settings.seed, stream);
        let facts = Facts::random(&mut random, &settings.app_id, &settings.tenant);
        let is_recording = scenario
            .steps
            .iter()
            .any(|step| matches!(step, Step::Post(Notification::IncomingForRecording, ..)));
        let deadline = if is_recording {
            RECORDING_DEADLINE
        } else {
            DEADLINE
        };
        state.calls.add(&facts.call, &settings.tenant, deadline);
        let mut placing = Placing {
            state,
            bot,
            fault: state.schedule.notification(&facts.call),
            facts,
            stop,
            is_stopped: false,
            notifications: Vec::new(),
            stop_problems: Vec::new(),
        };
        let scenario = placing.disturbed(scenario);
        placing.run(&scenario).await;
        Self {
            stream,
            scenario,
            id: placing.facts.call,
            notifications: placing.notifications,
            stop_problems: placing.stop_problems,
        }
    }

    pub(super) fn stream(&self) -> u64 {
        self.stream
    }

    pub(super) fn judge(self, state: &State) -> CallReport {
        let Some(call) = state.calls.remove(&self.id) else {
            // Only this function removes a call, and it takes the call for good.
            unreachable!("a call is judged once");
        };
        let verdict = Verdict::judge(&call, is_disturbed(state, &call));
        let notifications = excused(state, &call, self.notifications);
        let passed = verdict.is_right(self.scenario.outcome)
            && self.stop_problems.is_empty()
            && notifications.iter().all(|report| report.problem.is_none());
        let accepted = call.accepted.zip(call.posted);
        let until_rejected = accepted.map(|(accepted, posted)| accepted - posted);
        CallReport {
            seconds_until_rejected: until_rejected.map(|time| time.as_secs_f64()),
            expected: Outcome::describe(&self.scenario, call.deadline),
            outcome: self.scenario.outcome,
            scenario: self.scenario.name,
            call: self.id,
            passed,
            timeline: TimelineEntry::of_call(&call),
            verdict,
            notifications,
            stop_problems: self.stop_problems,
        }
    }
}

/// Returns whether the services were not healthy when the bot had its last chance to reject.
fn is_disturbed(state: &State, call: &Call) -> bool {
    call.posted.is_some_and(|posted| {
        let deadline = posted + call.deadline;
        let requests = state
            .schedule
            .disturbs_requests(deadline - POSSIBLE, deadline);
        // A bot without keys may refuse the notification.
        requests || state.schedule.disturbs_keys(posted, deadline)
    })
}

/// Returns the notifications without the problems of those that a bot could not authenticate.
fn excused(
    state: &State,
    call: &Call,
    mut notifications: Vec<NotificationReport>,
) -> Vec<NotificationReport> {
    let Some((start, end)) = call.events.first().zip(call.events.last()) else {
        return notifications;
    };
    if state.schedule.disturbs_keys(start.0, end.0) {
        for report in &mut notifications {
            if matches!(report.answer, Answer::Refused { status: 401 | 503 }) {
                report.problem = None;
            }
        }
    }
    notifications
}

/// A call that is being placed.
struct Placing<'a> {
    state: &'a State,
    bot: &'a dyn Bot,
    fault: Option<NotificationFault>,
    facts: Facts,
    stop: &'a Stop,
    is_stopped: bool,
    notifications: Vec<NotificationReport>,
    stop_problems: Vec<String>,
}

impl Placing<'_> {
    /// Returns the scenario with the fault of its notifications and keys.
    fn disturbed(&self, mut scenario: Scenario) -> Scenario {
        match self.fault {
            Some(NotificationFault::MissingEnd) => scenario.steps.retain(
                |step| !matches!(step, Step::Post(notification, ..) if notification.is_end()),
            ),
            Some(NotificationFault::EndFirst) => {
                let is_end = |step: &Step| matches!(step, Step::Post(notification, ..) if notification.is_end());
                let (mut steps, rest): (Vec<Step>, Vec<Step>) =
                    scenario.steps.iter().partition(|step| is_end(step));
                if !steps.is_empty() && scenario.outcome == Outcome::Rejected {
                    scenario.outcome = Outcome::Over;
                }
                steps.extend(rest);
                scenario.steps = steps;
            }
            Some(NotificationFault::Duplicate) | None => {}
        }
        if self.state.schedule.uses_unknown_key(&self.facts.call) {
            for step in &mut scenario.steps {
                if let Step::Post(_, token, expected) = step {
                    (*token, *expected) = (SenderToken::UnknownKey, Expected::Refused);
                }
            }
            scenario.outcome = Outcome::NotRejected;
        }
        scenario
    }

    async fn run(&mut self, scenario: &Scenario) {
        for step in &scenario.steps {
            match *step {
                Step::Post(notification, token, expected) => {
                    self.post(notification, token, expected).await;
                    if self.fault == Some(NotificationFault::Duplicate) {
                        self.post(notification, token, expected).await;
                    }
                }
                Step::AwaitRejection if scenario.outcome == Outcome::Rejected => {
                    self.await_rejection().await;
                }
                Step::AwaitRejection => {}
                Step::Refuse(status) => self.answer_next(NextAnswer::Refuse(status)),
                Step::Delay(time) => self.answer_next(NextAnswer::Delay(time)),
                Step::Pause(time) => sleep(time).await,
                Step::Stop => self.stop().await,
                Step::AwaitNotReady => self.await_not_ready().await,
                Step::HangUp => self.state.calls.end(&self.facts.call),
            }
        }
    }

    fn answer_next(&self, answer: NextAnswer) {
        self.state.calls.answer_next(&self.facts.call, answer);
    }

    fn note(&self, event: Event) {
        self.state.calls.note(&self.facts.call, event);
    }

    /// Stops the bot, together with the other calls of the group.
    async fn stop(&mut self) {
        if std::mem::replace(&mut self.is_stopped, true) {
            return;
        }
        self.note(Event::Stopped);
        if let Err(error) = self.stop.stop(self.bot).await {
            self.stop_problems.push(error.to_string());
        }
    }

    /// Watches a bot that stops until it has closed its listener.
    async fn await_not_ready(&mut self) {
        let until = Instant::now() + STOP_LIMIT;
        let mut last = None;
        loop {
            let readiness = self.bot.readiness().await;
            if let Readiness::Answered(status) = readiness
                && last.replace(status) != Some(status)
            {
                self.note(Event::Probed(status));
            }
            let is_announced = last.is_some_and(|status| !matches!(status, 200..=299));
            if readiness == Readiness::Closed {
                self.note(Event::ListenerClosed);
                if !is_announced {
                    let problem = "the listener closed before the readiness probe answered 503";
                    self.stop_problems.push(problem.to_owned());
                }
                return;
            }
            if Instant::now() >= until {
                self.stop_problems.push(format!(
                    "the bot still listens {} s after it was stopped",
                    STOP_LIMIT.as_secs()
                ));
                return;
            }
            sleep(PROBE_INTERVAL).await;
        }
    }

    async fn await_rejection(&self) {
        // A bot that does not accept a call does not reject it.
        let last = self.notifications.last();
        if !last.is_some_and(|report| matches!(report.answer, Answer::Accepted { .. })) {
            return;
        }
        let call = &self.facts.call;
        let Some((posted, limit)) = self
            .state
            .calls
            .get(call)
            .and_then(|call| Some((call.posted?, call.deadline)))
        else {
            return;
        };
        let until = posted + limit + GRACE;
        self.state
            .calls
            .wait_until(call, until, |call| {
                let is_wrong = call.wrong_token.is_some() || call.wrong_body.is_some();
                call.accepted.is_some() || call.late.is_some() || is_wrong
            })
            .await;
    }

    /// Posts a notification, and judges the answer.
    async fn post(&mut self, notification: Notification, token: SenderToken, expected: Expected) {
        let call = self.facts.call.clone();
        if notification.is_end() {
            self.state.calls.end(&call);
        }
        if notification.is_incoming() {
            self.state.calls.incoming(&call);
        }
        let what = notification.describe();
        self.state.calls.note(&call, Event::Posted(what));
        let start = Instant::now();
        let (answer, problem) = match self.request(notification, token) {
            Err(problem) => (Answer::Unanswered { reason: problem }, None),
            Ok(request) => match self.deliver(request).await {
                Ok(response) => {
                    let problem = match expected {
                        Expected::JoiningResponse if response.status() == 200 => {
                            check_joining_response(&response)
                        }
                        _ => None,
                    };
                    (Answer::new(response.status().as_u16()), problem)
                }
                Err(error) => {
                    let reason = error.to_string();
                    (Answer::Unanswered { reason }, None)
                }
            },
        };
        self.state.calls.note(
            &call,
            match &answer {
                Answer::Accepted { status } | Answer::Refused { status } => {
                    Event::Answered(*status)
                }
                Answer::Unanswered { reason } => Event::Unanswered(reason.clone()),
            },
        );
        self.notifications.push(NotificationReport {
            notification: what,
            problem: expected.problem(&answer).or(problem),
            answer,
            took: start.elapsed(),
        });
    }

    /// Posts to the bot, and to the instances that it redirects to.
    async fn deliver(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, Unanswered> {
        for _ in 0..=REDIRECTS {
            let response = self.bot.post(request.clone()).await?;
            if !matches!(response.status().as_u16(), 302 | 307) {
                return Ok(response);
            }
            let call = &self.facts.call;
            let status = response.status().as_u16();
            self.state.calls.note(call, Event::Redirected(status));
            *request.uri_mut() = next_instance(request.uri(), &response)?;
        }
        Err(Unanswered::new(format!(
            "the bot redirects the notification more than {REDIRECTS} times"
        )))
    }

    fn request(
        &self,
        notification: Notification,
        token: SenderToken,
    ) -> Result<Request<Bytes>, String> {
        let call = &self.facts.call;
        let faults = self.state.schedule.payload(call);
        let body = notification.body(&self.facts, &faults).unwrap_or_default();
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.callback_uri();
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        let id = HeaderValue::from_str(call).map_err(|_| "invalid call id".to_owned())?;
        request.headers_mut().insert("scenario-id", id);
        let token = self.state.sender_token(call, token);
        if let Some(token) = token.map_err(|error| error.to_string())? {
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            let mut value = value.map_err(|_| "invalid token".to_owned())?;
            value.set_sensitive(true);
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        // A connection that was open before would hide that the listener is closed.
        if self.is_stopped || self.state.schedule.uses_own_connections() {
            request.extensions_mut().insert(OwnConnection);
        }
        Ok(request)
    }

    /// Returns the address of the next notification: the path that the bot named when it rejected
    /// the call, at the address of the bot. Its public host is out of reach.
    fn callback_uri(&self) -> Uri {
        let url = self.bot.url();
        let call = self.state.calls.get(&self.facts.call);
        let named = call.and_then(|call| call.callback_uri);
        let named: Option<Uri> = named.and_then(|uri| uri.parse().ok());
        let path = named.as_ref().and_then(Uri::path_and_query);
        path.and_then(|path| with_path(&url, path.as_str()))
            .unwrap_or(url)
    }
}

/// Returns the address of the instance that a bot redirects a notification to.
fn next_instance(current: &Uri, response: &Response<Bytes>) -> Result<Uri, Unanswered> {
    let location = response.headers().get(header::LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    let location = location.ok_or_else(|| Unanswered::new("the hand-over has no `Location`"))?;
    let invalid = || Unanswered::new("the `Location` of the hand-over is not a URL");
    let base = url::Url::parse(&current.to_string()).map_err(|_| invalid())?;
    let next = base.join(location).map_err(|_| invalid())?;
    let is_loopback = match next.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    // The token must not reach a host that the test does not concern.
    if !is_loopback && next.host() != base.host() {
        return Err(Unanswered::new(
            "the bot redirects the notification to another machine",
        ));
    }
    next.as_str().parse().map_err(|_| invalid())
}
