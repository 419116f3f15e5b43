//! Transport and credential are traits, and a client can be shared between tasks.

use std::time::{Duration, Instant};

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::{Client, Server};
use specwright_runtime::{
    AccessToken, Body, BoxFuture, StatusCode, TokenError, TokenProvider, TokenRequest, Transport,
    TransportError,
};

struct Accepting;

impl Transport for Accepting {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut response = http::Response::new(Body::empty());
        *response.status_mut() = StatusCode::ACCEPTED;
        Box::pin(async { Ok(response) })
    }
}

struct Vault;

impl TokenProvider for Vault {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        assert_eq!(request.scope, Some("https://graph.microsoft.us/.default"));
        Box::pin(async { Ok(AccessToken::new("t")) })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::from(
        specwright_runtime::Client::builder(Server::UsGovernmentL4)
            .credential(Vault)
            .transport(Accepting)
            .deadline(Duration::from_secs(10))
            .build(),
    );
    let shared = client.clone();
    let task = tokio::spawn(async move {
        let calls = shared.communications().calls();
        let body = RejectPostRequestBody::default();
        calls
            .by_call_id("1")
            .reject()
            .post(body)
            .await
            .map(|accepted| accepted.status())
    });
    assert_eq!(task.await.unwrap().unwrap(), StatusCode::ACCEPTED);
}
