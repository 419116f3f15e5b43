//! Clients of other documents than this project's: what they send, over real HTTP, is what the specification says.

mod bodies;
mod composition;
mod credentials;
mod formats;
mod pages;
mod parameters;
mod paths;
mod send_back;
mod servers;

// The server that the runtime's own tests use, so that there is one.
#[allow(dead_code, reason = "the runtime's tests ask more of it")]
#[path = "../../../runtime/tests/calls/server.rs"]
mod server;

use server::{Received, Server, Then};

const DONE: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";

/// What a server receives of what is sent with a client of it.
macro_rules! received {
    ($client:ident => $request:expr) => {{
        let server = crate::server().await;
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
