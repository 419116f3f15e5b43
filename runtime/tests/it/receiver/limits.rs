//! Capacity, parallel handlers, time limits, and failing handlers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use specwright_runtime::receiver::{Unprocessed, UnprocessedState};

use super::recorder::Recorder;
use super::{SOON, batch, batch_with_action, batch_with_answer, builder, post, receiver, status};

#[tokio::test]
async fn a_full_receiver_is_a_503_and_loses_nothing() {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder)
        .capacity(3)
        .retry_after(Duration::from_millis(1500))
        .build()
        .unwrap();
    assert!(receiver.has_room());
    assert_eq!(status(&receiver, batch(&["a", "b", "c"])).await, 202);
    assert!(!receiver.has_room());
    let response = receiver.receive(post(batch(&["d"]))).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "2");
    assert_eq!(receiver.counts().busy, 1);
    recorder.let_through(1);
    recorder.until(|recorded| recorded.events.len() == 1).await;
    while !receiver.has_room() {
        tokio::task::yield_now().await;
    }
    assert_eq!(status(&receiver, batch(&["d"])).await, 202);
    recorder.let_through(3);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = recorder.recorded();
    let mut ids: Vec<_> = seen.events.iter().filter_map(|one| one.key()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn retry_after_is_at_least_1_second() {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder)
        .capacity(1)
        .retry_after(Duration::ZERO)
        .build()
        .unwrap();
    assert_eq!(status(&receiver, batch(&["a"])).await, 202);
    let response = receiver.receive(post(batch(&["b"]))).await;
    assert_eq!(response.headers()["retry-after"], "1");
}

#[tokio::test]
async fn a_key_may_be_used_again_when_its_queue_is_empty() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    for handled in 1..=3 {
        assert_eq!(status(&receiver, batch(&["one"])).await, 202);
        recorder
            .until(|recorded| recorded.events.len() == handled)
            .await;
        while receiver.pending() > 0 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(receiver.counts().handled, 3);
}

#[tokio::test]
async fn a_batch_is_accepted_as_a_whole_or_refused() {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder).capacity(3).build().unwrap();
    assert_eq!(status(&receiver, batch(&["a", "b"])).await, 202);
    assert_eq!(status(&receiver, batch(&["c", "d"])).await, 503);
    assert_eq!(receiver.pending(), 2);
    assert_eq!(status(&receiver, batch(&["e"])).await, 202);
    recorder.let_through(3);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 3);
}

#[tokio::test]
async fn a_batch_beyond_the_capacity_needs_an_empty_queue() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder).capacity(2).build().unwrap();
    assert_eq!(
        status(&receiver, batch(&["a", "b", "c", "d", "e"])).await,
        202
    );
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 5);
}

#[tokio::test]
async fn the_number_of_parallel_handlers_is_limited() {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder).parallel(2).build().unwrap();
    assert_eq!(status(&receiver, batch(&["a", "b", "c", "d"])).await, 202);
    recorder.until(|recorded| recorded.begun == 2).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(recorder.recorded().begun, 2);
    recorder.let_through(4);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 4);
}

#[tokio::test]
async fn parallel_may_be_0_or_unlimited() {
    for parallel in [0, usize::MAX] {
        let recorder = Recorder::new();
        let receiver = builder(&recorder).parallel(parallel).build().unwrap();
        assert_eq!(status(&receiver, batch(&["a", "b"])).await, 202);
        assert!(receiver.shut_down(SOON).await.is_empty());
        assert_eq!(recorder.recorded().events.len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn default_limits_are_as_documented() {
    let recorder = Recorder::waiting();
    let receiver = receiver(&recorder);
    let ids: Vec<String> = (0..1024).map(|number| number.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert_eq!(status(&receiver, batch(&ids)).await, 202);
    let response = receiver.receive(post(batch(&["one more"]))).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "1");
    // A handler that waits keeps no other one from its work.
    recorder.until(|recorded| recorded.begun == 1024).await;
    // A minute later, the handlers are stopped.
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert_eq!(receiver.counts().timed_out, 0);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(receiver.counts().timed_out, 1024);
}

#[tokio::test]
async fn a_panicking_handler_stops_no_other_handler() {
    let recorder = Recorder::new();
    let failed: Arc<Mutex<Vec<Unprocessed>>> = Arc::default();
    let reported = Arc::clone(&failed);
    let receiver = builder(&recorder)
        .on_failure(move |unprocessed| reported.lock().unwrap().push(unprocessed))
        .build()
        .unwrap();
    let panic = batch_with_action("one", "panic");
    assert_eq!(status(&receiver, panic.clone()).await, 202);
    assert_eq!(status(&receiver, batch(&["one", "two"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 2);
    assert_eq!(receiver.counts().panicked, 1);
    let failed = failed.lock().unwrap();
    let [failed] = failed.as_slice() else {
        panic!("one failed");
    };
    assert_eq!(failed.state, UnprocessedState::Panicked);
    assert_eq!(failed.key.as_deref(), Some("one"));
    assert_eq!(failed.operation, "events.notify");
    assert!(panic.contains(std::str::from_utf8(&failed.raw).unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_hanging_handler_is_stopped_and_reported() {
    let recorder = Recorder::new();
    let failed: Arc<Mutex<Vec<UnprocessedState>>> = Arc::default();
    let reported = Arc::clone(&failed);
    let receiver = builder(&recorder)
        .handler_limit(Duration::from_secs(3))
        .on_failure(move |unprocessed| reported.lock().unwrap().push(unprocessed.state))
        .build()
        .unwrap();
    assert_eq!(
        status(&receiver, batch_with_action("one", "hang")).await,
        202
    );
    assert_eq!(status(&receiver, batch(&["one", "two"])).await, 202);
    recorder.until(|recorded| recorded.events.len() == 2).await;
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(receiver.counts().timed_out, 1);
    assert_eq!(*failed.lock().unwrap(), [UnprocessedState::TimedOut]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_on_cancellation_stops_no_other_handler() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder)
        .handler_limit(Duration::from_secs(3))
        .build()
        .unwrap();
    let bomb = batch_with_action("one", "panic when dropped");
    assert_eq!(status(&receiver, bomb).await, 202);
    assert_eq!(status(&receiver, batch(&["one", "two"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 2);
    assert_eq!(receiver.counts().panicked, 1);
}

#[tokio::test(start_paused = true)]
async fn the_failure_hook_may_panic() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder)
        .on_failure(|_| panic!("intended by the test"))
        .build()
        .unwrap();
    assert_eq!(
        status(&receiver, batch_with_action("one", "panic")).await,
        202
    );
    assert_eq!(status(&receiver, batch(&["one"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 1);
}

#[tokio::test]
async fn a_cancelled_request_reserves_no_room() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder).capacity(1).build().unwrap();
    let asked = batch_with_answer("hang");
    for _ in 0..3 {
        let request = receiver.receive(post(asked.clone()));
        tokio::select! {
            biased;
            _ = request => panic!("it is answered"),
            () = recorder.until(|recorded| recorded.asked > 0) => {}
        }
        assert_eq!(receiver.pending(), 0);
    }
    assert_eq!(status(&receiver, batch(&["one"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 1);
    assert_eq!(receiver.counts().accepted, 1);
}

#[tokio::test]
async fn notifications_without_key_are_handled_in_parallel() {
    let recorder = Recorder::waiting();
    let receiver = receiver(&recorder);
    let body = r#"{"value": [{"kind": "updated"}, {"kind": "updated", "item": "/me"}]}"#;
    assert_eq!(status(&receiver, body).await, 202);
    recorder.until(|recorded| recorded.begun == 2).await;
    recorder.let_through(2);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert!(
        recorder
            .recorded()
            .events
            .iter()
            .all(|one| one.key().is_none())
    );
}
