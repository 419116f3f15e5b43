//! The URL and the headers of requests.

use specwright_runtime::{
    Client, ClientBuilder, Conventions, Endpoint, HeaderName, HeaderValue, Method, Request,
    RequestIdHeader, StaticToken,
};

use crate::calls::operations::{CONVENTIONS, REJECT, call, read, reject};
use crate::calls::own_transport::Memory;

#[tokio::test]
async fn a_trailing_slash_of_the_base_url_is_ignored() {
    for base in ["https://graph.example/v1.0", "https://graph.example/v1.0/"] {
        let memory = Memory::answering(202, "");
        let client = specwright_runtime::Client::builder(Endpoint::new(base).unwrap())
            .credential(StaticToken::new("t"))
            .transport(memory.clone())
            .build();
        reject(&client, "1").await.unwrap();
        assert_eq!(
            memory.only().head.uri,
            "https://graph.example/v1.0/communications/calls/1/reject"
        );
    }
}

#[tokio::test]
async fn a_path_parameter_stays_one_segment() {
    for (id, segment) in [
        (
            "57DAB8B1894C409AB240BD8BEAE78896",
            "57DAB8B1894C409AB240BD8BEAE78896",
        ),
        ("a b/c?d#e%2Fé", "a%20b%2Fc%3Fd%23e%252F%C3%A9"),
        ("../../me", "..%2F..%2Fme"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("-._~", "-._~"),
        ("!$&'()*+,;=:@", "%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40"),
        ("a\\b\r\n\0", "a%5Cb%0D%0A%00"),
        ("電話", "%E9%9B%BB%E8%A9%B1"),
    ] {
        let memory = Memory::answering(202, "");
        reject(&memory.client().build(), id).await.unwrap();
        let expected = format!("/v1.0/communications/calls/{segment}/reject");
        assert_eq!(memory.only().head.uri.path(), expected, "{id:?}");
    }
}

#[tokio::test]
async fn a_query_is_percent_encoded() {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    read(&client)
        .query("$top", "5")
        .query("q", "a&b=c d+é")
        .await
        .unwrap();
    assert_eq!(
        memory.only().head.uri.query(),
        Some("%24top=5&q=a%26b%3Dc%20d%2B%C3%A9")
    );
}

#[tokio::test]
async fn every_request_has_user_agent_and_accept() {
    let memory = Memory::answering(202, "");
    reject(&memory.client().build(), "1").await.unwrap();
    let headers = memory.only().head.headers;
    assert_eq!(headers["accept"], "application/json");
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["authorization"], "Bearer a.secret.token");
    assert!(
        headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("specwright-runtime/")
    );
    let id = headers["client-request-id"].to_str().unwrap();
    assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 4);
    assert_eq!(headers.len(), 5);
}

#[tokio::test]
async fn every_call_has_its_own_request_id() {
    let client = Memory::answering(202, "").client().build();
    let first = reject(&client, "1").await.unwrap();
    let second = reject(&client, "1").await.unwrap();
    assert_ne!(first.client_request_id(), second.client_request_id());
}

#[tokio::test]
async fn without_conventions_there_is_no_request_id() {
    let memory = Memory::answering(202, "");
    let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(StaticToken::new("t"))
        .transport(memory.clone())
        .build();
    let accepted = reject(&client, "1").await.unwrap();
    assert_eq!(accepted.client_request_id(), None);
    // The response has the header, which means nothing here.
    assert_eq!(accepted.headers()["request-id"], "of-the-service");
    assert_eq!(accepted.request_id(), None);
    let sent = memory.only().head.headers;
    let mut names: Vec<&str> = sent.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["accept", "authorization", "content-type", "user-agent"]
    );
}

#[tokio::test]
async fn conventions_of_the_builder_take_precedence() {
    static OWN: Conventions = Conventions {
        request_id_header: Some(RequestIdHeader::random_uuid(HeaderName::from_static(
            "x-own-id",
        ))),
        response_id_headers: &["x-absent", "request-id"],
        challenge_errors: &[],
    };
    for (own, header) in [(None, "client-request-id"), (Some(&OWN), "x-own-id")] {
        let memory = Memory::answering(202, "");
        let builder = Client::builder(Endpoint::new("https://graph.example").unwrap())
            .credential(StaticToken::new("t"))
            .transport(memory.clone());
        let client = own.into_iter().fold(builder, ClientBuilder::conventions);
        let client = client.build().with_default_conventions(&CONVENTIONS);
        let accepted = reject(&client, "1").await.unwrap();
        let sent = memory.only().head.headers;
        assert_eq!(
            sent[header].to_str().ok(),
            accepted.client_request_id(),
            "{header}"
        );
        assert_eq!(sent.len(), 5, "{header}");
        assert_eq!(accepted.request_id(), Some("of-the-service"));
    }
}

#[tokio::test]
async fn generated_request_ids_must_be_valid_in_a_header() {
    static OWN: Conventions = Conventions {
        request_id_header: Some(RequestIdHeader::new(
            HeaderName::from_static("x-own-id"),
            || "two\nlines".to_owned(),
        )),
        response_id_headers: &[],
        challenge_errors: &[],
    };
    let memory = Memory::answering(202, "");
    let client = memory.client().conventions(&OWN).build();
    let error = reject(&client, "1").await.unwrap_err();
    assert!(error.to_string().contains("`x-own-id`"), "{error}");
    assert!(!error.to_string().contains("two"), "{error}");
    let request = reject(&client, "1").header("X-Own-Id", "mine");
    assert_eq!(request.await.unwrap().client_request_id(), Some("mine"));
    assert_eq!(memory.only().head.headers["x-own-id"], "mine");
}

#[tokio::test]
async fn a_request_id_of_the_caller_is_kept() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, "1").header("Client-Request-Id", "mine");
    assert_eq!(request.await.unwrap().client_request_id(), Some("mine"));
    assert_eq!(memory.only().head.headers["client-request-id"], "mine");
}

#[tokio::test]
async fn headers_of_the_caller_replace_those_of_the_client() {
    let memory = Memory::answering(202, "");
    let agent = HeaderValue::from_static("bot/1.0");
    let client = memory.client().user_agent(agent).build();
    let request = reject(&client, "1")
        .header("accept", "text/plain")
        .header("prefer", "first")
        .header("Prefer", "second");
    request.await.unwrap();
    let headers = memory.only().head.headers;
    assert_eq!(headers["accept"], "text/plain");
    assert_eq!(headers["prefer"], "second");
    assert_eq!(headers["user-agent"], "bot/1.0");
    assert_eq!(headers.get_all("prefer").iter().count(), 1);
}

#[tokio::test]
async fn a_post_without_a_body_has_content_length_0() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    Request::new(&call(&client, "1"), &REJECT).await.unwrap();
    let sent = memory.only();
    assert_eq!(sent.head.method, Method::POST);
    assert_eq!(sent.head.headers["content-length"], "0");
    assert!(!sent.head.headers.contains_key("content-type"));
    assert!(sent.body.is_empty());
}

#[tokio::test]
async fn a_get_has_neither_a_body_nor_its_headers() {
    let memory = Memory::answering(200, "{}");
    read(&memory.client().build()).await.unwrap();
    let headers = memory.only().head.headers;
    assert!(!headers.contains_key("content-length") && !headers.contains_key("content-type"));
}

#[tokio::test]
async fn an_operation_without_security_gets_no_token() {
    let memory = Memory::answering(200, "{}");
    read(&memory.client().build()).await.unwrap();
    assert!(!memory.only().head.headers.contains_key("authorization"));
}
