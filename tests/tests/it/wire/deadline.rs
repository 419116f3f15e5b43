//! The deadline of the document. No time is measured: the clock is paused, or advanced by the test.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use msgraph_communications::{Client, Server as Cloud};
use specwright_runtime::{
    AccessToken, Body, BoxFuture, Error, Phase, StaticToken, TokenError, TokenProvider,
    TokenRequest, Transport, TransportError,
};

use crate::support::reject::{CALL, busy, reject};
use crate::support::server::{Server, Then};
use crate::wire::client;

const SECOND: Duration = Duration::from_secs(1);

/// Accepts everything, and remembers where it went and until when it could have taken.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<(String, Instant)>>>);

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let url = request.uri().to_string();
        self.0.lock().unwrap().push((url, deadline));
        let mut response = http::Response::new(Body::empty());
        *response.status_mut() = http::StatusCode::ACCEPTED;
        Box::pin(std::future::ready(Ok(response)))
    }
}

impl Recorder {
    fn only(&self) -> (String, Instant) {
        let mut seen: Vec<_> = self.0.lock().unwrap().drain(..).collect();
        assert_eq!(seen.len(), 1);
        seen.remove(0)
    }
}

#[tokio::test(start_paused = true)]
async fn client_and_call_override_the_documented_deadline() {
    let recorder = Recorder::default();
    let start = tokio::time::Instant::now().into_std();
    let left = || recorder.only().1 - start;
    let builder = || {
        specwright_runtime::Client::builder(Cloud::Global)
            .credential(StaticToken::new("a.secret.token"))
            .transport(recorder.clone())
    };

    let client = Client::from(builder().build());
    reject(&client, CALL, busy()).await.unwrap();
    assert_eq!(left(), 15 * SECOND);
    reject(&client, CALL, busy())
        .deadline(5 * SECOND)
        .await
        .unwrap();
    assert_eq!(left(), 5 * SECOND);

    let client = Client::from(builder().deadline(8 * SECOND).build());
    reject(&client, CALL, busy()).await.unwrap();
    assert_eq!(left(), 8 * SECOND);
}

#[tokio::test]
async fn a_silent_server_ends_the_call_at_the_deadline() {
    let server = Server::answering("", Then::Wait).await;
    let client = client(&server);
    let call = async { reject(&client, CALL, busy()).await.unwrap_err() };
    let clock = async {
        server.request_arrived().await;
        tokio::time::pause();
        tokio::time::advance(15 * SECOND).await;
    };
    let (error, ()) = tokio::join!(call, clock);
    assert!(error.is_timeout());
    assert!(
        matches!(
            &error,
            Error::DeadlineExceeded { phase: Phase::Response, deadline, .. } if *deadline == 15 * SECOND
        ),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    assert!(error.client_request_id().is_some());
    server.client_closed().await;
}

#[tokio::test]
async fn a_stalled_response_ends_the_call_at_the_deadline() {
    let head =
        "HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\nrequest-id: 6f1b0a52\r\n\r\n{\"error\"";
    let server = Server::answering(head, Then::Wait).await;
    let client = client(&server);
    let error = reject(&client, CALL, busy())
        .deadline(SECOND / 5)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::DeadlineExceeded { .. }), "{error}");
}

/// Remembers the scopes and authorities that it was asked for.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<[Option<String>; 2]>>>);

impl TokenProvider for Asked {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        let asked = [request.scope, request.authority].map(|text| text.map(str::to_owned));
        self.0.lock().unwrap().push(asked);
        Box::pin(std::future::ready(Ok(AccessToken::new("a.secret.token"))))
    }
}

#[tokio::test]
async fn each_cloud_has_its_url_and_token_scope() {
    for (cloud, host, authority) in [
        (
            Cloud::Global,
            "graph.microsoft.com",
            "https://login.microsoftonline.com",
        ),
        (
            Cloud::UsGovernmentL4,
            "graph.microsoft.us",
            "https://login.microsoftonline.us",
        ),
        (
            Cloud::UsGovernmentL5Dod,
            "dod-graph.microsoft.us",
            "https://login.microsoftonline.us",
        ),
    ] {
        let (recorder, asked) = (Recorder::default(), Asked::default());
        let client = Client::from(
            specwright_runtime::Client::builder(cloud)
                .credential(asked.clone())
                .transport(recorder.clone())
                .build(),
        );
        reject(&client, CALL, busy()).await.unwrap();
        assert_eq!(
            recorder.only().0,
            format!("https://{host}/v1.0/communications/calls/{CALL}/reject")
        );
        assert_eq!(
            asked.0.lock().unwrap()[..],
            [[
                Some(format!("https://{host}/.default")),
                Some(authority.to_owned())
            ]]
        );
    }
}
