//! Calls of the client over HTTP, to a server on the loopback interface.

mod deadline;
mod errors;
mod refusals;
mod requests;
mod responses;

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;

use crate::support::reject::reject;
use crate::support::server::{Received, Server, Then};

const ACCEPTED: &str = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nrequest-id: 6f1b0a52\r\nconnection: close\r\n\r\n";

fn client(server: &Server) -> Client {
    Client::from(server.client().build())
}

/// Returns the request that a server receives.
async fn received(call_id: &str, body: RejectPostRequestBody) -> Received {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    reject(&client(&server), call_id, body).await.unwrap();
    server.only()
}
