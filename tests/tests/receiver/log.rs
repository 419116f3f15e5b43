//! What the log tells of notifications.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::bot::Bot;
use super::{SOON, given, receiver, status};

/// Keeps every event as one line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("msgraph")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn what_cannot_be_decoded_is_told_with_its_place_and_without_its_value() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    given(
        r#"{"value": [{"changeType": "updated", "resourceUrl": "hush", "resourceData": "hush"}]}"#,
    )
    .await;
    let told = log.0.lock().unwrap().join("\n");
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
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    for (member, value) in [
        ("callbackUri", "https://panic.example"),
        ("resourceUrl", "/answer/panic"),
    ] {
        let receiver = receiver(&Bot::new());
        let body = format!(
            r#"{{"value": [{{"changeType": "updated", "{member}": "{value}", "clientState": "hush"}}]}}"#
        );
        status(&receiver, body).await;
        assert!(receiver.shut_down(SOON).await.is_empty());
        let told = std::mem::take(&mut *log.0.lock().unwrap()).join("\n");
        assert!(told.starts_with("ERROR "), "{told}");
        assert!(
            told.contains(r#"operation="communications.calls.call.notify""#),
            "{told}"
        );
        assert!(!told.contains("hush") && !told.contains(value), "{told}");
    }
}
