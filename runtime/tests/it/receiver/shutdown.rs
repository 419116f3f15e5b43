//! Shutting a receiver down: what is returned unprocessed, and what is refused from then on.

use std::time::Duration;

use specwright_runtime::receiver::{Unprocessed, UnprocessedState};

use super::recorder::Recorder;
use super::{SOON, batch, batch_with_answer, builder, post, receiver, status};

#[tokio::test(start_paused = true)]
async fn shutting_down_returns_unprocessed_notifications() {
    let recorder = Recorder::waiting();
    let receiver = receiver(&recorder);
    assert_eq!(status(&receiver, batch(&["one", "one", "two"])).await, 202);
    recorder.until(|recorded| recorded.begun == 2).await;
    recorder.let_through(1);
    recorder.until(|recorded| !recorded.events.is_empty()).await;
    let left = receiver.shut_down(Duration::from_secs(5)).await;
    assert_eq!(left.len(), 2);
    let interrupted = |one: &&Unprocessed| one.state == UnprocessedState::Interrupted;
    assert!(left.iter().filter(interrupted).count() >= 1);
    for one in &left {
        assert!(matches!(
            one.state,
            UnprocessedState::Interrupted | UnprocessedState::Waiting
        ));
        let raw: serde_json::Value = serde_json::from_slice(&one.raw).unwrap();
        assert_eq!(raw["kind"], "updated");
        assert!(one.key.is_some());
    }
    assert_eq!(receiver.pending(), 0);
    let response = receiver.receive(post(batch(&["three"]))).await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    assert!(!receiver.has_room());
    // Stopped handlers do not continue.
    recorder.let_through(10);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(recorder.recorded().events.len(), 1);
    assert_eq!(receiver.counts().handled, 1);
}

#[tokio::test(start_paused = true)]
async fn unprocessed_notifications_have_state_and_order() {
    let recorder = Recorder::waiting();
    let receiver = builder(&recorder).parallel(1).build().unwrap();
    let ids = ["f", "b", "f", "a", "e", "c", "d", "g"];
    for id in ids {
        assert_eq!(status(&receiver, batch(&[id])).await, 202);
    }
    recorder.until(|recorded| recorded.begun == 1).await;
    let left = receiver.shut_down(Duration::from_secs(1)).await;
    let keys: Vec<_> = left.iter().filter_map(|one| one.key.as_deref()).collect();
    assert_eq!(keys, ids);
    let interrupted = left
        .iter()
        .position(|one| one.state == UnprocessedState::Interrupted);
    assert_eq!(interrupted, Some(0));
    let waiting = left
        .iter()
        .filter(|one| one.state == UnprocessedState::Waiting);
    assert_eq!(waiting.count(), 7);
}

#[tokio::test(start_paused = true)]
async fn unprocessed_notifications_keep_the_batch_order() {
    let recorder = Recorder::waiting();
    let receiver = receiver(&recorder);
    let ids = ["f", "b", "f", "a", "e", "c", "d", "b", "g"];
    assert_eq!(status(&receiver, batch(&ids)).await, 202);
    let left = receiver.shut_down(Duration::from_secs(1)).await;
    let keys: Vec<_> = left.iter().filter_map(|one| one.key.as_deref()).collect();
    assert_eq!(keys, ids);
}

#[tokio::test]
async fn a_receiver_accepts_nothing_after_shutdown() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert!(!receiver.has_room());
    assert_eq!(status(&receiver, batch(&["one"])).await, 503);
    assert_eq!(recorder.recorded().begun, 0);
}

/// Requests come all the time, and are still answered when the receiver is shut down.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_accepted_notification_is_handled_or_returned() {
    for limit in [Duration::ZERO, Duration::from_millis(2), SOON] {
        let recorder = Recorder::new();
        let receiver = builder(&recorder).capacity(64).build().unwrap();
        let senders: Vec<_> = (0..8)
            .map(|sender| {
                let receiver = receiver.clone();
                tokio::spawn(async move {
                    let mut accepted = 0;
                    for number in 0..300 {
                        let ids = [format!("{sender}"), format!("{}", number % 5)];
                        let sent = batch(&[&ids[0], &ids[1]]);
                        match status(&receiver, sent).await.as_u16() {
                            202 => accepted += 2,
                            503 => tokio::task::yield_now().await,
                            other => panic!("{other}"),
                        }
                    }
                    accepted
                })
            })
            .collect();
        recorder.until(|recorded| recorded.events.len() > 100).await;
        let left = receiver.shut_down(limit).await.len();
        let mut accepted = 0;
        for sender in senders {
            accepted += sender.await.unwrap();
        }
        assert_eq!(receiver.counts().accepted, accepted);
        assert_eq!(receiver.pending(), 0);
        let handled = recorder.recorded().events.len();
        // One that was interrupted behind its last step is both.
        let at_least = usize::try_from(accepted).unwrap();
        assert!(
            (at_least..=at_least + 64).contains(&(handled + left)),
            "{handled}, {left} of {accepted}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn pending_requests_are_refused_at_shutdown() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder)
        .answer_limit(Duration::from_secs(60))
        .build()
        .unwrap();
    // The handler takes its time to say whether it answers, and has no answer in the end.
    let asked = batch_with_answer("wait");
    let request = tokio::spawn({
        let receiver = receiver.clone();
        async move { receiver.receive(post(asked)).await }
    });
    recorder.until(|recorded| recorded.asked == 1).await;
    assert!(receiver.shut_down(Duration::from_secs(1)).await.is_empty());
    let response = request.await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    let counts = receiver.counts();
    assert_eq!((counts.accepted, counts.busy), (0, 1));
    assert_eq!(recorder.recorded().events.len(), 0);
}
