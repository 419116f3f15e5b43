//! Any 2xx is a success, with or without a body.

use crate::support::reject::{CALL, answer, busy, reject};
use crate::support::server::{Server, Then};
use crate::wire::{ACCEPTED, client};

#[tokio::test]
async fn a_success_has_the_status_and_both_request_ids() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let accepted = reject(&client(&server), CALL, busy()).await.unwrap();
    assert_eq!(accepted.status(), 202);
    assert_eq!(accepted.request_id(), Some("6f1b0a52"));
    assert_eq!(accepted.client_request_id().unwrap().len(), 36);
    assert_eq!(accepted.attempts(), 1);
    assert_eq!(accepted.headers()["content-length"], "0");
    let () = accepted.into_body();
}

#[tokio::test]
async fn any_other_2xx_is_a_success_with_any_body() {
    let no_content = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned();
    for (status, answer) in [
        (204, no_content),
        (200, answer("200 OK", "application/json", "{}")),
        (200, answer("200 OK", "text/html", "<html>")),
        (
            201,
            answer("201 Created", "application/json", r#"{"id": "1"}"#),
        ),
        (207, answer("207 Multi-Status", "application/json", "[")),
        (299, answer("299 Whatever", "text/plain", "")),
    ] {
        let server = Server::answering(answer, Then::Close).await;
        let done = reject(&client(&server), CALL, busy()).await.unwrap();
        assert_eq!(done.status(), status);
    }
}
