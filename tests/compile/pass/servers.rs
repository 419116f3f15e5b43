//! Each cloud is a server, and any other endpoint can be used instead.

use msgraph_communications::{Client, Server};
use specwright_runtime::{Endpoint, StaticToken};

const GLOBAL: &str = Server::Global.url();

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for server in [
        Server::Global,
        Server::UsGovernmentL4,
        Server::UsGovernmentL5Dod,
    ] {
        let copy = server;
        assert_eq!(copy, server);
        assert!(server.url().starts_with("https://"));
        assert!(server.token_scope().ends_with("/.default"));
        let endpoint = Endpoint::from(server);
        assert_eq!(endpoint.url()?, server.url());
        assert_eq!(endpoint.token_authority(), Some(server.token_authority()));
        let _ = Client::new(server, StaticToken::new("t"));
    }
    assert_eq!(GLOBAL, "https://graph.microsoft.com/v1.0");
    let _ = Client::new(
        Endpoint::new("http://localhost:8080/v1.0")?,
        StaticToken::new("t"),
    );
    Ok(())
}
