//! A custom transport, which responds from memory and records requests.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use specwright_runtime::{
    Body, BoxFuture, Bytes, Client, ClientBuilder, Endpoint, Error, NoRetry, StaticToken,
    Transport, TransportError,
};

use crate::calls::operations::{Answer, CONVENTIONS, read, reject};

#[derive(Clone, Default)]
pub(crate) struct Memory {
    status: u16,
    body: &'static str,
    seen: Arc<Mutex<Vec<Seen>>>,
}

#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) head: http::request::Parts,
    pub(crate) body: Bytes,
    pub(crate) deadline: Instant,
}

impl Memory {
    pub(crate) fn answering(status: u16, body: &'static str) -> Self {
        Self {
            status,
            body,
            ..Self::default()
        }
    }

    pub(crate) fn client(&self) -> ClientBuilder {
        let endpoint = Endpoint::new("https://graph.example/v1.0").unwrap();
        Client::builder(endpoint)
            .credential(StaticToken::new("a.secret.token"))
            .conventions(&CONVENTIONS)
            .transport(self.clone())
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().unwrap()
    }

    /// The only request that was sent.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1);
        seen[0].clone()
    }
}

impl Transport for Memory {
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let (head, body) = request.into_parts();
        let body = body.as_bytes().unwrap().clone();
        self.seen().push(Seen {
            head,
            body,
            deadline,
        });
        let response = http::Response::builder()
            .status(self.status)
            .header("request-id", "of-the-service")
            .body(Body::from(self.body));
        Box::pin(std::future::ready(Ok(response.unwrap())))
    }
}

#[tokio::test]
async fn a_custom_transport_sends_the_call() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let response = reject(&client, "57dab8b1").await.unwrap();
    assert_eq!(response.status(), 202);
    assert_eq!(response.request_id(), Some("of-the-service"));
    assert_eq!(response.attempts(), 1);
    let sent = memory.only();
    assert_eq!(
        sent.head.uri,
        "https://graph.example/v1.0/communications/calls/57dab8b1/reject"
    );
    assert_eq!(sent.body, r#"{"reason":"busy"}"#);
    assert_eq!(
        sent.head.headers["client-request-id"],
        response.client_request_id().unwrap()
    );
}

#[tokio::test]
async fn a_transport_can_be_shared_or_boxed() {
    let memory = Arc::new(Memory::answering(202, ""));
    let endpoint = || Endpoint::new("https://graph.example").unwrap();
    let shared: Arc<dyn Transport> = memory.clone();
    let boxed: Box<dyn Transport> = Box::new(Arc::clone(&memory));
    let credential: Arc<dyn specwright_runtime::TokenProvider> = Arc::new(StaticToken::new("t"));
    let boxed_credential: Box<dyn specwright_runtime::TokenProvider> = Box::new(credential.clone());
    let first = Client::builder(endpoint())
        .credential(credential)
        .transport(shared);
    let second = Client::builder(endpoint())
        .credential(boxed_credential)
        .transport(boxed);
    reject(&first.build(), "1").await.unwrap();
    reject(&second.build(), "2").await.unwrap();
    assert_eq!(memory.seen().len(), 2);
}

#[tokio::test]
async fn exact_statuses_precede_ranges_and_the_default() {
    for (status, expected) in [
        (202, Answer::Accepted),
        (200, Answer::Read(serde_json::json!({}))),
        (404, Answer::Other(serde_json::json!({}))),
    ] {
        let client = Memory::answering(status, "{}").client().build();
        assert_eq!(read(&client).await.unwrap().into_body(), expected);
    }
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit() {
    let client = |limit| {
        Memory::answering(200, "[1,2]")
            .client()
            .response_limit(limit)
            .build()
    };
    assert!(read(&client(5)).await.is_ok());
    let error = read(&client(4)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.raw_body().unwrap(), "[1,2");
    assert!(error.to_string().contains("longer than 4 bytes"));
}

type Make = fn() -> TransportError;

struct Broken(Make);

impl Transport for Broken {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(std::future::ready(Err((self.0)())))
    }
}

#[tokio::test]
async fn transport_errors_state_sending_and_timeout() {
    let cases: [(Make, bool, bool); 4] = [
        (|| TransportError::not_sent("x"), false, false),
        (|| TransportError::not_sent("x").timed_out(), false, true),
        (|| TransportError::maybe_sent("x"), true, false),
        (|| TransportError::maybe_sent("x").timed_out(), true, true),
    ];
    for (make, sent, timeout) in cases {
        let client = Memory::default()
            .client()
            .transport(Broken(make))
            .retry(NoRetry)
            .build();
        let failed = reject(&client, "1").await.unwrap_err();
        assert_eq!(failed.is_timeout(), timeout);
        assert_eq!(failed.attempts(), 1);
        assert!(failed.status().is_none() && failed.headers().is_none());
        let Error::Transport { error, .. } = failed else {
            panic!("{failed}");
        };
        assert_eq!(error.may_have_been_sent(), sent);
    }
}

#[cfg(not(feature = "reqwest"))]
#[tokio::test]
async fn a_client_without_transport_fails_at_the_call() {
    let endpoint = Endpoint::new("https://graph.example").unwrap();
    let client = Client::builder(endpoint)
        .credential(StaticToken::new("t"))
        .build();
    let failed = reject(&client, "1").await.unwrap_err();
    let cause = std::error::Error::source(&failed).unwrap().to_string();
    assert!(cause.contains("without a transport"), "{cause}");
}
