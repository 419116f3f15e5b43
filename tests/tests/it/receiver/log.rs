//! What the log tells of notifications.

use super::bot::Bot;
use super::{SOON, given, receiver, status};
use crate::support::log::Log;

#[tokio::test]
async fn what_cannot_be_decoded_is_told_with_its_place_and_without_its_value() {
    let log = Log::new();
    given(
        r#"{"value": [{"changeType": "updated", "resourceUrl": "hush", "resourceData": "hush"}]}"#,
    )
    .await;
    let told = log.text();
    assert!(told.starts_with("WARN "), "{told}");
    assert!(
        told.contains(r#"operation="communications.calls.call.notify""#),
        "{told}"
    );
    assert!(told.contains(r#"path="value[0].resourceData""#), "{told}");
    assert!(
        told.contains("found a string") && !told.contains("hush"),
        "{told}"
    );
}

#[tokio::test]
async fn a_handler_that_fails_is_told_of_without_what_it_failed_over() {
    for (member, value) in [
        ("callbackUri", "https://panic.example"),
        ("resourceUrl", "/answer/panic"),
    ] {
        let log = Log::new();
        let receiver = receiver(&Bot::new());
        let body = format!(
            r#"{{"value": [{{"changeType": "updated", "{member}": "{value}", "clientState": "hush"}}]}}"#
        );
        status(&receiver, body).await;
        assert!(receiver.shut_down(SOON).await.is_empty());
        let told = log.text();
        assert!(told.starts_with("ERROR "), "{told}");
        assert!(
            told.contains(r#"operation="communications.calls.call.notify""#),
            "{told}"
        );
        assert!(!told.contains("hush") && !told.contains(value), "{told}");
    }
}
