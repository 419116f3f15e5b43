//! The snippets of the documentation page, as written in Graph's SDKs. Each function shows what
//! differs in Rust from one language.

use std::error::Error as StdError;
use std::time::Duration;

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use msgraph_communications::{Client, Server};
use serde_json::json;
use specwright_runtime::{Error, Request, StaticToken, TokenProvider, from_slice};

/// All languages: one chain of calls on the client.
fn reject<'a>(client: &'a Client, body: RejectPostRequestBody) -> Request<'a, (), ODataError> {
    client
        .communications()
        .calls()
        .by_call_id("{call-id}")
        .reject()
        .post(body)
}

/// C#: an object initializer is a struct literal, and the indexer `Calls["{call-id}"]` a method.
async fn csharp(client: &Client) -> Result<(), Error<ODataError>> {
    let body = RejectPostRequestBody {
        reason: Some(RejectReason::Busy),
        ..Default::default()
    };
    reject(client, body).await?;
    Ok(())
}

/// Python: the member `None` of the enum is a keyword there. Here it is an ordinary variant, and
/// not `Option::None`.
async fn python(client: &Client) -> Result<(), Error<ODataError>> {
    let body = RejectPostRequestBody {
        reason: Some(RejectReason::None),
        ..Default::default()
    };
    reject(client, body).await?;
    Ok(())
}

/// Java: the client is created from a credential, and a setter is an assignment.
async fn java(credential: impl TokenProvider + 'static) -> Result<(), Error<ODataError>> {
    let client = Client::new(Server::Global, credential);
    let mut body = RejectPostRequestBody::default();
    body.reason = Some(RejectReason::Busy);
    reject(&client, body).await?;
    Ok(())
}

/// Go: the deadline of a context is a method of the request.
async fn go(client: &Client) -> Result<(), Error<ODataError>> {
    let request = reject(client, RejectPostRequestBody::default());
    request.deadline(Duration::from_secs(5)).await?;
    Ok(())
}

/// PHP: an enum object can be created from a string. A promise is a request that is not awaited.
async fn php(client: &Client) -> Result<(), Error<ODataError>> {
    let mut body = RejectPostRequestBody::default();
    body.reason = Some(RejectReason::from("busy"));
    body.reason = Some("none".into());
    let promise = reject(client, body);
    promise.await?;
    Ok(())
}

/// JavaScript: an untyped object is decoded, and a misspelt property is an undeclared one.
async fn javascript(client: &Client) -> Result<(), Box<dyn StdError>> {
    let body: RejectPostRequestBody = serde_json::from_value(json!({ "reason": "busy" }))?;
    assert!(body.additional_data.is_empty());
    reject(client, body).await?;
    Ok(())
}

/// PowerShell: a hash table is decoded from JSON, and a variable for the ID is any string.
async fn powershell(client: &Client, call_id: String) -> Result<(), Box<dyn StdError>> {
    let body: RejectPostRequestBody = from_slice(br#"{"reason": "busy"}"#)?;
    let calls = client.communications().calls();
    calls.by_call_id(&call_id).reject().post(body.clone()).await?;
    calls.by_call_id(call_id).reject().post(body).await?;
    Ok(())
}

fn main() {
    let _ = (csharp, python, go, php, javascript, powershell);
    // Nothing is sent, because it is not awaited.
    drop(java(StaticToken::new("t")));
}
