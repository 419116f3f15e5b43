//! The log of a receiver: what it contains about notifications, and what it must not contain.

use super::recorder::Recorder;
use super::{SOON, receiver, status};
use crate::support::log::Log;

#[tokio::test]
async fn undecodable_notifications_are_logged_without_values() {
    let log = Log::new();
    let receiver = receiver(&Recorder::new());
    let body = r#"{"value": [{"kind": "updated", "item": {"secret": "hush"}}]}"#;
    assert_eq!(status(&receiver, body).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let lines = log.text();
    assert!(lines.starts_with("WARN "), "{lines}");
    assert!(lines.contains(r#"operation="events.notify""#), "{lines}");
    assert!(lines.contains(r#"path="value[0].item""#), "{lines}");
    assert!(
        lines.contains("found an object") && !lines.contains("hush"),
        "{lines}"
    );
}

#[tokio::test]
async fn panics_of_handlers_are_logged_without_values() {
    for property in ["action", "answer"] {
        let log = Log::new();
        let receiver = receiver(&Recorder::new());
        let body = format!(
            r#"{{"value": [{{"kind": "updated", "{property}": "panic", "secret": "hush"}}]}}"#
        );
        status(&receiver, body).await;
        assert!(receiver.shut_down(SOON).await.is_empty());
        let lines = log.text();
        assert!(lines.starts_with("ERROR "), "{lines}");
        assert!(lines.contains(r#"operation="events.notify""#), "{lines}");
        assert!(!lines.contains("hush"), "{lines}");
    }
}
