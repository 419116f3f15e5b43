//! Clients of other documents: what they send over HTTP is what the specification requires.

mod bodies;
mod catalog;
mod composition;
mod credentials;
mod formats;
mod keywords;
mod mapped;
mod names;
mod pages;
mod parameters;
mod paths;
mod send_back;
mod servers;

use crate::support::server::{Received, Server, Then};

const DONE: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";

/// Sends a request to a server, and returns what the server received.
macro_rules! received {
    ($client:ident => $request:expr) => {{
        let server = crate::documents::server().await;
        let $client = parameters_client::Client::from(server.client().build());
        $request.await.unwrap();
        server.only()
    }};
}
pub(crate) use received;

/// A server that accepts everything.
async fn server() -> Server {
    Server::answering(DONE, Then::Close).await
}

/// The path and the query of a request, below the base URL.
fn target(request: &Received) -> &str {
    let target = request.line.split(' ').nth(1).unwrap();
    target.strip_prefix("/v1.0").unwrap()
}
