//! Responses that a handler determines.

use std::time::Duration;

use http::Response;
use msgraph_communications::callbacks::comms_notifications::CommsNotificationsPostResponse as Answer;
use msgraph_communications::models::{
    AcceptJoinResponse, InviteNewBotResponse, RejectJoinResponse, RejectReason,
};
use serde_json::json;
use specwright_runtime::{AdditionalData, Body};

use super::bot::Bot;
use super::{SOON, builder, json, notification, post, receiver};

/// Somebody is about to join a recorded call; other notifications may come along.
fn joining(others: &[String]) -> String {
    let joining = r##"{"changeType": "created", "resourceUrl": "/communications/calls/recorded/participantJoiningNotification",
        "resourceData": {"@odata.type": "#microsoft.graph.participantJoiningNotification",
            "call": {"@odata.type": "#microsoft.graph.call", "state": "established"}}}"##;
    let all: Vec<&str> = others.iter().map(String::as_str).chain([joining]).collect();
    format!(r#"{{"value": [{}]}}"#, all.join(", "))
}

async fn answered(
    answer: impl Fn() -> Option<Answer> + Send + Sync + 'static,
) -> (Response<Body>, usize) {
    let bot = Bot::answering(move |notification| {
        notification
            .is_participant_joining()
            .then(&answer)
            .flatten()
    });
    let receiver = receiver(&bot);
    let response = receiver.receive(post(joining(&[]))).await;
    assert!(receiver.shut_down(SOON).await.is_empty());
    let handed_over = bot.seen().notifications.len();
    (response, handed_over)
}

#[tokio::test]
async fn a_participant_can_be_accepted() {
    let (response, handed_over) =
        answered(|| Some(Answer::Ok(AcceptJoinResponse::default().into()))).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(
        json(&response),
        json!({"@odata.type": "#microsoft.graph.acceptJoinResponse"})
    );
    assert_eq!(handed_over, 0);
}

#[tokio::test]
async fn a_participant_can_be_rejected_with_a_reason() {
    let (response, _) = answered(|| {
        let refusal = RejectJoinResponse {
            reason: RejectReason::Forbidden,
            odata_type: None,
            additional_data: AdditionalData::new(),
        };
        Some(Answer::Ok(refusal.into()))
    })
    .await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        json(&response),
        json!({"@odata.type": "#microsoft.graph.rejectJoinResponse", "reason": "forbidden"})
    );
}

#[tokio::test]
async fn a_participant_can_be_redirected_to_another_instance() {
    let (response, _) = answered(|| {
        let invitation = InviteNewBotResponse {
            invite_uri: Some("https://bot2.contoso.com/api/calls".to_owned()),
            ..Default::default()
        };
        Some(Answer::Ok(invitation.into()))
    })
    .await;
    assert_eq!(
        json(&response),
        json!({"@odata.type": "#microsoft.graph.inviteNewBotResponse", "inviteUri": "https://bot2.contoso.com/api/calls"})
    );
}

#[tokio::test]
async fn the_default_response_is_sent_without_an_answer() {
    let (response, handed_over) = answered(|| None).await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        json(&response),
        json!({"@odata.type": "#microsoft.graph.rejectJoinResponse", "reason": "busy"})
    );
    // Nobody has seen it yet.
    assert_eq!(handed_over, 1);
}

/// The default comes, and the notification is handed over, whatever becomes of the handler that was
/// asked.
async fn default_for(what: &str) {
    let bot = Bot::new();
    // The document says how long: what is set is for the others.
    let receiver = builder(&bot)
        .answer_limit(Duration::from_secs(60))
        .build()
        .unwrap();
    let body = joining(&[]).replace(
        "/communications/calls/recorded/participantJoiningNotification",
        &format!("/answer/{what}"),
    );
    let response = receiver.receive(post(body)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(json(&response)["reason"], "busy");
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_is_replaced_by_the_default() {
    let before = tokio::time::Instant::now();
    default_for("hang").await;
    assert_eq!(before.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn a_panicking_answer_is_replaced_by_the_default() {
    default_for("panic").await;
}

#[tokio::test]
async fn other_notifications_of_an_answered_batch_are_handled() {
    let bot = Bot::answering(|notification| {
        notification
            .is_participant_joining()
            .then(|| Answer::Ok(AcceptJoinResponse::default().into()))
    });
    let receiver = receiver(&bot);
    let others = [
        notification("a", "updated", "established"),
        notification("b", "updated", "established"),
    ];
    let response = receiver.receive(post(joining(&others))).await;
    assert_eq!(response.status(), 200);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(bot.seen().notifications.len(), 2);
    let counts = receiver.counts();
    assert_eq!((counts.accepted, counts.handled), (3, 3));
}

#[tokio::test]
async fn a_redirected_batch_is_not_handled() {
    let there = "https://bot2.contoso.com/api/calls";
    for (answer, status) in [
        (
            Answer::Found {
                location: there.to_owned(),
            },
            302,
        ),
        (
            Answer::TemporaryRedirect {
                location: there.to_owned(),
            },
            307,
        ),
    ] {
        // The calls of the other instance begin with its number.
        let bot = Bot::answering(move |notification| {
            let id = notification.call_id()?;
            id.starts_with("2-").then(|| answer.clone())
        });
        let receiver = receiver(&bot);
        let all = [
            notification("1-a", "updated", "established"),
            notification("2-b", "updated", "established"),
        ];
        let response = receiver
            .receive(post(format!(r#"{{"value": [{}]}}"#, all.join(", "))))
            .await;
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["location"], there);
        assert!(receiver.shut_down(SOON).await.is_empty());
        assert_eq!(bot.seen().notifications.len(), 0);
        assert_eq!(receiver.counts().accepted, 0);
        assert_eq!(receiver.pending(), 0);
    }
}

#[tokio::test]
async fn a_handler_can_answer_503_with_retry_after() {
    let bot = Bot::answering(|_| {
        Some(Answer::ServiceUnavailable {
            retry_after: Some(7),
        })
    });
    let receiver = receiver(&bot);
    let body = format!(
        r#"{{"value": [{}]}}"#,
        notification("a", "created", "incoming")
    );
    let response = receiver.receive(post(body)).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(receiver.counts().accepted, 0);
}

#[tokio::test]
async fn a_response_with_an_invalid_header_is_a_500() {
    let bot = Bot::answering(|_| {
        Some(Answer::Found {
            location: "https://bot2.contoso.com/\r\nset-cookie: a=b".to_owned(),
        })
    });
    let receiver = receiver(&bot);
    let body = format!(
        r#"{{"value": [{}]}}"#,
        notification("a", "created", "incoming")
    );
    let response = receiver.receive(post(body)).await;
    assert_eq!(response.status(), 500);
    assert!(response.headers().is_empty());
}
