//! Values, errors, and the logs of this crate and its dependencies, through `tracing` and `log`,
//! contain no secrets.

#[path = "it/support/reject.rs"]
mod reject;
#[allow(dead_code, reason = "other tests use more of it")]
#[path = "../../runtime/tests/it/support/server.rs"]
mod server;

use std::collections::BTreeSet;
use std::error::Error as _;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use msgraph_communications::models::ODataError;
use msgraph_communications::{Client, Error};
use specwright_runtime::{AccessToken, TokenError, TokenFn, TokenRequest};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use reject::{CALL, answer, busy, reject};
use server::{Server, Then};

/// A part of every secret: token, path parameter, headers, bodies, the query of the callback URI.
const SECRET: &str = "hush";

/// All spans and events, as lines.
#[derive(Clone, Default)]
struct Trace(Arc<Mutex<String>>);

impl Trace {
    fn text(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visit for Trace {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        writeln!(self.text(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Trace {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        writeln!(
            self.text(),
            "{} {}",
            span.metadata().target(),
            span.metadata().name()
        )
        .unwrap();
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// All records of `log` in this process.
static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Log;

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(logged, "{}: {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

fn kind(error: &Error<ODataError>) -> &'static str {
    match error {
        Error::InvalidRequest(_) => "invalid request",
        Error::Token { .. } => "token",
        Error::Transport { .. } => "transport",
        Error::DeadlineExceeded { .. } => "deadline",
        Error::Service { .. } => "service",
        Error::Unexpected { .. } => "unexpected",
        other => panic!("{other}"),
    }
}

async fn serving(text: impl Into<Vec<u8>>, then: Then) -> Server {
    Server::answering(text, then).await
}

/// Writes down everything that an error says.
fn show(error: &Error<ODataError>, shown: &mut String) {
    writeln!(shown, "{error} {error:?} {:?}", error.metadata()).unwrap();
    let mut source = error.source();
    while let Some(cause) = source {
        writeln!(shown, "{cause} {cause:?}").unwrap();
        source = cause.source();
    }
}

/// Returns servers that end a call in every possible way.
async fn servers() -> Vec<Server> {
    let declared = r#"{"error": {"code": "8522", "message": "hush-message"}}"#;
    vec![
        serving(
            answer("202 Accepted", "text/plain", "hush-answer"),
            Then::Close,
        )
        .await,
        serving(
            answer("404 Not Found", "application/json", declared),
            Then::Close,
        )
        .await,
        serving(
            answer(
                "400 Bad Request",
                "application/json",
                r#"{"error": "hush"}"#,
            ),
            Then::Close,
        )
        .await,
        serving(
            answer(
                "401 Unauthorized\r\nwww-authenticate: Bearer claims=\"hush\"",
                "text/plain",
                "",
            ),
            Then::Close,
        )
        .await,
        serving(
            answer(
                "302 Found\r\nlocation: https://hush.example/?hush",
                "text/html",
                "hush",
            ),
            Then::Close,
        )
        .await,
        serving(
            answer(
                "502 Bad Gateway\r\nset-cookie: hush",
                "text/html",
                "<html>hush",
            ),
            Then::Close,
        )
        .await,
        serving(
            answer(
                "500 Internal Server Error",
                "text/html",
                &"hush".repeat(2_000_000),
            ),
            Then::Close,
        )
        .await,
        serving("hush hush hush\r\n\r\n", Then::Close).await,
        serving(
            "HTTP/1.1 404 Not Found\r\ncontent-length: 40\r\n\r\nhush",
            Then::Close,
        )
        .await,
        serving("HTTP/1.1 404 Not Found\r\nx: hush", Then::Wait).await,
        serving(
            "HTTP/1.1 404 Not Found\r\ncontent-length: 40\r\n\r\nhush",
            Then::Wait,
        )
        .await,
    ]
}

/// A client of each server, one without a token, and one of a server that is gone.
fn clients(servers: &[Server]) -> Vec<Client> {
    let token = |_: TokenRequest<'_>| async { Ok(AccessToken::new("hush-token")) };
    let refused = |_: TokenRequest<'_>| async { Err(TokenError::new("the authority is closed")) };
    let mut clients: Vec<Client> = servers
        .iter()
        .map(|server| Client::from(server.client().credential(TokenFn::new(token)).build()))
        .collect();
    clients.push(Client::from(
        servers[0]
            .client()
            .credential(TokenFn::new(refused))
            .build(),
    ));
    let nowhere = specwright_runtime::Client::builder(
        specwright_runtime::Endpoint::new("http://127.0.0.1:1").unwrap(),
    )
    .credential(TokenFn::new(token))
    .retry(specwright_runtime::NoRetry);
    clients.push(Client::from(nowhere.build()));
    clients
}

#[tokio::test]
async fn logs_and_errors_contain_no_secrets() {
    let _ = log::set_logger(&Log);
    log::set_max_level(log::LevelFilter::Trace);
    let trace = Trace::default();
    // For all tests of this process: what others register at the same time stays deaf to a
    // subscriber of one thread.
    tracing::subscriber::set_global_default(trace.clone()).unwrap();

    let servers = servers().await;
    let clients = clients(&servers);
    let mut shown = String::new();
    let mut kinds = BTreeSet::new();
    let with = |callback: &str| {
        let mut body = busy();
        body.callback_uri = Some(callback.to_owned());
        body
    };
    for client in &clients {
        let requests = [
            reject(
                client,
                "hush-call",
                with("https://bot.example/api?code=hush-query"),
            ),
            reject(client, CALL, with("http://bot.example/api?code=hush-query")),
            reject(client, CALL, busy()).header("x-own", "hush\n"),
            reject(client, "", with("https://bot.example/api?code=hush-query")),
        ];
        for request in requests {
            let request = request
                .header("x-other", "hush-header")
                .deadline(Duration::from_secs(1));
            write!(shown, "{client:?} {request:?}").unwrap();
            match request.await {
                Ok(accepted) => write!(shown, "{accepted:?}").unwrap(),
                Err(error) => {
                    kinds.insert(kind(&error));
                    show(&error, &mut shown);
                }
            }
        }
    }
    let all = [
        "deadline",
        "invalid request",
        "service",
        "token",
        "transport",
        "unexpected",
    ];
    assert_eq!(kinds, BTreeSet::from(all));

    let trace = trace.text().clone();
    assert!(trace.contains("specwright_runtime::trace call"), "{trace}");
    let logged = LOGGED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    assert!(logged.contains("reqwest"), "{logged}");
    for text in [shown, trace, logged] {
        let line = text.lines().find(|line| line.contains(SECRET));
        assert_eq!(line, None);
    }
}
