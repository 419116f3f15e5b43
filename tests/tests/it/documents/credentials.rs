//! Security schemes of every kind.

use access_client::{Client, Credentials};
use specwright_runtime::testing::Script;
use specwright_runtime::{Endpoint, Error, InvalidRequest, StaticToken};

use crate::documents::{server, target};
use crate::support::server::{Received, Server};

/// A client of a server with credentials, and no others.
fn client(server: &Server, credentials: Credentials) -> Client {
    let endpoint = Endpoint::new(format!("{}/v1.0", server.base())).unwrap();
    let transport =
        specwright_runtime::ReqwestTransport::from_builder(reqwest::Client::builder().no_proxy());
    let runtime = specwright_runtime::Client::builder(endpoint)
        .credentials(credentials)
        .transport(transport);
    Client::from(runtime.build())
}

fn all() -> Credentials {
    Credentials::new()
        .key("a key&")
        .header_key("h-key")
        .cookie("s;1")
        .basic("Aladdin", "open sesame")
        .digest("username=\"Mufasa\"")
        .bearer(StaticToken::new("b-token"))
        .oauth(StaticToken::new("o-token"))
        .oidc(StaticToken::new("i-token"))
}

/// Returns the request that a server receives with these credentials.
macro_rules! received {
    ($credentials:expr, $($call:tt)*) => {{
        let server = server().await;
        client(&server, $credentials)$($call)*.await.unwrap();
        server.only()
    }};
}

#[tokio::test]
async fn an_api_key_is_sent_where_the_document_says() {
    let request: Received = received!(all(), .key().get());
    assert_eq!(target(&request), "/key?api_key=a%20key%26");
    assert_eq!(request.header("authorization"), None);
    let request = received!(all(), .header().get());
    assert_eq!(target(&request), "/header");
    assert_eq!(request.header("x-key"), Some("h-key"));
    let request = received!(all(), .cookie().get());
    assert_eq!(request.header("cookie"), Some("session=s%3B1"));
    let request = received!(all(), .cookie().get().theme("dark"));
    assert_eq!(request.header("cookie"), Some("theme=dark; session=s%3B1"));
}

#[tokio::test]
async fn http_schemes_use_the_header_authorization() {
    let request = received!(all(), .basic().get());
    assert_eq!(
        request.header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    let request = received!(all(), .digest().get());
    assert_eq!(
        request.header("authorization"),
        Some("Digest username=\"Mufasa\"")
    );
    let request = received!(all(), .token().get());
    assert_eq!(request.header("authorization"), Some("Bearer o-token"));
    let request = received!(all(), .identity().get());
    assert_eq!(request.header("authorization"), Some("Bearer i-token"));
}

#[tokio::test]
async fn the_first_security_alternative_with_credentials_is_sent() {
    let request = received!(all(), .either().get());
    assert_eq!(request.header("authorization"), Some("Bearer o-token"));
    assert_eq!(target(&request), "/either");
    let keys = Credentials::new().key("k").header_key("h");
    let request = received!(keys, .either().get());
    assert_eq!(request.header("authorization"), None);
    assert_eq!(target(&request), "/either?api_key=k");
    assert_eq!(request.header("x-key"), Some("h"));
    let some = Credentials::new().key("k").basic("a", "b");
    let request = received!(some, .either().get());
    assert_eq!(target(&request), "/either");
    assert_eq!(request.header("authorization"), Some("Basic YTpi"));
}

#[tokio::test]
async fn all_credentials_of_a_requirement_are_sent() {
    let request = received!(all(), .both().get());
    assert_eq!(target(&request), "/both?api_key=a%20key%26");
    assert_eq!(request.header("authorization"), Some("Bearer o-token"));
    assert_eq!(request.header("x-key"), Some("h-key"));
    assert_eq!(request.header("cookie"), Some("session=s%3B1"));
}

#[tokio::test]
async fn optional_security_sends_available_credentials() {
    let request = received!(all(), .open().get());
    assert_eq!(request.header("authorization"), None);
    assert_eq!(target(&request), "/open");
    let request = received!(Credentials::new(), .optional().get());
    assert_eq!(request.header("authorization"), None);
    let request = received!(all(), .optional().get());
    assert_eq!(request.header("authorization"), Some("Bearer b-token"));
}

#[tokio::test]
async fn a_missing_credential_is_named_in_the_error() {
    let server = server().await;
    let client = client(&server, Credentials::new().key("k"));
    let error = client.either().get().await.unwrap_err();
    assert!(matches!(
        error,
        Error::InvalidRequest(InvalidRequest::Credential(_))
    ));
    assert_eq!(
        error.to_string(),
        "not sent: the client has no credential for `oauth`, or `key` and `header-key`, or `basic`"
    );
    let error = client.basic().get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "not sent: the client has no credential for `basic`"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn errors_do_not_contain_invalid_credentials() {
    let server = server().await;
    let credentials = Credentials::new()
        .header_key("hush\nhush")
        .basic("hush:hush", "hush");
    let client = client(&server, credentials.clone());
    let broken = client.header().get().await.unwrap_err();
    assert_eq!(
        broken.to_string(),
        "not sent: header `x-key` has a credential that is not valid in a header"
    );
    let colon = client.basic().get().await.unwrap_err();
    assert_eq!(
        colon.to_string(),
        "not sent: the client has no credential for `basic`: the given one has a user name with a colon"
    );
    for shown in [
        format!("{broken:?}"),
        format!("{colon:?}"),
        format!("{credentials:?}"),
        format!("{client:?}"),
    ] {
        assert!(!shown.contains("hush"), "{shown}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn credentials_are_not_sent_over_plain_http() {
    let endpoint = Endpoint::new("http://harbor.example/v1").unwrap();
    let runtime = specwright_runtime::Client::builder(endpoint).credentials(all());
    let client = Client::from(runtime.build());
    for error in [
        client.key().get().await.unwrap_err(),
        client.header().get().await.unwrap_err(),
        client.cookie().get().await.unwrap_err(),
        client.basic().get().await.unwrap_err(),
        client.optional().get().await.unwrap_err(),
    ] {
        assert!(
            matches!(
                error,
                Error::InvalidRequest(InvalidRequest::InsecureEndpoint)
            ),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_scheme_that_is_not_declared_is_set_by_the_caller() {
    let request = received!(all(), .unknown().get());
    assert_eq!(request.header("authorization"), None);
    let request = received!(all(), .unknown().get().header("Authorization", "Odd 1"));
    assert_eq!(request.header("authorization"), Some("Odd 1"));
}

/// A client of a document without `security`, and the requests that it sends.
fn unstated(endpoint: impl Into<Endpoint>) -> (bodies_client::Client, Script) {
    let script = Script::new();
    let runtime = specwright_runtime::Client::builder(endpoint)
        .credential(StaticToken::new("t"))
        .transport(script.clone());
    (bodies_client::Client::from(runtime.build()), script)
}

/// Returns the header `Authorization` of the only request.
fn authorization(script: &Script) -> Option<String> {
    let requests = script.requests();
    assert_eq!(requests.len(), 1);
    let value = requests[0].headers().get("authorization")?;
    Some(value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn without_security_the_callers_credential_is_sent() {
    let (client, script) = unstated(bodies_client::Server::Localhost);
    let _ = client.jobs().delete().await;
    assert_eq!(authorization(&script).as_deref(), Some("Bearer t"));

    let (client, script) = unstated(bodies_client::Server::Localhost);
    let request = client.jobs().delete().header("authorization", "ApiKey k");
    let _ = request.await;
    assert_eq!(authorization(&script).as_deref(), Some("ApiKey k"));
}

#[tokio::test]
async fn without_security_only_private_endpoints_get_a_credential() {
    let endpoint = Endpoint::new("http://archive.example").unwrap();
    let (client, script) = unstated(endpoint.clone());
    let error = client.jobs().delete().await.unwrap_err();
    assert!(matches!(
        error,
        Error::InvalidRequest(InvalidRequest::InsecureEndpoint)
    ));
    assert!(script.requests().is_empty());

    let script = Script::new();
    let runtime = specwright_runtime::Client::builder(endpoint).transport(script.clone());
    let client = bodies_client::Client::from(runtime.build());
    let request = client.jobs().delete().header("authorization", "ApiKey k");
    let error = request.await.unwrap_err();
    assert!(matches!(
        error,
        Error::InvalidRequest(InvalidRequest::InsecureEndpoint)
    ));
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn without_security_own_servers_get_no_credential() {
    let (client, script) = unstated(bodies_client::Server::Localhost);
    let _ = client.elsewhere().get().await;
    assert_eq!(authorization(&script), None);

    let (client, script) = unstated(bodies_client::Server::Localhost);
    let request = client.elsewhere().get().header("authorization", "ApiKey k");
    let error = request.await.unwrap_err();
    assert!(error.to_string().contains("`authorization`"), "{error}");
    assert!(script.requests().is_empty());

    // The caller chose this one.
    let (client, script) = unstated(bodies_client::Server::Localhost);
    let chosen = Endpoint::new("https://files.archive.example").unwrap();
    let _ = client.elsewhere().get().endpoint(chosen).await;
    assert_eq!(authorization(&script).as_deref(), Some("Bearer t"));

    // It has the origin of the client's endpoint.
    let (client, script) = unstated(bodies_client::Server::Localhost);
    let _ = client.below().get().await;
    assert_eq!(authorization(&script).as_deref(), Some("Bearer t"));
}
