//! The order in which notifications are handled if they wait for each other.

use std::time::{Duration, Instant};

use specwright_runtime::receiver::ReceivedAt;

use super::recorder::Recorder;
use super::{SOON, builder, post};

/// Returns a batch with one event, which is to be answered within a time.
fn limited(item: &str, seconds: Option<u32>) -> String {
    let limit = seconds.map_or("null".to_owned(), |seconds| seconds.to_string());
    format!(r#"{{"value": [{{"kind": "updated", "item": "/items/{item}", "limit": {limit}}}]}}"#)
}

/// Returns the items in the order in which they are handled, if one is handled at a time and all
/// wait for the first. Each was received so many seconds ago, and has a limit in seconds.
async fn handled(events: &[(&str, u64, Option<u32>)]) -> Vec<String> {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder).parallel(1).build().unwrap();
    let now = Instant::now();
    for (item, age, limit) in events {
        let mut request = post(limited(item, *limit));
        let received_at = now.checked_sub(Duration::from_secs(*age)).unwrap();
        request.extensions_mut().insert(ReceivedAt(received_at));
        assert_eq!(receiver.receive(request).await.status(), 202);
    }
    recorder.let_through(events.len());
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = recorder.recorded();
    let items = seen.events.iter().map(|event| event.key().unwrap());
    items.map(str::to_owned).collect()
}

#[tokio::test]
async fn the_notification_that_is_due_first_is_next() {
    let events = [
        ("first", 0, None),
        ("fifteen", 0, Some(15)),
        ("without", 0, None),
        ("five", 0, Some(5)),
        ("late fifteen", 12, Some(15)),
        ("long", 0, Some(90)),
    ];
    let order = [
        "first",
        "late fifteen",
        "five",
        "fifteen",
        "without",
        "long",
    ];
    assert_eq!(handled(&events).await, order);
}

#[tokio::test]
async fn notifications_due_at_once_keep_their_order() {
    let events = ["f", "b", "a", "e", "c"].map(|item| (item, 1, Some(15)));
    assert_eq!(handled(&events).await, events.map(|(item, ..)| item));
}

#[tokio::test]
async fn a_deadline_does_not_change_the_order_of_a_key() {
    let events = [
        ("first", 0, None),
        ("one", 0, Some(15)),
        ("one", 0, Some(2)),
        ("two", 0, Some(5)),
        ("one", 0, Some(1)),
    ];
    let order = ["first", "two", "one", "one", "one"];
    assert_eq!(handled(&events).await, order);
}
