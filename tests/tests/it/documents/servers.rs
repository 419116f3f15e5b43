//! Servers, server variables, and the URLs of requests.

use std::sync::{Arc, Mutex};

use access_client::{
    Client, ClientHeadHeaders, ClientHeadServer, ClientServer, ClientServerClient, Credentials,
    NearbyServer, RegionalServer, RegionalServerRegion, Server, VersionedServer,
    VersionedServerVersion,
};
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    AccessToken, BoxFuture, Endpoint, Error, InvalidEndpoint, InvalidRequest, StaticToken,
    TokenError, TokenProvider, TokenRequest,
};

use access_client::uploads::{
    ArchiveServer, ArchiveServerYear, TieredServer, UploadsDeleteServer, UploadsServer,
};

use crate::documents::{server, target};

fn url(endpoint: impl Into<Endpoint>) -> Result<String, InvalidEndpoint> {
    endpoint.into().url().map(str::to_owned)
}

fn client(endpoint: impl Into<Endpoint>, script: &Script) -> Client {
    let credentials = Credentials::new().bearer(StaticToken::new("t"));
    let runtime = specwright_runtime::Client::builder(endpoint)
        .credentials(credentials)
        .transport(script.clone());
    Client::from(runtime.build())
}

#[test]
fn server_variables_are_inserted_into_the_url() {
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
fn a_relative_server_is_resolved_against_the_document() {
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
fn server_variables_cannot_change_the_host() {
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
async fn an_operation_uses_its_own_server() {
    let done = || ScriptedResponse::status(204);
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
async fn servers_of_paths_and_operations_have_variables() {
    let done = || ScriptedResponse::status(204);
    let script = (0..5).fold(Script::new(), |script, _| script.then(done()));
    let client = client(Server::Global, &script);
    let uploads = client.uploads();
    let tiered = TieredServer {
        tier: "slow/lane".to_owned(),
    };
    let tiered = UploadsServer::Tiered(tiered);
    uploads.post().name("a").server(tiered).await.unwrap();
    uploads.post().server(UploadsServer::Slow).await.unwrap();
    uploads.delete().await.unwrap();
    let archive = ArchiveServer {
        year: ArchiveServerYear::N2023,
        shelf: "top".to_owned(),
    };
    let archive = UploadsDeleteServer::Archive(archive);
    uploads.delete().server(archive.clone()).await.unwrap();
    let elsewhere = Endpoint::new("https://elsewhere.example/v2").unwrap();
    let sent = uploads.delete().endpoint(elsewhere).server(archive);
    sent.await.unwrap();
    let sent: Vec<String> = script
        .requests()
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        sent,
        [
            "https://uploads.harbor.example/slow/lane/uploads?name=a",
            "https://slow.harbor.example/uploads",
            "https://harbor.example/archive/2024/all/uploads",
            "https://harbor.example/archive/2023/top/uploads",
            "https://elsewhere.example/v2/uploads",
        ]
    );
}

#[tokio::test]
async fn the_root_path_is_a_method_of_the_client() {
    let alive = ScriptedResponse::status(204).header("x-since", "1990");
    let script = Script::new().then(alive);
    let client = client(Server::Global, &script);
    let ship = ClientServer {
        client: ClientServerClient::Ship,
    };
    let response = client.head().server(ClientHeadServer::Client(ship)).await;
    let response = response.unwrap();
    let headers = ClientHeadHeaders::from(response.headers());
    assert_eq!(headers.x_since().unwrap(), Some(1990));
    assert_eq!(
        script.requests()[0].uri(),
        "https://status.harbor.example/ship/"
    );
}

#[tokio::test]
async fn variables_of_operation_servers_cannot_change_the_host() {
    let script = Script::new();
    let client = client(Server::Global, &script);
    let server = UploadsDeleteServer::Archive(ArchiveServer {
        year: ArchiveServerYear::default(),
        shelf: "a?b".to_owned(),
    });
    let error = client.uploads().delete().server(server).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidRequest(InvalidRequest::Endpoint(InvalidEndpoint::Variable))
        ),
        "{error}"
    );
    assert!(script.requests().is_empty());
}

/// The scopes that a token was asked for.
#[derive(Clone, Default)]
struct Scopes(Arc<Mutex<Vec<Option<String>>>>);

impl TokenProvider for Scopes {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        let scope = request.scope.map(str::to_owned);
        self.0.lock().unwrap().push(scope);
        Box::pin(async { Ok(AccessToken::new("t")) })
    }
}

#[tokio::test]
async fn tokens_have_the_scope_of_the_operations_server() {
    let script = (0..3).fold(Script::new(), |script, _| {
        script.then(ScriptedResponse::status(204))
    });
    let scopes = Scopes::default();
    let runtime = specwright_runtime::Client::builder(Server::Global)
        .credentials(Credentials::new().bearer(scopes.clone()))
        .transport(script);
    let client = Client::from(runtime.build());
    client.uploads().post().await.unwrap();
    let slow = client.uploads().post().server(UploadsServer::Slow);
    slow.await.unwrap();
    let own = Endpoint::new("https://own.example").unwrap();
    client.uploads().post().endpoint(own).await.unwrap();
    let asked = scopes.0.lock().unwrap();
    let asked: Vec<_> = asked.iter().map(Option::as_deref).collect();
    assert_eq!(
        asked,
        [
            Some("https://uploads.harbor.example/.default"),
            Some("https://harbor.example/.default"),
            None,
        ]
    );
}

#[tokio::test]
async fn a_custom_endpoint_replaces_all_servers() {
    let server = server().await;
    let credentials = Credentials::new().bearer(StaticToken::new("t"));
    let client = Client::from(server.client().credentials(credentials).build());
    client.uploads().post().await.unwrap();
    client.uploads().get().await.unwrap();
    let slow = client.uploads().post().server(UploadsServer::Slow);
    slow.await.unwrap();
    let received = server.received();
    assert_eq!(target(&received[0]), "/uploads");
    assert_eq!(received[0].header("authorization"), Some("Bearer t"));
    assert_eq!(received[1].line, "GET /archive/uploads HTTP/1.1");
    assert_eq!(target(&received[2]), "/uploads");
}

#[tokio::test]
async fn an_invalid_endpoint_is_reported_at_the_call() {
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

#[tokio::test]
async fn a_variable_without_a_default_is_set_by_the_caller() {
    use access_client::somewhere::{SomeServer, SomewhereGetServer};

    let script = Script::new();
    let client = client(Server::Global, &script);
    let error = client.somewhere().get().await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidRequest(InvalidRequest::Endpoint(
                InvalidEndpoint::VariableWithoutValue
            ))
        ),
        "{error:?}"
    );
    let server = SomewhereGetServer::Some(SomeServer::new("north"));
    let _ = client.somewhere().get().server(server).await;
    let requests = script.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].uri().host(), Some("north.harbor.example"));
}
