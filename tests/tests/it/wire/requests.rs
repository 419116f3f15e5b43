//! The request is the documented one.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::RejectReason;
use serde_json::json;
use specwright_runtime::Value;

use crate::support::reject::{CALL, busy, reject};
use crate::support::server::{Server, Then};
use crate::wire::{ACCEPTED, client, received};

fn because(reason: RejectReason) -> RejectPostRequestBody {
    RejectPostRequestBody {
        reason: Some(reason),
        ..Default::default()
    }
}

#[tokio::test]
async fn rejecting_a_call_sends_the_documented_request() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = client(&server);
    let accepted = reject(&client, CALL, busy()).await.unwrap();
    let request = server.only();
    assert_eq!(
        request.line,
        "POST /v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/reject HTTP/1.1"
    );
    // The SDKs of Microsoft send the same.
    assert_eq!(
        request.header("host"),
        server.base().strip_prefix("http://")
    );
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
    assert!(request.header("user-agent").is_some());
    assert_eq!(request.headers.len(), 7, "{request:?}");
    assert_eq!(request.body, r#"{"reason":"busy"}"#);
}

#[tokio::test]
async fn the_reason_is_sent_in_lower_case() {
    for (reason, text) in [
        (RejectReason::None, r#"{"reason":"none"}"#),
        (RejectReason::Busy, r#"{"reason":"busy"}"#),
        (RejectReason::Forbidden, r#"{"reason":"forbidden"}"#),
        (RejectReason::from("Busy"), r#"{"reason":"busy"}"#),
        (RejectReason::from("tired"), r#"{"reason":"tired"}"#),
    ] {
        assert_eq!(received(CALL, because(reason)).await.body, text);
    }
}

#[tokio::test]
async fn a_body_without_a_reason_is_an_empty_object() {
    let request = received(CALL, RejectPostRequestBody::default()).await;
    assert_eq!(request.body, "{}");
    assert_eq!(request.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn the_callback_uri_is_sent_unchanged() {
    for address in [
        "https://bot.contoso.com/api/calls",
        "https://bot.contoso.com:8443/a%20b?x=1&y=%2F#z",
    ] {
        let body = RejectPostRequestBody {
            callback_uri: Some(address.to_owned()),
            ..busy()
        };
        let request = received(CALL, body).await;
        let sent: Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!(sent, json!({"reason": "busy", "callbackUri": address}));
    }
}

#[tokio::test]
async fn undeclared_properties_are_sent() {
    let mut body = busy();
    body.additional_data
        .insert("botData".to_owned(), json!({"a": null}));
    let request = received(CALL, body).await;
    assert_eq!(request.body, r#"{"reason":"busy","botData":{"a":null}}"#);
}

#[tokio::test]
async fn any_call_id_arrives_as_one_segment() {
    for (id, segment) in [
        (
            "5796A670482C490E8D9782BFCDC83011",
            "5796A670482C490E8D9782BFCDC83011",
        ),
        ("a b/c?d#e%2Fé", "a%20b%2Fc%3Fd%23e%252F%C3%A9"),
        ("%", "%25"),
        ("..%2f", "..%252f"),
        ("../../me", "..%2F..%2Fme"),
        ("...", "..."),
        ("电话📞", "%E7%94%B5%E8%AF%9D%F0%9F%93%9E"),
        ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"),
        (
            "a;b=c,d@e:f&g+h'i(j)*k!$",
            "a%3Bb%3Dc%2Cd%40e%3Af%26g%2Bh%27i%28j%29%2Ak%21%24",
        ),
        ("-._~", "-._~"),
    ] {
        assert_eq!(
            received(id, busy()).await.line,
            format!("POST /v1.0/communications/calls/{segment}/reject HTTP/1.1")
        );
    }
}

#[tokio::test]
async fn the_caller_can_set_headers_and_the_request_id() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = client(&server);
    let accepted = reject(&client, CALL, busy())
        .header("Prefer", "include-unknown-enum-members")
        .header("client-request-id", "1f7a4c8e")
        .await
        .unwrap();
    let request = server.only();
    assert_eq!(
        request.header("prefer"),
        Some("include-unknown-enum-members")
    );
    assert_eq!(request.header("client-request-id"), Some("1f7a4c8e"));
    assert_eq!(accepted.client_request_id(), Some("1f7a4c8e"));
}

#[tokio::test]
async fn nothing_is_sent_before_the_request_is_awaited() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = client(&server);
    drop(reject(&client, CALL, busy()));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn each_request_has_its_own_request_id() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = client(&server);
    let first = reject(&client, CALL, busy()).await.unwrap();
    let second = reject(&client, CALL, busy()).await.unwrap();
    assert_ne!(first.client_request_id(), second.client_request_id());
}
