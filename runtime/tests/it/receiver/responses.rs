//! Responses that cannot be sent, and handlers that do not determine one.

use std::time::Duration;

use http::Response;
use specwright_runtime::Body;
use specwright_runtime::receiver::Response as HandlerResponse;

use super::recorder::Recorder;
use super::{batch_with_answer, builder, post, receiver};

#[test]
fn a_response_that_cannot_be_sent_is_a_500() {
    struct NotSerializable;
    impl serde::Serialize for NotSerializable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("intended by the test"))
        }
    }
    for response in [
        HandlerResponse::status(99),
        HandlerResponse::status(1000),
        HandlerResponse::status(200).json(&NotSerializable),
        HandlerResponse::status(200).header("x-a", &NotSerializable),
        HandlerResponse::status(200).header("no name", "a"),
        HandlerResponse::status(200).header("x-a", "\n"),
    ] {
        let response = Response::<Body>::from(response);
        assert_eq!(response.status(), 500);
        assert!(response.headers().is_empty());
        assert_eq!(response.body().as_bytes().map(bytes::Bytes::len), Some(0));
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_answer_limit_is_5_seconds() {
    let receiver = receiver(&Recorder::new());
    let before = tokio::time::Instant::now();
    let response = receiver.receive(post(batch_with_answer("hang"))).await;
    assert_eq!(response.status(), 500);
    assert_eq!(before.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_accepted_if_the_response_is_unknown() {
    for (answer, failed) in [("hang", (1, 0)), ("panic", (0, 1))] {
        let receiver = builder(&Recorder::new())
            .answer_limit(Duration::from_secs(3))
            .build()
            .unwrap();
        let response = receiver.receive(post(batch_with_answer(answer))).await;
        assert_eq!(response.status(), 500);
        let counts = receiver.counts();
        assert_eq!((counts.timed_out, counts.panicked), failed);
        assert_eq!(counts.accepted, 0);
        assert_eq!(receiver.pending(), 0);
    }
}
