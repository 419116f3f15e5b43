//! What there may be at a time, and what becomes of the rest.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use specwright_runtime::receiver::{Unprocessed, UnprocessedState};

use super::bot::Bot;
use super::{SOON, builder, notification, post, receiver, status};

fn body(ids: &[&str]) -> String {
    let all: Vec<String> = ids
        .iter()
        .map(|id| notification(id, "created", "incoming"))
        .collect();
    format!(r#"{{"value": [{}]}}"#, all.join(", "))
}

/// A notification that makes the handler do something, by its `callbackUri`.
fn told(id: &str, callback_uri: &str) -> String {
    format!(
        r#"{{"value": [{{"changeType": "updated", "resourceUrl": "/communications/calls/{id}", "callbackUri": "{callback_uri}"}}]}}"#
    )
}

#[tokio::test]
async fn a_receiver_without_room_asks_to_come_back_and_loses_nothing_that_it_accepted() {
    let bot = Bot::waiting();
    let receiver = builder(&bot)
        .capacity(3)
        .retry_after(Duration::from_millis(1500))
        .build()
        .unwrap();
    assert!(receiver.has_room());
    assert_eq!(status(&receiver, body(&["a", "b", "c"])).await, 202);
    assert!(!receiver.has_room());
    let response = receiver.receive(post(body(&["d"]))).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "2");
    assert_eq!(receiver.counts().busy, 1);
    bot.let_through(1);
    bot.until(|seen| seen.notifications.len() == 1).await;
    while !receiver.has_room() {
        tokio::task::yield_now().await;
    }
    assert_eq!(status(&receiver, body(&["d"])).await, 202);
    bot.let_through(3);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = bot.seen();
    let mut ids: Vec<_> = seen
        .notifications
        .iter()
        .filter_map(|one| one.call_id())
        .collect();
    ids.sort();
    assert_eq!(ids, ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn nobody_is_told_to_come_back_at_once() {
    let bot = Bot::waiting();
    let receiver = builder(&bot)
        .capacity(1)
        .retry_after(Duration::ZERO)
        .build()
        .unwrap();
    assert_eq!(status(&receiver, body(&["a"])).await, 202);
    let response = receiver.receive(post(body(&["b"]))).await;
    assert_eq!(response.headers()["retry-after"], "1");
}

#[tokio::test]
async fn a_call_whose_notifications_are_all_handled_gets_further_ones() {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    for handled in 1..=3 {
        assert_eq!(status(&receiver, body(&["one"])).await, 202);
        bot.until(|seen| seen.notifications.len() == handled).await;
        while receiver.pending() > 0 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(receiver.counts().handled, 3);
}

#[tokio::test]
async fn a_batch_is_accepted_whole_or_not_at_all() {
    let bot = Bot::waiting();
    let receiver = builder(&bot).capacity(3).build().unwrap();
    assert_eq!(status(&receiver, body(&["a", "b"])).await, 202);
    assert_eq!(status(&receiver, body(&["c", "d"])).await, 503);
    assert_eq!(receiver.pending(), 2);
    assert_eq!(status(&receiver, body(&["e"])).await, 202);
    bot.let_through(3);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 3);
}

#[tokio::test]
async fn a_batch_that_is_larger_than_the_queue_is_accepted_when_nothing_waits() {
    let bot = Bot::new();
    let receiver = builder(&bot).capacity(2).build().unwrap();
    assert_eq!(
        status(&receiver, body(&["a", "b", "c", "d", "e"])).await,
        202
    );
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 5);
}

#[tokio::test]
async fn no_more_handlers_run_at_a_time_than_is_said() {
    let bot = Bot::waiting();
    let receiver = builder(&bot).parallel(2).build().unwrap();
    assert_eq!(status(&receiver, body(&["a", "b", "c", "d"])).await, 202);
    bot.until(|seen| seen.begun == 2).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(bot.seen().begun, 2);
    bot.let_through(4);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 4);
}

#[tokio::test]
async fn at_least_one_handler_runs_and_there_may_be_any_number() {
    for parallel in [0, usize::MAX] {
        let bot = Bot::new();
        let receiver = builder(&bot).parallel(parallel).build().unwrap();
        assert_eq!(status(&receiver, body(&["a", "b"])).await, 202);
        assert!(receiver.shut_down(SOON).await.is_empty());
        assert_eq!(bot.seen().notifications.len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_set_is_as_documented() {
    let bot = Bot::waiting();
    let receiver = receiver(&bot);
    let ids: Vec<String> = (0..1024).map(|number| number.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert_eq!(status(&receiver, body(&ids)).await, 202);
    let response = receiver.receive(post(body(&["one more"]))).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "1");
    bot.until(|seen| seen.begun >= 64).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(bot.seen().begun, 64);
    // A minute later, the first handlers are stopped, and others begin.
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert_eq!((bot.seen().begun, receiver.counts().timed_out), (64, 0));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((bot.seen().begun, receiver.counts().timed_out), (128, 64));
}

#[tokio::test]
async fn a_handler_that_panics_stops_neither_its_call_nor_others() {
    let bot = Bot::new();
    let failed: Arc<Mutex<Vec<Unprocessed>>> = Arc::default();
    let told_of = Arc::clone(&failed);
    let receiver = builder(&bot)
        .on_failure(move |undelivered| told_of.lock().unwrap().push(undelivered))
        .build()
        .unwrap();
    let panic = told("one", "https://panic.example");
    assert_eq!(status(&receiver, panic.clone()).await, 202);
    assert_eq!(status(&receiver, body(&["one", "two"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 2);
    assert_eq!(receiver.counts().panicked, 1);
    let failed = failed.lock().unwrap();
    let [failed] = failed.as_slice() else {
        panic!("one failed");
    };
    assert_eq!(failed.state, UnprocessedState::Panicked);
    assert_eq!(failed.key.as_deref(), Some("one"));
    assert_eq!(failed.operation, "communications.calls.call.notify");
    assert!(panic.contains(std::str::from_utf8(&failed.raw).unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hangs_is_stopped_and_told_of() {
    let bot = Bot::new();
    let failed: Arc<Mutex<Vec<UnprocessedState>>> = Arc::default();
    let told_of = Arc::clone(&failed);
    let receiver = builder(&bot)
        .handler_limit(Duration::from_secs(3))
        .on_failure(move |undelivered| told_of.lock().unwrap().push(undelivered.state))
        .build()
        .unwrap();
    assert_eq!(
        status(&receiver, told("one", "https://hang.example")).await,
        202
    );
    assert_eq!(status(&receiver, body(&["one", "two"])).await, 202);
    bot.until(|seen| seen.notifications.len() == 2).await;
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(receiver.counts().timed_out, 1);
    assert_eq!(*failed.lock().unwrap(), [UnprocessedState::TimedOut]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_when_it_is_stopped_stops_neither_its_call_nor_others() {
    let bot = Bot::new();
    let receiver = builder(&bot)
        .handler_limit(Duration::from_secs(3))
        .build()
        .unwrap();
    let bomb = told("one", "https://bomb.example");
    assert_eq!(status(&receiver, bomb).await, 202);
    assert_eq!(status(&receiver, body(&["one", "two"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 2);
    assert_eq!(receiver.counts().panicked, 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_told_of_failures_may_panic_itself() {
    let bot = Bot::new();
    let receiver = builder(&bot)
        .on_failure(|_| panic!("as the test wants it"))
        .build()
        .unwrap();
    assert_eq!(
        status(&receiver, told("one", "https://panic.example")).await,
        202
    );
    assert_eq!(status(&receiver, body(&["one"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn shutting_down_gives_back_what_was_left_and_takes_nothing_more() {
    let bot = Bot::waiting();
    let receiver = receiver(&bot);
    assert_eq!(status(&receiver, body(&["one", "one", "two"])).await, 202);
    bot.until(|seen| seen.begun == 2).await;
    bot.let_through(1);
    bot.until(|seen| !seen.notifications.is_empty()).await;
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
        assert_eq!(raw["changeType"], "created");
        assert!(one.key.is_some());
    }
    assert_eq!(receiver.pending(), 0);
    let response = receiver.receive(post(body(&["three"]))).await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    assert!(!receiver.has_room());
    // What was stopped stays stopped.
    bot.let_through(10);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(bot.seen().notifications.len(), 1);
    assert_eq!(receiver.counts().handled, 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_given_back_says_whether_it_was_begun_and_comes_in_the_order_of_its_receipt() {
    let bot = Bot::waiting();
    let receiver = builder(&bot).parallel(1).build().unwrap();
    let ids = ["f", "b", "f", "a", "e", "c", "d", "g"];
    for id in ids {
        assert_eq!(status(&receiver, body(&[id])).await, 202);
    }
    bot.until(|seen| seen.begun == 1).await;
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
async fn what_is_given_back_of_one_batch_comes_in_the_order_of_the_batch() {
    let bot = Bot::waiting();
    let receiver = receiver(&bot);
    let ids = ["f", "b", "f", "a", "e", "c", "d", "b", "g"];
    assert_eq!(status(&receiver, body(&ids)).await, 202);
    let left = receiver.shut_down(Duration::from_secs(1)).await;
    let keys: Vec<_> = left.iter().filter_map(|one| one.key.as_deref()).collect();
    assert_eq!(keys, ids);
}

#[tokio::test]
async fn a_receiver_that_was_shut_down_takes_nothing_more_also_where_nothing_was_left() {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert!(!receiver.has_room());
    assert_eq!(status(&receiver, body(&["one"])).await, 503);
    assert_eq!(bot.seen().begun, 0);
}

/// Requests come all the time, and are still answered when the receiver is shut down.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn in_a_burst_everything_that_was_accepted_is_handled_or_given_back() {
    for limit in [Duration::ZERO, Duration::from_millis(2), SOON] {
        let bot = Bot::new();
        let receiver = builder(&bot).capacity(64).build().unwrap();
        let senders: Vec<_> = (0..8)
            .map(|sender| {
                let receiver = receiver.clone();
                tokio::spawn(async move {
                    let mut accepted = 0;
                    for number in 0..300 {
                        let ids = [format!("{sender}"), format!("{}", number % 5)];
                        let sent = body(&[&ids[0], &ids[1]]);
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
        bot.until(|seen| seen.notifications.len() > 100).await;
        let left = receiver.shut_down(limit).await.len();
        let mut accepted = 0;
        for sender in senders {
            accepted += sender.await.unwrap();
        }
        assert_eq!(receiver.counts().accepted, accepted);
        assert_eq!(receiver.pending(), 0);
        let handled = bot.seen().notifications.len();
        // One that was interrupted behind its last step is both.
        let at_least = usize::try_from(accepted).unwrap();
        assert!(
            (at_least..=at_least + 64).contains(&(handled + left)),
            "{handled}, {left} of {accepted}"
        );
    }
}

#[tokio::test]
async fn a_request_that_goes_away_leaves_nothing_behind() {
    let bot = Bot::new();
    let receiver = builder(&bot).capacity(1).build().unwrap();
    let asked = r#"{"value": [{"changeType": "updated", "resourceUrl": "/answer/hang"}]}"#;
    for _ in 0..3 {
        let request = receiver.receive(post(asked));
        tokio::select! {
            biased;
            _ = request => panic!("it is answered"),
            () = bot.until(|seen| seen.asked > 0) => {}
        }
        assert_eq!(receiver.pending(), 0);
    }
    assert_eq!(status(&receiver, body(&["one"])).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 1);
    assert_eq!(receiver.counts().accepted, 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_still_asked_about_when_the_receiver_is_shut_down_is_not_accepted() {
    let bot = Bot::new();
    let receiver = builder(&bot)
        .answer_limit(Duration::from_secs(60))
        .build()
        .unwrap();
    // The handler takes its time to say whether it answers, and has no answer in the end.
    let asked = told("one", "https://slow.example");
    let request = tokio::spawn({
        let receiver = receiver.clone();
        async move { receiver.receive(post(asked)).await }
    });
    bot.until(|seen| seen.asked == 1).await;
    assert!(receiver.shut_down(Duration::from_secs(1)).await.is_empty());
    let response = request.await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    let counts = receiver.counts();
    assert_eq!((counts.accepted, counts.busy), (0, 1));
    assert_eq!(bot.seen().notifications.len(), 0);
}

#[tokio::test]
async fn notifications_about_nothing_known_wait_for_no_other() {
    let bot = Bot::waiting();
    let receiver = receiver(&bot);
    let body = r#"{"value": [{"changeType": "updated"}, {"changeType": "updated", "resourceUrl": "/me"}]}"#;
    assert_eq!(status(&receiver, body).await, 202);
    bot.until(|seen| seen.begun == 2).await;
    bot.let_through(2);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert!(
        bot.seen()
            .notifications
            .iter()
            .all(|one| one.key().is_none())
    );
}
