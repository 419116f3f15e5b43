//! The deadline of a whole call. The clock of these tests is paused until all tasks wait.

use std::time::{Duration, Instant};

use http_body::{Frame, SizeHint};
use specwright_runtime::{
    AccessToken, Body, BoxFuture, Bytes, DEFAULT_DEADLINE, Error, Phase, TokenError, TokenProvider,
    TokenRequest, Transport, TransportError,
};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::calls::operations::{read, reject};
use crate::calls::own_transport::Memory;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn deadlines_of_call_client_and_document_in_this_order() {
    let memory = Memory::answering(202, "");
    let now = tokio::time::Instant::now().into_std();
    let left = || memory.seen().drain(..).next().unwrap().deadline - now;

    let client = memory.client().build();
    reject(&client, "1").await.unwrap();
    assert_eq!(left(), 15 * SECOND);
    let _ = read(&client).await;
    assert_eq!(left(), DEFAULT_DEADLINE);

    let client = memory.client().deadline(7 * SECOND).build();
    reject(&client, "1").await.unwrap();
    assert_eq!(left(), 7 * SECOND);
    reject(&client, "1").deadline(20 * SECOND).await.unwrap();
    assert_eq!(left(), 20 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_beyond_the_clock_is_none() {
    let client = Memory::answering(202, "").client().build();
    reject(&client, "1").deadline(Duration::MAX).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_with_a_deadline_of_0() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let late = reject(&client, "1")
        .deadline(Duration::ZERO)
        .await
        .unwrap_err();
    assert!(late.is_timeout());
    assert!(memory.seen().is_empty());
}

/// Needs a second for a token.
struct SlowToken;

impl TokenProvider for SlowToken {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async {
            tokio::time::sleep(SECOND).await;
            Ok(AccessToken::new("t"))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_includes_the_token() {
    let memory = Memory::answering(202, "");
    let client = memory.client().credential(SlowToken).build();
    let now = tokio::time::Instant::now().into_std();
    reject(&client, "1").await.unwrap();
    assert_eq!(memory.only().deadline - now, 15 * SECOND);

    let late = reject(&client, "1").deadline(SECOND / 2).await.unwrap_err();
    assert!(matches!(
        late,
        Error::DeadlineExceeded {
            phase: Phase::Token,
            ..
        }
    ));
    assert_eq!(late.attempts(), 0);
    assert_eq!(memory.seen().len(), 1);
}

/// Needs a second each for the connection, the head of a response, and its body.
struct Slow;

impl Transport for Slow {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            tokio::time::sleep(SECOND).await;
            request.into_body().collect().await?;
            tokio::time::sleep(SECOND).await;
            let response = http::Response::builder()
                .status(202)
                .header("request-id", "r");
            let body = SlowBody(Some(Box::pin(tokio::time::sleep(SECOND))));
            Ok(response.body(Body::stream(body)).unwrap())
        })
    }
}

struct SlowBody(Option<std::pin::Pin<Box<tokio::time::Sleep>>>);

impl http_body::Body for SlowBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let Some(sleep) = &mut self.0 else {
            return std::task::Poll::Ready(None);
        };
        std::task::ready!(sleep.as_mut().poll(context));
        self.0 = None;
        std::task::Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"{}")))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_error_has_the_phase() {
    let client = Memory::default().client().transport(Slow).build();

    let late = reject(&client, "1").deadline(SECOND / 2).await.unwrap_err();
    assert!(matches!(
        late,
        Error::DeadlineExceeded {
            phase: Phase::Connection,
            ..
        }
    ));
    assert_eq!(late.attempts(), 1);
    assert!(!late.may_have_been_processed());
    assert!(
        late.to_string()
            .contains("deadline of 500ms exceeded waiting for a connection")
    );

    let late = reject(&client, "1")
        .deadline(SECOND * 3 / 2)
        .await
        .unwrap_err();
    assert!(matches!(
        late,
        Error::DeadlineExceeded {
            phase: Phase::Response,
            ..
        }
    ));
    assert_eq!(late.status(), None);
    assert!(late.may_have_been_processed());
    assert!(late.to_string().contains("waiting for the response"));

    let late = reject(&client, "1")
        .deadline(SECOND * 5 / 2)
        .await
        .unwrap_err();
    assert!(matches!(
        late,
        Error::DeadlineExceeded {
            phase: Phase::Body,
            ..
        }
    ));
    assert_eq!(late.status().unwrap(), 202);
    assert_eq!(late.request_id(), Some("r"));
    assert!(late.may_have_been_processed());

    let done = reject(&client, "1").deadline(SECOND * 4).await;
    assert_eq!(done.unwrap().status(), 202);
}

/// Continues with a request after the end of its call, and returns what it could read.
struct Stubborn(UnboundedSender<Result<Bytes, TransportError>>);

impl Transport for Stubborn {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let read = self.0.clone();
        tokio::spawn(async move {
            tokio::time::sleep(SECOND).await;
            read.send(request.into_body().collect().await)
        });
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_the_deadline() {
    let (read, mut what_was_read) = unbounded_channel();
    let client = Memory::default().client().transport(Stubborn(read)).build();
    let late = reject(&client, "1").deadline(SECOND / 2).await.unwrap_err();
    assert!(!late.may_have_been_processed());
    what_was_read.recv().await.unwrap().unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_request_without_body_counts_as_sent() {
    let client = Memory::default().client().transport(Slow).build();
    let late = read(&client).deadline(SECOND / 2).await.unwrap_err();
    assert!(matches!(
        late,
        Error::DeadlineExceeded {
            phase: Phase::Response,
            ..
        }
    ));
    assert!(late.may_have_been_processed());
}
