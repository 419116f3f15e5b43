//! Retries. The clock of these tests is paused until all tasks wait, so that delays are exact and
//! take no time.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use specwright_runtime::testing::{Deadline, Script, ScriptedResponse};
use specwright_runtime::{
    Body, BoxFuture, Bytes, Client, ClientBuilder, Endpoint, Error, FailedAttempt, NoRetry, Phase,
    RetryDecision, RetryPolicy, RetryReason, StandardRetry, StaticToken, StatusCode, Transport,
    TransportError,
};
use tokio::time::Instant;

use crate::calls::operations::{CONVENTIONS, reject};

const SECOND: Duration = Duration::from_secs(1);

fn builder(script: &Script) -> ClientBuilder {
    Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(StaticToken::new("t"))
        .conventions(&CONVENTIONS)
        .transport(script.clone())
}

fn client(script: &Script) -> Client {
    builder(script).build()
}

fn status(code: u16) -> RetryReason {
    RetryReason::Status(StatusCode::from_u16(code).unwrap())
}

fn not_sent() -> TransportError {
    TransportError::not_sent("connection refused")
}

fn broken() -> TransportError {
    TransportError::maybe_sent("connection reset")
}

#[test]
fn the_standard_policy_retries_what_is_safe_to_repeat() {
    const NO: Option<Duration> = None;
    const ASKED: Option<Duration> = Some(SECOND);
    // RetryReason, Retry-After, and whether it is retried: for an idempotent request, and for
    // another one.
    let table = [
        (RetryReason::Transport(not_sent()), NO, true, true),
        (
            RetryReason::Transport(not_sent().timed_out()),
            NO,
            true,
            true,
        ),
        (
            RetryReason::Transport(not_sent().permanent()),
            NO,
            false,
            false,
        ),
        (RetryReason::Transport(broken()), NO, true, false),
        (
            RetryReason::Transport(broken().timed_out()),
            NO,
            true,
            false,
        ),
        (status(400), NO, false, false),
        (status(400), ASKED, false, false),
        (status(401), NO, false, false),
        (status(403), NO, false, false),
        (status(404), NO, false, false),
        (status(408), NO, true, false),
        (status(408), ASKED, true, false),
        (status(409), NO, false, false),
        (status(429), NO, true, true),
        (status(429), ASKED, true, true),
        (status(500), NO, true, false),
        (status(500), ASKED, true, false),
        (status(501), NO, false, false),
        (status(502), NO, true, false),
        (status(503), NO, true, false),
        (status(503), ASKED, true, true),
        (status(504), NO, true, false),
        (status(504), ASKED, true, false),
        (status(505), NO, false, false),
    ];
    for (cause, retry_after, if_idempotent, otherwise) in table {
        for (idempotent, expected) in [(true, if_idempotent), (false, otherwise)] {
            let mut failed = FailedAttempt::new(&cause);
            failed.idempotent = idempotent;
            failed.retry_after = retry_after;
            failed.remaining = 15 * SECOND;
            let decision = failed.decide(&StandardRetry::new());
            assert_eq!(
                matches!(decision, RetryDecision::Retry(_)),
                expected,
                "{failed:?}"
            );
            if let (true, Some(asked)) = (expected, retry_after) {
                assert_eq!(decision, RetryDecision::Retry(asked));
            }
        }
    }
}

#[test]
fn a_refused_token_is_replaced_if_there_is_another() {
    let cause = status(401);
    let mut failed = FailedAttempt::new(&cause);
    failed.remaining = SECOND;
    failed.renews_token = true;
    failed.retry_after = Some(SECOND / 2);
    let policy = StandardRetry::new();
    assert_eq!(failed.decide(&policy), RetryDecision::Retry(Duration::ZERO));
    assert_eq!(failed.decide(&NoRetry), RetryDecision::Stop);
    failed.renews_token = false;
    assert_eq!(failed.decide(&policy), RetryDecision::Stop);
}

#[test]
fn the_delay_doubles_up_to_5_seconds_plus_jitter() {
    let cause = status(429);
    let mut failed = FailedAttempt::new(&cause);
    failed.remaining = Duration::MAX;
    let policy = StandardRetry::new().max_attempts(u32::MAX);
    for (number, least) in [
        (1, 200),
        (2, 400),
        (3, 800),
        (4, 1600),
        (5, 3200),
        (6, 5000),
        (7, 5000),
        (1000, 5000),
    ] {
        failed.number = number;
        let least = Duration::from_millis(least);
        for _ in 0..20 {
            let RetryDecision::Retry(delay) = failed.decide(&policy) else {
                panic!("{failed:?}");
            };
            assert!(least <= delay && delay <= 2 * least, "{number}: {delay:?}");
        }
    }
}

#[test]
fn attempts_have_a_limit() {
    let cause = status(429);
    let mut failed = FailedAttempt::new(&cause);
    failed.remaining = 60 * SECOND;
    failed.number = StandardRetry::DEFAULT_MAX_ATTEMPTS;
    let decide = |policy: StandardRetry| failed.decide(&policy);
    assert_eq!(decide(StandardRetry::new()), RetryDecision::Stop);
    assert_ne!(
        decide(StandardRetry::new().max_attempts(6)),
        RetryDecision::Stop
    );
    assert_eq!(
        decide(StandardRetry::new().max_attempts(0)),
        RetryDecision::Stop
    );
}

#[test]
fn delays_beyond_the_deadline_end_the_call() {
    let cause = status(429);
    let mut failed = FailedAttempt::new(&cause);
    failed.remaining = SECOND;
    let wait = |delay| move |_: &FailedAttempt<'_>| RetryDecision::Retry(delay);
    let just = Duration::from_nanos(999_999_999);
    assert_eq!(failed.decide(&wait(just)), RetryDecision::Retry(just));
    assert_eq!(failed.decide(&wait(SECOND)), RetryDecision::Stop);
    assert_eq!(failed.decide(&wait(Duration::MAX)), RetryDecision::Stop);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_respected_with_the_same_request_id() {
    let script = Script::new()
        .then(ScriptedResponse::status(429).header("Retry-After", "2.5"))
        .then(ScriptedResponse::status(503).header("Retry-After", "1"))
        .then(ScriptedResponse::status(202));
    let start = Instant::now();
    let response = reject(&client(&script), "1").await.unwrap();
    assert_eq!(response.attempts(), 3);
    assert_eq!(start.elapsed(), 3 * SECOND + SECOND / 2);
    let requests = script.requests();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.body(), &r#"{"reason":"busy"}"#);
        assert_eq!(request.headers(), requests[0].headers());
        assert_eq!(
            request.headers()["client-request-id"],
            response.client_request_id().unwrap()
        );
        // Every attempt gets the time that is left.
        let deadline = request.extensions().get::<Deadline>().unwrap();
        assert_eq!(deadline.0, (start + 15 * SECOND).into_std());
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_past_the_deadline_returns_the_last_error() {
    let script = Script::new()
        .then(ScriptedResponse::status(429).header("Retry-After", "2"))
        .then(
            ScriptedResponse::status(429)
                .header("Retry-After", "13")
                .body("{}"),
        );
    let start = Instant::now();
    let failed = reject(&client(&script), "1").await.unwrap_err();
    assert_eq!(start.elapsed(), 2 * SECOND);
    assert!(failed.is_throttled() && !failed.is_timeout());
    assert_eq!(failed.attempts(), 2);
    assert_eq!(failed.retry_after(), Some(13 * SECOND));
    assert!(!failed.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn errors_have_the_attempts_and_the_previous_failure() {
    let script = Script::new()
        .then(ScriptedResponse::status(429).header("Retry-After", "2"))
        .then(ScriptedResponse::status(202).after(60 * SECOND));
    let failed = reject(&client(&script), "1").await.unwrap_err();
    assert!(matches!(
        failed,
        Error::DeadlineExceeded {
            phase: Phase::Response,
            ..
        }
    ));
    assert_eq!(failed.attempts(), 2);
    assert!(matches!(
        failed.retry_reason(),
        Some(RetryReason::Status(StatusCode::TOO_MANY_REQUESTS))
    ));
    // The response to the first attempt is not used for the second.
    assert_eq!((failed.status(), failed.retry_after()), (None, None));
    assert!(failed.may_have_been_processed());
    let text = failed.to_string();
    assert!(
        text.contains("(attempt 2, after 429 Too Many Requests, client-request-id "),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_read_in_every_form() {
    const DATE: &str = "Mon, 23 Nov 2026 12:00:00 GMT";
    for (values, expected) in [
        (&["0"][..], Some(Duration::ZERO)),
        (&["2"], Some(2 * SECOND)),
        (&[" 2 "], Some(2 * SECOND)),
        (&["2.128"], Some(Duration::from_millis(2128))),
        (&["99999999999999999999999"], Some(Duration::MAX)),
        (&["Mon, 23 Nov 2026 12:00:07 GMT"], Some(7 * SECOND)),
        (&["Monday, 23-Nov-26 12:00:07 GMT"], Some(7 * SECOND)),
        (&["Mon, 23 Nov 2026 11:59:00 GMT"], Some(Duration::ZERO)),
        (&["-1"], None),
        (&["+1"], None),
        (&["1e3"], None),
        (&["inf"], None),
        (&["NaN"], None),
        (&["."], None),
        (&["1."], None),
        (&[".5"], None),
        (&["1.2.3"], None),
        (&[""], None),
        (&["soon"], None),
        (&["1", "3", "2"], Some(3 * SECOND)),
        (&["soon", "3"], Some(3 * SECOND)),
        (&["1", "Mon, 23 Nov 2026 12:00:07 GMT"], Some(7 * SECOND)),
        (&[], None),
    ] {
        let mut answer = ScriptedResponse::status(429).header("Date", DATE);
        for value in values {
            answer = answer.header("Retry-After", value);
        }
        let client = builder(&Script::new().then(answer)).retry(NoRetry).build();
        let failed = reject(&client, "1").await.unwrap_err();
        assert_eq!(failed.retry_after(), expected, "{values:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_dates_without_date_header_use_the_clock() {
    for (date, waits) in [
        ("Fri, 31 Dec 1999 23:59:59 GMT", false),
        ("Fri, 31 Dec 9999 23:59:59 GMT", true),
    ] {
        let answer = ScriptedResponse::status(429).header("Retry-After", date);
        let script = Script::new()
            .then(answer)
            .then(ScriptedResponse::status(202));
        let outcome = reject(&client(&script), "1").await;
        assert_eq!(outcome.is_err(), waits, "{date}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_may_have_been_processed_is_not_repeated() {
    let answers: [fn() -> ScriptedResponse; 5] = [
        || broken().into(),
        || ScriptedResponse::status(503),
        || ScriptedResponse::status(503).header("Retry-After", "soon"),
        || ScriptedResponse::status(500),
        || ScriptedResponse::status(504).header("Retry-After", "1"),
    ];
    for answer in answers {
        let script = Script::new()
            .then(answer())
            .then(ScriptedResponse::status(202));
        let failed = reject(&client(&script), "1").await.unwrap_err();
        assert_eq!(script.requests().len(), 1);
        assert_eq!(failed.attempts(), 1);
        assert!(failed.may_have_been_processed());
        assert!(failed.retry_reason().is_none());

        let script = Script::new()
            .then(answer())
            .then(ScriptedResponse::status(202));
        let client = client(&script);
        let response = reject(&client, "1").idempotent(true).await.unwrap();
        assert_eq!(response.attempts(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn earlier_attempts_count_as_possibly_processed() {
    let script = Script::new().then(broken()).then(not_sent().permanent());
    let failed = reject(&client(&script), "1")
        .idempotent(true)
        .await
        .unwrap_err();
    assert_eq!(failed.attempts(), 2);
    assert!(failed.may_have_been_processed());
    assert!(
        failed
            .to_string()
            .contains("after the connection to the service broke")
    );
}

#[tokio::test(start_paused = true)]
async fn failed_connections_are_retried_up_to_the_limit() {
    let mut script = Script::new();
    for _ in 0..5 {
        script = script.then(not_sent());
    }
    let failed = reject(&client(&script), "1").await.unwrap_err();
    assert_eq!(failed.attempts(), StandardRetry::DEFAULT_MAX_ATTEMPTS);
    assert!(!failed.may_have_been_processed());
    let cause = std::error::Error::source(&failed).unwrap();
    assert_eq!(cause.to_string(), "connection refused");
}

#[tokio::test(start_paused = true)]
async fn a_client_can_have_another_policy_or_none() {
    struct Patient;
    impl RetryPolicy for Patient {
        fn decide(&self, failed: &FailedAttempt<'_>) -> RetryDecision {
            match failed.reason {
                RetryReason::Status(StatusCode::CONFLICT) => RetryDecision::Retry(SECOND),
                _ => RetryDecision::Stop,
            }
        }
    }
    let script = || {
        Script::new()
            .then(ScriptedResponse::status(409))
            .then(ScriptedResponse::status(202))
    };
    let calls = |script: &Script, policy: Box<dyn RetryPolicy>| {
        builder(script)
            .retry(move |failed: &FailedAttempt<'_>| policy.decide(failed))
            .build()
    };
    let policies: [(Box<dyn RetryPolicy>, usize); 4] = [
        (Box::new(Patient), 2),
        (Box::new(NoRetry), 1),
        (Box::new(StandardRetry::new()), 1),
        (
            Box::new(|_: &FailedAttempt<'_>| RetryDecision::Retry(SECOND)),
            2,
        ),
    ];
    for (policy, attempts) in policies {
        let script = script();
        let _ = reject(&calls(&script, policy), "1").await;
        assert_eq!(script.requests().len(), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_between_attempts_sends_nothing() {
    let script = Script::new()
        .then(ScriptedResponse::status(429).header("Retry-After", "5"))
        .then(ScriptedResponse::status(202));
    let client = client(&script);
    let call = reject(&client, "1").into_future();
    assert!(tokio::time::timeout(SECOND, call).await.is_err());
    tokio::time::sleep(10 * SECOND).await;
    assert_eq!(script.requests().len(), 1);
}

mod generated {
    use specwright_runtime::request;

    request! {
        /// As generated code has it for an operation with optional parameters.
        RejectRequest: (), serde_json::Value
    }

    impl<'a> RejectRequest<'a> {
        pub(crate) fn of(request: specwright_runtime::Request<'a, (), serde_json::Value>) -> Self {
            Self(request)
        }
    }
}

#[tokio::test(start_paused = true)]
async fn wrapper_types_of_requests_keep_their_settings() {
    let script = Script::new()
        .then(broken())
        .then(ScriptedResponse::status(202));
    let client = client(&script);
    let request = generated::RejectRequest::of(reject(&client, "1"));
    let response = request
        .idempotent(true)
        .token_attribute("account", "contoso")
        .await
        .unwrap();
    assert_eq!(response.attempts(), 2);
}

/// Breaks off within the body of the first response, and is unreachable from then on.
#[derive(Default)]
struct BreaksOff(AtomicBool);

impl Transport for BreaksOff {
    fn send(
        &self,
        _: http::Request<Body>,
        _: std::time::Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let outcome = if self.0.swap(true, Ordering::Relaxed) {
            Err(not_sent().permanent())
        } else {
            let response = http::Response::builder().header("request-id", "first");
            Ok(response.body(Body::stream(Unreadable)).unwrap())
        };
        Box::pin(std::future::ready(outcome))
    }
}

struct Unreadable;

impl http_body::Body for Unreadable {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(Err(broken())))
    }
}

#[tokio::test(start_paused = true)]
async fn response_heads_are_those_of_the_last_attempt() {
    let client = builder(&Script::new())
        .transport(BreaksOff::default())
        .build();
    let failed = reject(&client, "1").await.unwrap_err();
    assert_eq!(failed.attempts(), 1);
    assert_eq!(failed.status(), Some(StatusCode::OK));

    let client = builder(&Script::new())
        .transport(BreaksOff::default())
        .build();
    let failed = reject(&client, "1").idempotent(true).await.unwrap_err();
    assert_eq!(failed.attempts(), 2);
    assert_eq!((failed.status(), failed.request_id()), (None, None));
    assert!(failed.may_have_been_processed());
}

/// Retries everything after a second, with a limit on each attempt.
struct Limited(Duration);

impl RetryPolicy for Limited {
    fn decide(&self, _: &FailedAttempt<'_>) -> RetryDecision {
        RetryDecision::Retry(SECOND)
    }

    fn attempt_limit(&self, remaining: Duration) -> Option<Duration> {
        assert!(remaining <= 15 * SECOND);
        Some(self.0)
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_may_have_a_limit_of_its_own() {
    let answers = || {
        Script::new()
            .then(ScriptedResponse::status(202).after(8 * SECOND))
            .then(ScriptedResponse::status(202).after(2 * SECOND))
    };
    let (script, start) = (answers(), Instant::now());
    let client = builder(&script).retry(Limited(4 * SECOND)).build();
    let accepted = reject(&client, "1").await.unwrap();
    assert_eq!((accepted.attempts(), start.elapsed()), (2, 7 * SECOND));

    let (script, start) = (answers(), Instant::now());
    let client = builder(&script).retry(Limited(9 * SECOND)).build();
    let accepted = reject(&client, "1").await.unwrap();
    assert_eq!((accepted.attempts(), start.elapsed()), (1, 8 * SECOND));
}

/// A transport that has a connection after a time, and takes another time to respond.
struct SlowConnection(Duration, Duration);

impl Transport for SlowConnection {
    fn send(
        &self,
        request: http::Request<Body>,
        _: std::time::Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(self.0).await;
            http_body_util::BodyExt::collect(request.into_body()).await?;
            tokio::time::sleep(self.1).await;
            let mut response = http::Response::new(Body::empty());
            *response.status_mut() = StatusCode::ACCEPTED;
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_connection_is_not_limited() {
    for (connection, response, attempts) in [(10, 3, Some(1)), (1, 5, None)] {
        let transport = SlowConnection(connection * SECOND, response * SECOND);
        let client = builder(&Script::new()).transport(transport);
        let client = client.retry(Limited(4 * SECOND)).build();
        let accepted = reject(&client, "1").await.ok();
        assert_eq!(accepted.map(|accepted| accepted.attempts()), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_attempt_limit_leaves_the_deadline() {
    let script = Script::new().then(ScriptedResponse::status(202).after(60 * SECOND));
    let client = builder(&script).retry(Limited(Duration::MAX)).build();
    let error = reject(&client, "1").await.unwrap_err();
    assert!(matches!(error, Error::DeadlineExceeded { .. }), "{error:?}");
    assert!(error.may_have_been_processed());
}
