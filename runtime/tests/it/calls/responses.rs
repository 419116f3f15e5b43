//! Results of calls for responses of a real server.

use std::error::Error as _;
use std::time::Duration;

use serde_json::Value;
use specwright_runtime::{
    Client, Endpoint, Error, NoRetry, Phase, ReqwestTransport, StaticToken, UnexpectedResponse,
};

use crate::calls::operations::{CONVENTIONS, reject};
use crate::support::server::{Server, Then};

/// A whole response, with its length.
fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nrequest-id: of-the-service\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
}

/// The error of a call that is answered with these bytes.
async fn failure(bytes: impl Into<Vec<u8>>, then: Then) -> Error<Value> {
    let server = Server::answering(bytes, then).await;
    let patience = Duration::from_secs(match then {
        Then::Close => 60,
        Then::Wait => 1,
    });
    let client = server
        .client()
        .conventions(&CONVENTIONS)
        .deadline(patience)
        .build();
    let error = reject(&client, "1").await.unwrap_err();
    let sent = server.only();
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.client_request_id(), sent.header("client-request-id"));
    error
}

#[tokio::test]
async fn any_2xx_is_a_success() {
    for (bytes, status) in [
        (response("202 Accepted", "", ""), 202),
        (response("200 OK", "", "{}"), 200),
        (response("200 OK", "", "not json"), 200),
        (
            "HTTP/1.1 204 No Content\r\nrequest-id: of-the-service\r\n\r\n".to_owned(),
            204,
        ),
    ] {
        let server = Server::answering(bytes, Then::Close).await;
        let client = server.client().conventions(&CONVENTIONS).build();
        let response = reject(&client, "1").await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.request_id(), Some("of-the-service"));
        assert_eq!(response.headers()["request-id"], "of-the-service");
        assert_eq!(response.attempts(), 1);
        let () = response.into_body();
    }
}

#[tokio::test]
async fn a_declared_error_is_typed() {
    let body = r#"{"error":{"code":"accessDenied","message":"No."}}"#;
    let error = failure(response("403 Forbidden", "", body), Then::Close).await;
    assert_eq!(error.status().unwrap(), 403);
    assert_eq!(error.request_id(), Some("of-the-service"));
    assert_eq!(error.headers().unwrap()["request-id"], "of-the-service");
    assert_eq!(error.body().unwrap()["error"]["code"], "accessDenied");
    assert!(error.raw_body().is_none());
    let line = error.to_string();
    assert!(
        line.starts_with("communications.calls.call.reject: the service answered 403 Forbidden")
    );
    assert!(line.contains("request-id of-the-service"));
    assert!(matches!(error, Error::Service { status, .. } if status == 403));
}

#[tokio::test]
async fn predicates_classify_common_errors() {
    let gone = failure(response("404 Not Found", "", "{}"), Then::Close).await;
    assert!(gone.is_not_found() && !gone.is_throttled() && !gone.is_timeout());
    let throttled = failure(response("429 Too Many Requests", "", "{}"), Then::Close).await;
    assert!(throttled.is_throttled() && !throttled.is_not_found());
}

#[tokio::test]
async fn an_undecodable_body_is_kept_raw() {
    for (status, headers, body) in [
        ("404 Not Found", "", ""),
        (
            "502 Bad Gateway",
            "content-type: text/html\r\n",
            "<html>Bad Gateway</html>",
        ),
        ("500 Internal Server Error", "", "{\"error\":"),
    ] {
        let error = failure(response(status, headers, body), Then::Close).await;
        assert_eq!(error.status().unwrap().to_string(), status);
        assert_eq!(error.request_id(), Some("of-the-service"));
        assert_eq!(error.raw_body().unwrap(), body);
        assert!(error.body().is_none());
        assert!(error.source().is_some());
        let Error::Unexpected { why, .. } = error else {
            panic!("{error}");
        };
        assert!(matches!(why, UnexpectedResponse::Body(_)));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let target = Server::answering(response("202 Accepted", "", ""), Then::Close).await;
        let location = format!("location: {}/elsewhere\r\n", target.base());
        let error = failure(response(status, &location, "moved"), Then::Close).await;
        assert!(target.received().is_empty(), "{status}");
        assert!(error.status().unwrap().is_redirection());
        assert_eq!(error.raw_body().unwrap(), "moved");
        let Error::Unexpected { why, .. } = error else {
            panic!("{error}");
        };
        assert!(matches!(why, UnexpectedResponse::Status));
    }
}

#[tokio::test]
async fn a_redirect_followed_by_a_custom_client_is_an_error() {
    let target = Server::answering(response("202 Accepted", "", ""), Then::Close).await;
    let moved = response(
        "302 Found",
        &format!("location: {}/x\r\n", target.base()),
        "",
    );
    let server = Server::answering(moved, Then::Close).await;
    let following = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = server
        .client()
        .transport(ReqwestTransport::from(following))
        .build();
    let error = reject(&client, "1").await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }));
    assert_eq!(target.only().header("authorization"), None);
}

#[tokio::test]
async fn a_silent_server_ends_in_the_deadline() {
    let error = failure("", Then::Wait).await;
    assert!(error.is_timeout());
    assert!(matches!(
        error,
        Error::DeadlineExceeded {
            phase: Phase::Response,
            ..
        }
    ));
    let error = failure("HTTP/1.1 202 Acc", Then::Wait).await;
    assert!(matches!(
        error,
        Error::DeadlineExceeded {
            phase: Phase::Response,
            ..
        }
    ));
}

#[tokio::test]
async fn a_stalled_body_ends_in_the_deadline_with_its_status() {
    let half = "HTTP/1.1 403 Forbidden\r\nrequest-id: r\r\ncontent-length: 100\r\n\r\n{\"err";
    let error = failure(half, Then::Wait).await;
    assert!(matches!(
        error,
        Error::DeadlineExceeded {
            phase: Phase::Body,
            ..
        }
    ));
    assert_eq!(error.status().unwrap(), 403);
    assert_eq!(error.request_id(), Some("r"));
}

#[tokio::test]
async fn a_broken_connection_may_have_been_processed() {
    for (bytes, status) in [
        ("", None),
        ("HTTP/1.1 202 Acc", None),
        ("utter nonsense\r\n\r\n", None),
        (
            "HTTP/1.1 403 Forbidden\r\ncontent-length: 100\r\n\r\n{\"err",
            Some(403),
        ),
    ] {
        let failed = failure(bytes, Then::Close).await;
        assert_eq!(failed.status().map(|status| status.as_u16()), status);
        assert!(!failed.is_timeout());
        let Error::Transport { error, .. } = failed else {
            panic!("{failed}");
        };
        assert!(error.may_have_been_sent());
    }
}

#[tokio::test]
async fn a_refused_connection_has_sent_nothing() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let settings = reqwest::Client::builder().no_proxy();
    let client = Client::builder(Endpoint::new(base).unwrap())
        .credential(StaticToken::new("t"))
        .transport(ReqwestTransport::from_builder(settings))
        .retry(NoRetry)
        .build();
    let failed = reject(&client, "1").await.unwrap_err();
    assert!(
        failed
            .to_string()
            .contains("the request did not reach the service")
    );
    assert!(failed.source().is_some());
    let Error::Transport { error, .. } = failed else {
        panic!("{failed}");
    };
    assert!(!error.may_have_been_sent());
}

#[tokio::test]
async fn an_endless_body_is_read_up_to_the_limit() {
    let mut endless = b"HTTP/1.1 502 Bad Gateway\r\nrequest-id: r\r\n\r\n".to_vec();
    endless.resize(endless.len() + 100_000, b'x');
    let server = Server::answering(endless, Then::Wait).await;
    let client = server
        .client()
        .conventions(&CONVENTIONS)
        .response_limit(1000)
        .build();
    let error = reject(&client, "1").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.raw_body().unwrap().len(), 1000);
    let Error::Unexpected { why, .. } = error else {
        panic!("{error}");
    };
    assert!(matches!(
        why,
        UnexpectedResponse::TooLong { limit: 1000, .. }
    ));
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection() {
    let server = Server::answering("", Then::Wait).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    let mut call = reject(&client, "1").into_future();
    tokio::select! {
        ended = &mut call => panic!("{ended:?}"),
        () = server.request_arrived() => {}
    }
    drop(call);
    server.client_closed().await;
}

#[tokio::test]
async fn errors_and_debug_output_contain_no_secrets() {
    const BODY: &str = "secret of the response";
    let set_cookie = "set-cookie: secret-cookie\r\nlocation: /?secret-location\r\n";
    let server =
        Server::answering(response("502 Bad Gateway", set_cookie, BODY), Then::Close).await;
    let client = server.client().conventions(&CONVENTIONS).build();
    let request = reject(&client, "1")
        .json(&"secret of the request")
        .query("secret-name", "secret-value")
        .header("x-note", "secret-header");
    let mut shown = vec![format!(
        "{client:?} {request:?} {:?}",
        server.client().conventions(&CONVENTIONS)
    )];
    let failed = request.await.unwrap_err();
    drop(server);
    let broken = reject(&client, "1")
        .query("q", "secret-query")
        .await
        .unwrap_err();
    for error in [failed, broken] {
        shown.push(format!("{error:#?}"));
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            shown.push(format!("{error:?} {error}"));
            cause = error.source();
        }
    }
    let token = specwright_runtime::AccessToken::new("a.secret.token");
    shown.push(format!(
        "{token:?} {:?}",
        StaticToken::new("a.secret.token")
    ));
    let shown = shown.concat();
    assert!(!shown.contains("secret"), "{shown}");
}
