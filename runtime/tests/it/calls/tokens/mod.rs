//! Requests for tokens, and where tokens are sent.

mod azure_credential;
mod cached_token;
mod oauth2;

use std::error::Error as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    AccessToken, BoxFuture, Client, Endpoint, Error, InvalidRequest, StaticToken, TokenError,
    TokenProvider, TokenRequest,
};

use crate::calls::operations::{CONVENTIONS, read, reject};
use crate::calls::own_transport::Memory;

#[derive(Clone, Default)]
struct Counting {
    asked: Arc<AtomicUsize>,
    last: Arc<Mutex<(Option<String>, Option<String>)>>,
}

impl TokenProvider for Counting {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        assert!(request.refused.is_none());
        *self.last.lock().unwrap() = (
            request.scope.map(str::to_owned),
            request.authority.map(str::to_owned),
        );
        Box::pin(async { Ok(AccessToken::new("t")) })
    }
}

fn client(url: &str, credential: impl TokenProvider + 'static) -> (Memory, Client) {
    let memory = Memory::answering(202, "");
    let endpoint = Endpoint::new(url)
        .unwrap()
        .with_token_scope("https://graph.example/.default")
        .with_token_authority("https://login.example");
    let client = Client::builder(endpoint)
        .credential(credential)
        .conventions(&CONVENTIONS)
        .transport(memory.clone())
        .build();
    (memory, client)
}

#[tokio::test]
async fn a_credential_gets_scope_and_authority() {
    let counting = Counting::default();
    let (_, client) = client("https://graph.example", counting.clone());
    reject(&client, "1").await.unwrap();
    let (scope, authority) = counting.last.lock().unwrap().clone();
    assert_eq!(scope.as_deref(), Some("https://graph.example/.default"));
    assert_eq!(authority.as_deref(), Some("https://login.example"));
    assert_eq!(counting.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn tokens_are_sent_over_https_or_to_loopback_only() {
    for url in [
        "https://graph.example",
        "http://127.0.0.1:1",
        "http://127.9.9.9:1",
        "http://[::1]:1",
        "http://localhost:1",
        "http://LOCALHOST:1",
    ] {
        assert!(Endpoint::new(url).unwrap().is_private());
        let (memory, client) = client(url, StaticToken::new("t"));
        reject(&client, "1").await.unwrap();
        assert!(memory.only().head.headers["authorization"].is_sensitive());
    }
    for url in [
        "http://graph.example",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://127.0.0.1.graph.example",
        "http://localhost.graph.example",
        "http://[::2]",
    ] {
        assert!(!Endpoint::new(url).unwrap().is_private());
        let counting = Counting::default();
        let (memory, client) = client(url, counting.clone());
        let refused = reject(&client, "1").await.unwrap_err();
        assert!(matches!(
            refused,
            Error::InvalidRequest(InvalidRequest::InsecureEndpoint)
        ));
        assert!(memory.seen().is_empty());
        assert_eq!(counting.asked.load(Ordering::Relaxed), 0, "{url}");
    }
}

#[tokio::test]
async fn unsecured_operations_may_use_http_without_token() {
    let counting = Counting::default();
    let (memory, client) = client("http://graph.example", counting.clone());
    let _ = read(&client).await;
    assert_eq!(memory.seen().len(), 1);
    assert_eq!(counting.asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn an_invalid_request_requests_no_token() {
    let counting = Counting::default();
    let (_, client) = client("https://graph.example", counting.clone());
    reject(&client, "..").await.unwrap_err();
    assert_eq!(counting.asked.load(Ordering::Relaxed), 0);
}

struct Failing;

impl TokenProvider for Failing {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async { Err(TokenError::new("the certificate has expired")) })
    }
}

#[tokio::test]
async fn a_failing_credential_ends_the_call() {
    let (memory, client) = client("https://graph.example", Failing);
    let failed = reject(&client, "1").await.unwrap_err();
    assert!(matches!(failed, Error::Token { .. }));
    assert_eq!(
        failed.source().unwrap().to_string(),
        "the certificate has expired"
    );
    assert_eq!(failed.attempts(), 0);
    assert!(failed.client_request_id().is_some());
    assert!(memory.seen().is_empty());
}

#[tokio::test]
async fn a_client_without_credential_fails_at_the_call() {
    let memory = Memory::answering(202, "");
    let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
        .transport(memory.clone())
        .build();
    let failed = reject(&client, "1").await.unwrap_err();
    assert!(matches!(
        failed,
        Error::InvalidRequest(InvalidRequest::Credential(_))
    ));
    assert_eq!(
        failed.to_string(),
        "not sent: the client has no credential for a bearer token"
    );
    assert!(memory.seen().is_empty());
}

#[tokio::test]
async fn an_invalid_token_is_an_error_without_the_token() {
    let (memory, client) = client("https://graph.example", StaticToken::new("hid\r\nden"));
    let failed = reject(&client, "1").await.unwrap_err();
    assert!(matches!(failed, Error::Token { .. }));
    assert!(!format!("{failed:?} {failed}").contains("hid"));
    assert!(memory.seen().is_empty());
}

/// Returns tokens in sequence, then errors. Records the refused tokens that it is passed.
#[derive(Clone, Default)]
struct Sequence {
    tokens: Arc<Mutex<Vec<&'static str>>>,
    refused: Arc<Mutex<Vec<Option<String>>>>,
}

impl Sequence {
    fn of(tokens: &[&'static str]) -> Self {
        let reversed = tokens.iter().rev().copied().collect();
        Self {
            tokens: Arc::new(Mutex::new(reversed)),
            ..Self::default()
        }
    }
}

impl TokenProvider for Sequence {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        let refused = request.refused.map(|token| token.expose().to_owned());
        self.refused.lock().unwrap().push(refused);
        let next = self.tokens.lock().unwrap().pop();
        Box::pin(async move {
            next.map(AccessToken::new)
                .ok_or_else(|| TokenError::new("there are no more"))
        })
    }
}

fn scripted(credential: impl TokenProvider + 'static, statuses: &[u16]) -> (Script, Client) {
    let script = statuses.iter().fold(Script::new(), |script, status| {
        script.then(ScriptedResponse::status(*status).body("{}"))
    });
    let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(credential)
        .transport(script.clone())
        .build();
    (script, client)
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once() {
    let tokens = Sequence::of(&["old", "new", "newer"]);
    let (script, client) = scripted(tokens.clone(), &[401, 202]);
    let response = reject(&client, "1").await.unwrap();
    assert_eq!(response.attempts(), 2);
    let requests = script.requests();
    assert_eq!(requests[0].headers()["authorization"], "Bearer old");
    assert_eq!(requests[1].headers()["authorization"], "Bearer new");
    assert!(requests[1].headers()["authorization"].is_sensitive());
    assert_eq!(*tokens.refused.lock().unwrap(), [None, Some("old".into())]);

    let (script, client) = scripted(Sequence::of(&["1", "2", "3"]), &[401, 401, 202]);
    let failed = reject(&client, "1").await.unwrap_err();
    assert_eq!(failed.status().unwrap(), 401);
    assert_eq!((failed.attempts(), script.requests().len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_sent_again() {
    let (script, client) = scripted(StaticToken::new("t"), &[401, 202]);
    let failed = reject(&client, "1").await.unwrap_err();
    assert!(matches!(failed, Error::Service { .. }));
    assert_eq!((failed.attempts(), script.requests().len()), (1, 1));
    assert!(!failed.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn a_failing_second_token_keeps_the_first_response() {
    let (_, client) = scripted(Sequence::of(&["old"]), &[401]);
    let failed = reject(&client, "1").await.unwrap_err();
    assert!(matches!(failed, Error::Token { .. }));
    assert_eq!(failed.attempts(), 1);
    assert!(failed.to_string().contains("after 401 Unauthorized"));
}

#[tokio::test(start_paused = true)]
async fn unsecured_operations_request_no_token() {
    let counting = Counting::default();
    let (script, client) = scripted(counting.clone(), &[401, 202]);
    let _ = read(&client).await;
    assert_eq!(script.requests().len(), 1);
    assert_eq!(counting.asked.load(Ordering::Relaxed), 0);
}
