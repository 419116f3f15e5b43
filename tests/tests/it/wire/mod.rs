//! What travels: against a real HTTP server on loopback, and through a transport of one's own.

mod deadline;
mod errors;
mod refusals;
mod requests;
mod responses;
mod secrets;

// The server that the runtime's own tests use, so that there is one.
#[allow(dead_code, reason = "the runtime's tests ask more of it")]
#[path = "../../../runtime/tests/calls/server.rs"]
mod server;

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use specwright_runtime::Request;

use server::{Received, Server, Then};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

const ACCEPTED: &str = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nrequest-id: 6f1b0a52\r\nconnection: close\r\n\r\n";

/// An answer with a body.
fn answer(status: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nrequest-id: 6f1b0a52\r\nconnection: close\r\n\r\n{body}"
    )
}

fn client(server: &Server) -> Client {
    Client::from(server.client().build())
}

/// Rejects a call.
fn reject<'a>(
    client: &'a Client,
    call_id: &str,
    body: RejectPostRequestBody,
) -> Request<'a, (), ODataError> {
    client
        .communications()
        .calls()
        .by_call_id(call_id)
        .reject()
        .post(body)
}

fn busy() -> RejectPostRequestBody {
    RejectPostRequestBody {
        reason: Some(RejectReason::Busy),
        ..Default::default()
    }
}

/// What a server that accepts everything receives.
async fn received(call_id: &str, body: RejectPostRequestBody) -> Received {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    reject(&client(&server), call_id, body).await.unwrap();
    server.only()
}
