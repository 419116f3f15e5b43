//! Requests as a real server receives them.

use std::sync::atomic::Ordering;

use specwright_runtime::{Endpoint, Request, StandardRetry};

use crate::calls::operations::{CONVENTIONS, REJECT, call, read, reject};
use crate::support::server::{Server, Then};

const ACCEPTED: &str = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn the_request_is_exactly_the_documented_one() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    let accepted = reject(&client, "57dab8b1-894c-409a-b240-bd8beae78896")
        .await
        .unwrap();
    let request = server.only();
    assert_eq!(
        request.line,
        "POST /v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/reject HTTP/1.1"
    );
    let host = server.base().strip_prefix("http://");
    assert_eq!(request.header("host"), host);
    assert_eq!(
        request.header("authorization"),
        Some("Bearer a.secret.token")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-length"), Some("17"));
    assert_eq!(
        request.header("client-request-id"),
        accepted.client_request_id()
    );
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("specwright-runtime/")
    );
    assert_eq!(request.headers.len(), 7, "{request:?}");
    assert_eq!(request.body, r#"{"reason":"busy"}"#);
}

#[tokio::test]
async fn a_malicious_id_arrives_as_one_segment() {
    for (id, segment) in [
        ("a b/c?d#e%2Fé", "a%20b%2Fc%3Fd%23e%252F%C3%A9"),
        ("../../me", "..%2F..%2Fme"),
        ("%2e%2e", "%252e%252e"),
        ("x\\..\\y", "x%5C..%5Cy"),
        ("a\tb\r\nHost: evil", "a%09b%0D%0AHost%3A%20evil"),
    ] {
        let server = Server::answering(ACCEPTED, Then::Close).await;
        reject(&server.client().conventions(&CONVENTIONS).build(), id)
            .await
            .unwrap();
        assert_eq!(
            server.only().line,
            format!("POST /v1.0/communications/calls/{segment}/reject HTTP/1.1")
        );
    }
}

#[tokio::test]
async fn literal_path_segments_are_not_reencoded() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    let path = client
        .path()
        .segment("microsoft.graph.x(period='D7',a=@b)")
        .segment("$count")
        .segment("a%20b:verb");
    Request::new(&path, &REJECT).await.unwrap();
    assert_eq!(
        server.only().line,
        "POST /v1.0/microsoft.graph.x(period='D7',a=@b)/$count/a%20b:verb HTTP/1.1"
    );
}

#[tokio::test]
async fn a_query_arrives_unchanged() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    read(&client)
        .query("$filter", "name eq 'a'&b")
        .await
        .unwrap();
    assert_eq!(
        server.only().line,
        "GET /v1.0/read?%24filter=name%20eq%20%27a%27%26b HTTP/1.1"
    );
}

#[tokio::test]
async fn a_post_without_a_body_has_a_length_and_no_type() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    Request::new(&call(&client, "1"), &REJECT).await.unwrap();
    let request = server.only();
    assert_eq!(request.header("content-length"), Some("0"));
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("transfer-encoding"), None);
}

#[tokio::test]
async fn a_get_has_no_length() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    read(&server.client().conventions(&CONVENTIONS).build())
        .await
        .unwrap();
    let request = server.only();
    assert_eq!(request.header("content-length"), None);
    assert_eq!(request.header("transfer-encoding"), None);
}

#[tokio::test]
async fn an_invalid_request_opens_no_connection() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    for id in ["", ".", ".."] {
        reject(&client, id).await.unwrap_err();
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn the_first_call_reuses_the_warm_connection() {
    let answer = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";
    let (server, connections) = Server::keeping_alive(answer).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    client.warm_up().await.unwrap();
    // The connection is back in the pool when the task that drives it has run.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    reject(&client, "1").await.unwrap();
    assert_eq!(connections.load(Ordering::Relaxed), 1);
    let lines: Vec<_> = server
        .received()
        .iter()
        .map(|request| request.line.clone())
        .collect();
    assert_eq!(
        lines,
        [
            "HEAD /v1.0 HTTP/1.1",
            "POST /v1.0/communications/calls/1/reject HTTP/1.1"
        ]
    );
    assert_eq!(server.received()[0].header("authorization"), None);
}

#[tokio::test]
async fn each_attempt_is_one_request_on_the_wire() {
    let answer = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 2\r\n\r\n{}";
    let (server, _) = Server::keeping_alive(answer).await;
    let client = server
        .client()
        .conventions(&CONVENTIONS)
        .retry(StandardRetry::new())
        .build();
    let failed = reject(&client, "1").await.unwrap_err();
    let received = server.received();
    assert_eq!(failed.attempts() as usize, received.len());
    assert_eq!(failed.attempts(), StandardRetry::DEFAULT_MAX_ATTEMPTS);
    let id = failed.client_request_id();
    assert!(
        received
            .iter()
            .all(|request| request.header("client-request-id") == id)
    );
    assert!(
        received
            .iter()
            .all(|request| request.body == received[0].body)
    );
}

#[tokio::test]
async fn earlier_calls_do_not_change_the_url() {
    let first = Server::answering(ACCEPTED, Then::Close).await;
    let second = Server::answering(ACCEPTED, Then::Close).await;
    let client = first.client().build();
    let elsewhere = Endpoint::new(format!("{}/elsewhere", second.base())).unwrap();
    let targets = [
        "/v1.0/calls/1?q=1",
        "/v1.0/calls//.%2e%3F%23?q=a%23/..?&x=1",
        "/v1.0/calls/2",
        "/v1.0/calls/",
    ];
    for target in targets {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let last = path.strip_prefix("/v1.0/calls/").unwrap();
        let mut path = client.path().segment("calls");
        for segment in last.split('/') {
            path = path.segment(segment);
        }
        if !query.is_empty() {
            path = path.query(query);
        }
        Request::new(&path, &REJECT).await.unwrap();
        let there = Request::new(&path, &REJECT).endpoint(elsewhere.clone());
        there.await.unwrap();
    }
    let lines = |server: &Server| -> Vec<String> {
        let received = server.received();
        received
            .iter()
            .map(|request| request.line.clone())
            .collect()
    };
    let expected = |base: &str| -> Vec<String> {
        let of = |target: &&str| format!("POST {} HTTP/1.1", target.replacen("/v1.0", base, 1));
        targets.iter().map(of).collect()
    };
    assert_eq!(lines(&first), expected("/v1.0"));
    assert_eq!(lines(&second), expected("/elsewhere"));
}
