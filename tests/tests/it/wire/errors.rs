//! Declared errors are typed, others are kept raw.

use msgraph_communications::error_codes;
use msgraph_communications::models::{MainError, ODataError};
use serde_json::json;
use specwright_runtime::{Error, UnexpectedResponse};

use crate::support::reject::{CALL, answer, busy, reject};
use crate::support::server::{Server, Then};
use crate::wire::client;

async fn failure(answer: String) -> Error<ODataError> {
    let server = Server::answering(answer, Then::Close).await;
    reject(&client(&server), CALL, busy()).await.unwrap_err()
}

#[tokio::test]
async fn a_refusal_has_a_documented_error_code() {
    let body = r#"{"error": {"code": "7505", "message": "Another tenant."}}"#;
    let error = failure(answer("403 Forbidden", "application/json", body)).await;
    assert_eq!(error.code(), Some(error_codes::TENANT_MISMATCH));
}

async fn main_error(body: &str) -> MainError {
    match failure(answer("400 Bad Request", "application/json", body)).await {
        Error::Service { body, .. } => body.error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_graph_error_is_typed_for_every_status() {
    let body = r#"{"error": {"code": "8522", "message": "Call not found.", "innerError": {
        "date": "2026-03-02T09:14:27", "request-id": "6f1b0a52", "client-request-id": "1f7a4c8e"}}}"#;
    for (status, line) in [
        (403, "403 Forbidden"),
        (404, "404 Not Found"),
        (429, "429 Too Many Requests"),
        (500, "500 Internal Server Error"),
        (503, "503 Service Unavailable"),
    ] {
        let error = failure(answer(line, "application/json; charset=utf-8", body)).await;
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.request_id(), Some("6f1b0a52"));
        assert_eq!(error.is_not_found(), status == 404);
        assert_eq!(error.is_throttled(), status == 429);
        assert_eq!(error.code(), Some(error_codes::CALL_NOT_FOUND));
        assert!(!error.to_string().contains("Call not found"), "{error}");
        let Error::Service { body, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(body.error.code, "8522");
        assert_eq!(body.error.message, "Call not found.");
        let inner = body.error.inner_error.unwrap();
        assert_eq!(inner.date.as_deref(), Some("2026-03-02T09:14:27"));
        assert_eq!(inner.request_id.as_deref(), Some("6f1b0a52"));
        assert_eq!(inner.client_request_id.as_deref(), Some("1f7a4c8e"));
    }
}

#[tokio::test]
async fn inner_errors_are_decoded_by_both_names_at_any_depth() {
    let error = main_error(
        r#"{"error": {"code": "a", "message": "m", "innererror": {
            "code": "b", "requestId": "6f1b0a52", "innererror": {"code": "c", "innerError": {"code": "d"}}}}}"#,
    )
    .await;
    let b = error.inner_error.unwrap();
    assert_eq!(
        (b.code.as_deref(), b.request_id.as_deref()),
        (Some("b"), Some("6f1b0a52"))
    );
    let c = b.inner_error.unwrap();
    let d = c.inner_error.unwrap();
    assert_eq!(
        (c.code.as_deref(), d.code.as_deref()),
        (Some("c"), Some("d"))
    );
    assert!(d.inner_error.is_none());
}

#[tokio::test]
async fn both_names_of_inner_errors_together_lose_nothing() {
    let error = main_error(
        r#"{"error": {"code": "a", "message": "m", "innerError": {"code": "b"}, "innererror": {"code": "c"}}}"#,
    )
    .await;
    assert_eq!(error.inner_error.unwrap().code.as_deref(), Some("b"));
    assert_eq!(error.additional_data["innererror"], json!({"code": "c"}));
}

#[tokio::test]
async fn details_target_and_undeclared_properties_are_decoded() {
    let error = main_error(
        r#"{"error": {"code": "a", "message": "m", "target": "reason", "severity": 3, "details": [
            {"code": "b", "message": "n", "target": "callbackUri"}, {}]}}"#,
    )
    .await;
    assert_eq!(error.target.as_deref(), Some("reason"));
    assert_eq!(error.additional_data["severity"], json!(3));
    let details = error.details.unwrap();
    assert_eq!(details[0].target.as_deref(), Some("callbackUri"));
    assert_eq!((details.len(), &details[1].code), (2, &None));
}

#[tokio::test]
async fn an_error_without_a_body_keeps_its_status() {
    let error =
        failure("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nrequest-id: 6f1b0a52\r\nconnection: close\r\n\r\n".to_owned())
            .await;
    assert!(error.is_not_found());
    assert_eq!(error.request_id(), Some("6f1b0a52"));
    assert_eq!(error.raw_body().map(AsRef::as_ref), Some(&b""[..]));
    assert!(matches!(
        error,
        Error::Unexpected {
            why: UnexpectedResponse::Body(_),
            ..
        }
    ));
}

#[tokio::test]
async fn an_error_in_html_keeps_its_status_and_its_body() {
    let html = "<html><body>502 Bad Gateway</body></html>";
    let error = failure(answer("502 Bad Gateway", "text/html", html)).await;
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.raw_body().map(AsRef::as_ref), Some(html.as_bytes()));
    assert!(!format!("{error} {error:?}").contains("<html>"));
}

#[tokio::test]
async fn an_undecodable_error_keeps_its_body_and_the_path() {
    for (body, path) in [
        (r#"{"error": {"code": "a"}}"#, "error.message"),
        (r#"{"error": {"code": 5, "message": "m"}}"#, "error.code"),
        (r#"{"error": "no"}"#, "error"),
        (r#"{"message": "no"}"#, "error"),
    ] {
        let error = failure(answer("400 Bad Request", "application/json", body)).await;
        let Error::Unexpected {
            raw,
            why: UnexpectedResponse::Body(why),
            ..
        } = error
        else {
            panic!("{error}")
        };
        assert_eq!(raw, body);
        assert_eq!(why.path(), path, "{why}");
    }
}

#[tokio::test]
async fn an_undeclared_status_is_an_unexpected_response() {
    for line in ["302 Found", "307 Temporary Redirect", "304 Not Modified"] {
        let redirect = format!(
            "HTTP/1.1 {line}\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let server = Server::answering(redirect, Then::Close).await;
        let error = reject(&client(&server), CALL, busy()).await.unwrap_err();
        assert!(
            matches!(
                &error,
                Error::Unexpected {
                    why: UnexpectedResponse::Status,
                    ..
                }
            ),
            "{error}"
        );
        assert_eq!(server.received().len(), 1, "a redirect was followed");
    }
}
