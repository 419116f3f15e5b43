//! What metrics are made of: reports of handlers, and the age of what waits.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use specwright_runtime::receiver::{HandlerEnd, HandlerReport, ReceivedAt};

use super::recorder::Recorder;
use super::{SOON, batch, batch_with_action, batch_with_answer, builder, post, receiver, status};

const MINUTE: Duration = Duration::from_secs(60);

/// Returns a request that was received a minute ago.
fn waiting_for_a_minute(body: String) -> http::Request<specwright_runtime::Body> {
    let mut request = post(body);
    let received_at = Instant::now().checked_sub(MINUTE).unwrap();
    request.extensions_mut().insert(ReceivedAt(received_at));
    request
}

#[tokio::test]
async fn a_request_is_received_when_the_server_says_so() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let before = Instant::now();
    receiver
        .receive(waiting_for_a_minute(batch(&["old"])))
        .await;
    let mut future = post(batch(&["future"]));
    future.extensions_mut().insert(ReceivedAt(before + MINUTE));
    receiver.receive(future).await;
    receiver.receive(post(batch(&["new"]))).await;
    recorder.until(|recorded| recorded.events.len() == 3).await;
    for event in &recorder.recorded().events {
        let is_old = event.key() == Some("old");
        assert_eq!(event.received_at() < before, is_old, "{event:?}");
        assert!(event.received_at() <= Instant::now(), "{event:?}");
    }
}

#[tokio::test]
async fn the_age_of_the_oldest_notification_is_known() {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder).parallel(1).build().unwrap();
    assert_eq!(receiver.oldest_pending(), None);
    receiver.receive(post(batch(&["new"]))).await;
    let newest = receiver.oldest_pending().unwrap();
    // It waits for the other one.
    receiver
        .receive(waiting_for_a_minute(batch(&["old"])))
        .await;
    assert!(newest.duration_since(receiver.oldest_pending().unwrap()) > MINUTE / 2);
    recorder.let_through(2);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(receiver.oldest_pending(), None);
}

#[tokio::test]
async fn each_handler_that_ends_is_reported() {
    let recorder = Recorder::new();
    let reports: Arc<Mutex<Vec<HandlerReport>>> = Arc::default();
    let seen = Arc::clone(&reports);
    let receiver = builder(&recorder)
        .handler_limit(Duration::from_millis(20))
        .on_handler_end(move |report| seen.lock().unwrap().push(*report))
        .build()
        .unwrap();
    let request = waiting_for_a_minute(batch(&["one"]));
    assert_eq!(receiver.receive(request).await.status(), 202);
    for action in ["panic", "hang"] {
        let request = batch_with_action("one", action);
        assert_eq!(status(&receiver, request).await, 202);
    }
    assert_eq!(status(&receiver, batch_with_answer("panic")).await, 500);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let reports = reports.lock().unwrap();
    let number = |end| reports.iter().filter(|report| report.end == end).count() as u64;
    let counts = receiver.counts();
    assert_eq!(number(HandlerEnd::Finished), counts.handled);
    assert_eq!(number(HandlerEnd::Panicked), counts.panicked);
    assert_eq!(number(HandlerEnd::TimedOut), counts.timed_out);
    assert_eq!(
        (counts.handled, counts.panicked, counts.timed_out),
        (1, 2, 1)
    );
    for report in reports.iter() {
        assert_eq!(report.operation, "events.notify");
        let waited = report.waited >= MINUTE;
        assert_eq!(waited, report.end == HandlerEnd::Finished, "{report:?}");
        let took = report.took >= Duration::from_millis(20);
        assert!(took || report.end != HandlerEnd::TimedOut, "{report:?}");
    }
}

#[tokio::test]
async fn the_hook_for_ended_handlers_may_panic() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder)
        .on_handler_end(|_| panic!("intended by the test"))
        .build()
        .unwrap();
    assert_eq!(status(&receiver, batch(&["one", "one"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 2);
}
