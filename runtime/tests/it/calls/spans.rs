//! Spans and events of a call, and what they must not contain.

use std::error::Error as _;
use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use crate::calls::operations::CONVENTIONS;
use serde_json::{Value, json};
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    Client, Endpoint, Error, ErrorCode, Method, NoRetry, Operation, Reply, Request, Security,
    StaticToken, Status, TransportError, body,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Metadata, Subscriber};

/// Records every span and event as one line. Values that are recorded later are added to the line.
#[derive(Clone, Default)]
struct Capture {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

impl Capture {
    fn line(&self, start: String, record: impl FnOnce(&mut Line)) -> u64 {
        let mut line = Line(start);
        record(&mut line);
        let mut lines = self.lines.lock().unwrap();
        lines.push(line.0);
        lines.len() as u64
    }

    /// The lines of the spans and events of this crate that start so.
    fn lines(&self, start: &str) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        let own = lines.iter().filter(|line| line.starts_with(start));
        own.cloned().collect()
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.spans.fetch_add(1, Ordering::Relaxed);
        let metadata = span.metadata();
        let start = format!("{} {}:", metadata.target(), metadata.name());
        Id::from_u64(self.line(start, |line| span.record(line)))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        let mut lines = self.lines.lock().unwrap();
        let mut line = Line(lines[index].clone());
        values.record(&mut line);
        lines[index] = line.0;
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let start = format!("{} event:", event.metadata().target());
        self.line(start, |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Coded(Value);

impl ErrorCode for Coded {
    fn error_code(&self) -> Option<&str> {
        self.0["error"]["code"].as_str()
    }
}

static REJECT: Operation<Value, Coded> = Operation {
    id: "call.reject",
    method: Method::POST,
    path: "/calls/{call-id}/reject",
    deadline: None,
    idempotent: false,
    security: Security::Bearer,
    responses: &[
        (Status::Range(2), Reply::Success(body::json)),
        (
            Status::Range(4),
            Reply::Failure(|response| body::json(response).map(Coded)),
        ),
    ],
};

const SECRET: &str = "hush";

fn client(script: Script) -> Client {
    Client::builder(Endpoint::new("https://graph.example:8443/v1.0").unwrap())
        .credential(StaticToken::new("hush-token"))
        .token_attribute("account", "hush-account")
        .conventions(&CONVENTIONS)
        .transport(script)
        .build()
}

fn reject(client: &Client) -> Request<'_, Value, Coded> {
    let path = client
        .path()
        .segment("calls")
        .parameter("call-id", "hush-call");
    Request::new(&path.segment("reject"), &REJECT)
        .query("token", "hush-query")
        .header("client-request-id", "6f1b0a52")
        .header("x-own", "hush-header")
        .json(&json!({ "callbackUri": "https://bot.example/?code=hush-body" }))
}

fn answer(status: u16) -> ScriptedResponse {
    ScriptedResponse::status(status)
        .header("request-id", "of-the-service")
        .header("set-cookie", "hush-cookie")
        .header("location", "https://graph.example/hush-location")
}

/// Captures the spans and events of this thread.
pub(crate) fn listen(subscriber: impl Subscriber + Send + Sync) -> DefaultGuard {
    // Where there is only one, `tracing` goes by the thread on which a span comes for the first
    // time, and drops it from then on where nobody listens there.
    static OTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Capture::default()));
    LazyLock::force(&OTHER);
    tracing::subscriber::set_default(subscriber)
}

/// Runs a call, and returns its spans and events.
async fn captured(
    script: Script,
) -> (
    Capture,
    Result<specwright_runtime::Response<Value>, Error<Coded>>,
) {
    let capture = Capture::default();
    let guard = listen(capture.clone());
    let outcome = reject(&client(script)).await;
    drop(guard);
    (capture, outcome)
}

fn assert_has(line: &str, fields: &[&str]) {
    for field in fields {
        assert!(line.contains(&format!(" {field}")), "{field} in {line}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_and_each_attempt_is_one() {
    let script = Script::new()
        .then(answer(429).header("retry-after", "2"))
        .then(answer(200).body("{}"));
    let (capture, outcome) = captured(script).await;
    assert!(outcome.is_ok());
    let calls = capture.lines("specwright_runtime::trace call:");
    assert_eq!(calls.len(), 1);
    assert_has(
        &calls[0],
        &[
            "otel.name=\"call.reject\"",
            "http.request.method=\"POST\"",
            "url.template=\"/calls/{call-id}/reject\"",
            "call.client_request_id=\"6f1b0a52\"",
            "call.request_id=\"of-the-service\"",
            "http.response.status_code=200",
        ],
    );
    assert!(!calls[0].contains("ERROR"), "{}", calls[0]);
    let attempts = capture.lines("specwright_runtime::trace attempt:");
    assert_eq!(attempts.len(), 2);
    assert_has(
        &attempts[0],
        &[
            "otel.name=POST /calls/{call-id}/reject",
            "otel.kind=\"client\"",
            "server.address=\"graph.example\"",
            "server.port=8443",
            "http.response.status_code=429",
            "otel.status_code=\"ERROR\"",
            "error.type=\"429\"",
        ],
    );
    assert!(!attempts[0].contains("resend_count"));
    assert_has(
        &attempts[1],
        &[
            "http.request.resend_count=1",
            "http.response.status_code=200",
        ],
    );
    let events = capture.lines("specwright_runtime::trace event:");
    assert_eq!(events.len(), 1);
    assert_has(&events[0], &["delay=2s", "cause=429 Too Many Requests"]);
}

#[tokio::test(start_paused = true)]
async fn a_span_records_the_kind_of_failure() {
    let cases: [(ScriptedResponse, &str); 7] = [
        (TransportError::not_sent("x").permanent().into(), "connect"),
        (TransportError::maybe_sent("x").into(), "connection_broken"),
        (
            TransportError::maybe_sent("x").timed_out().into(),
            "timeout",
        ),
        (
            answer(200).after(std::time::Duration::from_secs(60)),
            "deadline_exceeded",
        ),
        (answer(404).body("{}"), "404"),
        (answer(302), "unexpected_response"),
        (answer(200).body("hush"), "unexpected_response"),
    ];
    for (answer, kind) in cases {
        let (capture, outcome) = captured(Script::new().then(answer)).await;
        assert!(outcome.is_err());
        let call = capture.lines("specwright_runtime::trace call:").remove(0);
        assert_has(
            &call,
            &[
                "otel.status_code=\"ERROR\"",
                &format!("error.type=\"{kind}\""),
            ],
        );
    }
}

#[tokio::test(start_paused = true)]
async fn no_span_or_error_shows_tokens_paths_queries_or_bodies() {
    let scripts: [fn() -> Script; 9] = [
        || Script::new().then(answer(200).body(r#"{"a": "hush-answer"}"#)),
        || Script::new().then(answer(200).body(r#"{"a": hush-answer"#)),
        || Script::new().then(answer(302).body("hush-answer")),
        || {
            Script::new()
                .then(answer(404).body(r#"{"error": {"code": "8522", "message": "hush-answer"}}"#))
        },
        || {
            Script::new()
                .then(answer(401).header("www-authenticate", "Bearer error=hush-challenge"))
        },
        || Script::new().then(answer(502).body("hush-answer")),
        || {
            Script::new()
                .then(answer(429))
                .then(TransportError::maybe_sent("broken"))
        },
        || Script::new().then(answer(200).after(std::time::Duration::from_secs(60))),
        Script::new,
    ];
    for script in scripts {
        let script = script();
        let client = client(script.clone());
        let mut shown = format!("{client:?} {:?} {script:?}", reject(&client));
        let (capture, outcome) = captured(script).await;
        match outcome {
            Ok(response) => write!(shown, "{response:?}").unwrap(),
            Err(error) => {
                write!(shown, "{error} {error:?}").unwrap();
                let mut source = error.source();
                while let Some(cause) = source {
                    write!(shown, "{cause} {cause:?}").unwrap();
                    source = cause.source();
                }
            }
        }
        shown.extend(capture.lines("").into_iter());
        assert!(capture.spans.load(Ordering::Relaxed) >= 2);
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_has_the_declared_error_code() {
    let code = |answer| async move {
        let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
            .credential(StaticToken::new("t"))
            .transport(Script::new().then(answer))
            .retry(NoRetry)
            .build();
        let error = reject(&client).await.unwrap_err();
        error.code().map(str::to_owned)
    };
    let declared = ScriptedResponse::status(404).body(r#"{"error": {"code": "8522"}}"#);
    assert_eq!(code(declared).await.as_deref(), Some("8522"));
    assert_eq!(code(ScriptedResponse::status(404).body("{}")).await, None);
    assert_eq!(code(ScriptedResponse::status(404)).await, None);
    assert_eq!(code(ScriptedResponse::status(500)).await, None);
}
