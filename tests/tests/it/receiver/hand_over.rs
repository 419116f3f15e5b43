//! Notifications that handlers get: content, order, and those that cannot be decoded.

use std::time::Duration;

use msgraph_communications::SenderExt as _;
use msgraph_communications::models::{CallState, ChangeType, CommsNotification, Entity};
use msgraph_tests::payloads;
use specwright_runtime::OneOrMany;

use super::bot::Bot;
use super::{given, notification, receiver, status};

#[tokio::test]
async fn an_incoming_call_is_accepted_and_handled() {
    let body = payloads::text("incoming-call.json");
    let (bot, receiver) = given(body.clone()).await;
    let seen = bot.seen();
    let [incoming] = seen.notifications.as_slice() else {
        panic!("one is handed over");
    };
    assert_eq!(incoming.change_type, ChangeType::Created);
    assert!(incoming.is_incoming_call());
    assert!(!incoming.is_incoming_call_for_recording());
    assert!(incoming.call_id().is_some());
    assert_eq!(incoming.key(), incoming.call_id().as_deref());
    let fifteen = Duration::from_secs(15);
    assert_eq!(incoming.time_to_answer(), Some(fifteen));
    assert_eq!(incoming.deadline(), Some(incoming.received_at() + fifteen));
    let passed = incoming.received_at().elapsed();
    assert!(passed > Duration::ZERO);
    assert!(incoming.time_left().unwrap() <= fifteen.saturating_sub(passed));
    assert_eq!(incoming.uri().path(), super::PATH);
    assert!(incoming.headers().contains_key("content-type"));
    assert_eq!(incoming.sender().tenant(), None);
    // The JSON of the notification, without the envelope.
    let raw: serde_json::Value = serde_json::from_slice(incoming.raw()).unwrap();
    let envelope: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(raw, envelope["value"][0]);
    let counts = receiver.counts();
    assert_eq!(
        (counts.accepted, counts.handled, counts.invalid_payloads),
        (1, 1, 0)
    );
    assert_eq!(receiver.pending(), 0);
}

#[tokio::test]
async fn invalid_notifications_are_handled_raw_and_cost_no_other() {
    let good = |id| notification(id, "updated", "established");
    let bad = r##"{"changeType": "updated", "resourceUrl": "/app/calls/b", "resourceData": {
        "@odata.type": "#microsoft.graph.call", "resultInfo": {"code": "gone", "message": "secret"}}}"##;
    let body = format!(r#"{{"value": [{}, {bad}, {}]}}"#, good("a"), good("c"));
    let (bot, receiver) = given(body).await;
    let seen = bot.seen();
    let mut ids: Vec<_> = seen
        .notifications
        .iter()
        .filter_map(|good| good.call_id())
        .collect();
    ids.sort();
    assert_eq!(ids, ["a", "c"]);
    let [undecoded] = seen.invalid_payloads.as_slice() else {
        panic!("one is handed over raw");
    };
    assert_eq!(
        undecoded.error().path(),
        "value[1].resourceData.resultInfo.code"
    );
    assert_eq!(
        undecoded.error().message(),
        "expected a 32-bit integer, found a string"
    );
    assert_eq!(undecoded.raw(), bad);
    assert_eq!(undecoded.json().unwrap()["changeType"], "updated");
    assert_eq!(undecoded.key(), Some("b"));
    assert!(!format!("{undecoded:?}").contains("secret"));
    let counts = receiver.counts();
    assert_eq!(
        (counts.accepted, counts.invalid_payloads, counts.handled),
        (3, 1, 3)
    );
}

#[tokio::test]
async fn malformed_json_in_a_batch_costs_no_other_notification() {
    let good = notification("a", "updated", "established");
    let mut body =
        format!(r#"{{"value": [{good}, {{"changeType": tru}}, {{"changeType": ""#).into_bytes();
    // Not UTF-8.
    body.extend([0xff, 0xfe]);
    body.extend(b"\"}, ");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    body.extend(deep.as_bytes());
    body.extend(format!(", 7, null, {good}]}}").as_bytes());
    let (bot, receiver) = given(body).await;
    let seen = bot.seen();
    assert_eq!(seen.notifications.len(), 2);
    let mut paths: Vec<_> = seen
        .invalid_payloads
        .iter()
        .map(|bad| bad.error().path())
        .collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "value[1].changeType",
            "value[2].changeType",
            "value[3]",
            "value[4]",
            "value[5]"
        ]
    );
    assert_eq!(receiver.counts().invalid_payloads, 5);
}

#[tokio::test]
async fn notifications_of_one_call_are_handled_in_order() {
    let bot = Bot::waiting();
    let receiver = receiver(&bot);
    for (index, state) in ["incoming", "establishing", "established", "terminated"]
        .into_iter()
        .enumerate()
    {
        let change = if index == 0 { "created" } else { "updated" };
        let body = format!(r#"{{"value": [{}]}}"#, notification("one", change, state));
        assert_eq!(status(&receiver, body).await, 202);
    }
    bot.until(|seen| seen.begun == 1).await;
    // Only the first of them has begun. Each other begins when the one before is done.
    for done in 1..=4 {
        bot.let_through(1);
        bot.until(|seen| seen.notifications.len() == done).await;
        assert!(bot.seen().begun <= done + 1);
    }
    assert_eq!(
        states(
            &bot.seen()
                .notifications
                .iter()
                .map(|one| (**one).clone())
                .collect::<Vec<_>>()
        ),
        [
            CallState::Incoming,
            CallState::Establishing,
            CallState::Established,
            CallState::Terminated
        ]
    );
}

#[tokio::test]
async fn a_waiting_handler_delays_no_other_call() {
    let bot = Bot::waiting();
    let receiver = receiver(&bot);
    let body = |id| {
        format!(
            r#"{{"value": [{}]}}"#,
            notification(id, "created", "incoming")
        )
    };
    assert_eq!(status(&receiver, body("one")).await, 202);
    assert_eq!(status(&receiver, body("one")).await, 202);
    assert_eq!(status(&receiver, body("two")).await, 202);
    assert_eq!(status(&receiver, body("three")).await, 202);
    bot.until(|seen| seen.begun == 3).await;
    bot.let_through(4);
    bot.until(|seen| seen.notifications.len() == 4).await;
}

#[tokio::test]
async fn notifications_are_not_reordered_by_state() {
    assert_eq!(
        states(&notifications("established-before-establishing.json").await),
        [CallState::Established, CallState::Establishing]
    );
}

#[tokio::test]
async fn a_call_may_terminate_without_being_established() {
    let given = notifications("terminated-without-established.json").await;
    let states = states(&given);
    assert!(!states.contains(&CallState::Established));
    assert_eq!(states.last(), Some(&CallState::Terminated));
    assert_eq!(given.last().unwrap().change_type, ChangeType::Deleted);
    assert_eq!(given.last().unwrap().time_to_answer(), None);
}

/// Returns the notifications of a payload that a handler gets, in order.
async fn notifications(payload: &str) -> Vec<CommsNotification> {
    let (bot, _) = given(payloads::text(payload)).await;
    bot.seen()
        .notifications
        .iter()
        .map(|one| (**one).clone())
        .collect()
}

fn states(notifications: &[CommsNotification]) -> Vec<CallState> {
    notifications
        .iter()
        .filter_map(|notification| match &notification.resource_data {
            Some(OneOrMany::One(Entity::Call(call))) => call.state.clone(),
            _ => None,
        })
        .collect()
}
