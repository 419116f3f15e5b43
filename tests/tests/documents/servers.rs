//! Where requests go.

use access_client::{
    Client, Credentials, NearbyServer, RegionalServer, RegionalServerRegion, Server,
    VersionedServer, VersionedServerVersion,
};
use msgraph_runtime::testing::{Answer, Script};
use msgraph_runtime::{Endpoint, Error, InvalidEndpoint, InvalidRequest, StaticToken};

use crate::{server, target};

fn url(endpoint: impl Into<Endpoint>) -> Result<String, InvalidEndpoint> {
    endpoint.into().url().map(str::to_owned)
}

fn client(endpoint: impl Into<Endpoint>, script: &Script) -> Client {
    let credentials = Credentials::new().bearer(StaticToken::new("t"));
    let runtime = msgraph_runtime::Client::builder(endpoint)
        .credentials(credentials)
        .transport(script.clone());
    Client::from(runtime.build())
}

#[test]
fn a_server_is_its_url_with_the_values_of_its_variables() {
    assert_eq!(
        url(RegionalServer::default()).unwrap(),
        "https://north.harbor.example:443/api/v1"
    );
    let server = Server::Regional(RegionalServer {
        region: RegionalServerRegion::SouthEast,
        port: "8443".to_owned(),
        base: String::new(),
    });
    assert_eq!(
        url(server).unwrap(),
        "https://south-east.harbor.example:8443"
    );
    let global = Endpoint::from(Server::Global);
    assert_eq!(global.url().unwrap(), "https://harbor.example/v1");
    assert_eq!(
        global.token_scope(),
        Some("https://harbor.example/.default")
    );
}

#[test]
fn a_relative_server_is_below_the_url_of_the_document() {
    for (document, expected) in [
        (
            "https://a.example/api/docs/openapi.yaml",
            "https://a.example/api/v2",
        ),
        ("https://a.example/api/docs/", "https://a.example/api/v2"),
        ("https://a.example", "https://a.example/v2"),
        ("https://a.example/x?y=/z/#/w", "https://a.example/v2"),
    ] {
        assert_eq!(url(NearbyServer::new(document)).unwrap(), expected);
    }
    let versioned = VersionedServer {
        version: VersionedServerVersion::N1,
        ..VersionedServer::new("http://localhost:8080/openapi.json")
    };
    assert_eq!(
        url(Server::Versioned(versioned)).unwrap(),
        "http://localhost:8080/1"
    );
    assert_eq!(
        url(NearbyServer::new("openapi.yaml")),
        Err(InvalidEndpoint::NotAUrl)
    );
}

#[test]
fn a_variable_leads_to_no_other_host() {
    for port in ["443/", "443#", "443?", "443@evil.example", "443\\", "%2e"] {
        let server = RegionalServer {
            port: port.to_owned(),
            ..Default::default()
        };
        assert_eq!(url(server), Err(InvalidEndpoint::Variable), "{port}");
    }
    for base in ["a?b", "a#b", "a\\b"] {
        let server = RegionalServer {
            base: base.to_owned(),
            ..Default::default()
        };
        assert_eq!(url(server), Err(InvalidEndpoint::Variable), "{base}");
    }
    let server = RegionalServer {
        base: "a/../b".to_owned(),
        ..Default::default()
    };
    assert_eq!(url(server), Err(InvalidEndpoint::Path));
}

#[tokio::test]
async fn an_operation_with_a_server_of_its_own_goes_there_from_a_server_of_the_document() {
    let done = || Answer::status(204);
    let script = Script::new()
        .then(done())
        .then(done())
        .then(done())
        .then(done());
    let client = client(Server::Global, &script);
    client.uploads().post().name("a").await.unwrap();
    client.uploads().get().await.unwrap();
    let elsewhere = Endpoint::new("https://slow.harbor.example").unwrap();
    client.uploads().post().endpoint(elsewhere).await.unwrap();
    client.open().get().await.unwrap();
    let sent: Vec<String> = script
        .requests()
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        sent,
        [
            "https://uploads.harbor.example/fast/uploads?name=a",
            "https://harbor.example/archive/uploads",
            "https://slow.harbor.example/uploads",
            "https://harbor.example/v1/open",
        ]
    );
}

#[tokio::test]
async fn a_client_of_an_endpoint_of_ones_own_stays_there() {
    let server = server().await;
    let credentials = Credentials::new().bearer(StaticToken::new("t"));
    let client = Client::from(server.client().credentials(credentials).build());
    client.uploads().post().await.unwrap();
    client.uploads().get().await.unwrap();
    let received = server.received();
    assert_eq!(target(&received[0]), "/uploads");
    assert_eq!(received[0].header("authorization"), Some("Bearer t"));
    assert_eq!(received[1].line, "GET /archive/uploads HTTP/1.1");
}

#[tokio::test]
async fn an_endpoint_that_is_none_is_told_at_the_call() {
    let script = Script::new();
    let client = client(NearbyServer::new("nowhere"), &script);
    let error = client.uploads().post().await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidRequest(InvalidRequest::Endpoint(InvalidEndpoint::NotAUrl))
        ),
        "{error}"
    );
    assert!(script.requests().is_empty());
}
