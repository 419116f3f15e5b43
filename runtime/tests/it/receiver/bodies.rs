//! Bodies of requests: frames, limits, content types. None causes a panic.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body::{Body, Frame, SizeHint};

use super::recorder::Recorder;
use super::{PATH, SOON, batch, builder, event, post, receiver, status};

/// A body in pieces; then it waits, or ends.
struct Pieces {
    pieces: Vec<&'static [u8]>,
    then: Poll<()>,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if self.pieces.is_empty() {
            return self.then.map(|()| None);
        }
        let piece = self.pieces.remove(0);
        Poll::Ready(Some(match piece {
            b"broken" => Err(std::io::ErrorKind::ConnectionReset.into()),
            b"trailers" => Ok(Frame::trailers(HeaderMap::new())),
            _ => Ok(Frame::data(Bytes::from_static(piece))),
        }))
    }
}

fn pieces(pieces: &[&'static [u8]], then: Poll<()>) -> Request<Pieces> {
    let body = Pieces {
        pieces: pieces.to_vec(),
        then,
    };
    Request::post(PATH).body(body).unwrap()
}

#[tokio::test]
async fn a_body_may_have_several_frames() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let request = pieces(
        &[
            b"{\"val",
            b"",
            b"ue\": [{\"kind\": ",
            b"\"updated\"}]}",
            b"trailers",
        ],
        Poll::Ready(()),
    );
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_has_a_time_limit() {
    let receiver = builder(&Recorder::new())
        .body_time(Duration::from_secs(3))
        .build()
        .unwrap();
    let before = tokio::time::Instant::now();
    let request = pieces(&[b"{\"value\": ["], Poll::Pending);
    assert_eq!(receiver.receive(request).await.status(), 408);
    assert_eq!(before.elapsed().as_secs(), 3);
}

#[tokio::test]
async fn an_interrupted_body_is_a_400() {
    let receiver = receiver(&Recorder::new());
    let request = pieces(&[b"{\"value\": []", b"broken"], Poll::Ready(()));
    assert_eq!(receiver.receive(request).await.status(), 400);
}

#[tokio::test]
async fn a_body_has_a_size_limit() {
    let recorder = Recorder::new();
    let body = batch(&["a"]);
    let exact = builder(&recorder).body_limit(body.len()).build().unwrap();
    assert_eq!(status(&exact, body.clone()).await, 202);
    let small = builder(&recorder)
        .body_limit(body.len() - 1)
        .build()
        .unwrap();
    // Its length is known.
    assert_eq!(status(&small, body).await, 413);
    // Nobody knows how long it will be, and it would never end.
    let endless = pieces(&[b"        ".as_slice(); 100], Poll::Pending);
    assert_eq!(small.receive(endless).await.status(), 413);
    assert_eq!(small.counts().rejected, 2);
    // Only both pieces together are too much.
    let tiny = builder(&recorder).body_limit(5).build().unwrap();
    for (second, expected) in [(b"{  ".as_slice(), 413), (b"{}", 204)] {
        let request = pieces(&[b"   ", second], Poll::Ready(()));
        assert_eq!(tiny.receive(request).await.status(), expected);
    }
}

/// A body that says that it will be too long, and is not read.
struct TooLong;

impl Body for TooLong {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        panic!("nobody has to read it");
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(1_048_577)
    }
}

#[tokio::test(start_paused = true)]
async fn default_body_limits_are_1_mib_and_10_seconds() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let mut body = batch(&["a"]).into_bytes();
    body.resize(1 << 20, b' ');
    assert_eq!(status(&receiver, body).await, 202);
    let request = Request::post(PATH).body(TooLong).unwrap();
    assert_eq!(receiver.receive(request).await.status(), 413);
    let before = tokio::time::Instant::now();
    let request = pieces(&[b"{"], Poll::Pending);
    assert_eq!(receiver.receive(request).await.status(), 408);
    assert_eq!(before.elapsed().as_secs(), 10);
}

#[tokio::test]
async fn content_headers_must_allow_utf_8_json() {
    let receiver = receiver(&Recorder::new());
    for (name, value, expected) in [
        ("content-type", "application/json", 202),
        ("content-type", "application/json;charset=UTF-8", 202),
        ("content-type", "Application/JSON; charset=\"utf-8\"", 202),
        ("content-type", "application/json; profile=minimal", 202),
        ("content-type", "application/problem+json", 202),
        ("content-type", "application/json; charset=us-ascii", 202),
        ("content-type", "application/json; Charset=UTF8", 202),
        ("content-type", "application/json; CHARSET=iso-8859-1", 415),
        ("content-type", "text/json", 415),
        ("content-type", "json", 415),
        ("x-other", "without a type", 202),
        ("content-encoding", "identity", 202),
        ("content-type", "text/plain", 415),
        ("content-type", "application/x-www-form-urlencoded", 415),
        ("content-type", "application/json; charset=utf-16", 415),
        ("content-type", "", 415),
        ("content-encoding", "gzip", 415),
        ("content-encoding", "identity, gzip", 415),
    ] {
        let request = Request::post(PATH).header(name, value);
        let request = request
            .body(specwright_runtime::Body::from(batch(&["a"])))
            .unwrap();
        let status = receiver.receive(request).await.status();
        assert_eq!(status, expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_content_type_outside_ascii_is_a_415() {
    let receiver = receiver(&Recorder::new());
    let mut request = post(batch(&["a"]));
    let value = http::HeaderValue::from_bytes(b"application/\xff").unwrap();
    request.headers_mut().insert("content-type", value);
    assert_eq!(receiver.receive(request).await.status(), 415);
}

#[tokio::test]
async fn a_batch_has_at_most_10000_notifications() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let body = |elements: usize| format!(r#"{{"value": [{}]}}"#, vec!["1"; elements].join(","));
    assert_eq!(status(&receiver, body(10_001)).await, 413);
    assert_eq!(receiver.counts().rejected, 1);
    assert_eq!(status(&receiver, body(10_000)).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().invalid_payloads.len(), 10_000);
}

#[tokio::test]
async fn a_batch_of_5000_is_accepted() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let all: Vec<String> = (0..5000)
        .map(|number| event(&format!("{}", number % 7), "established"))
        .collect();
    let body = format!(r#"{{"value": [{}]}}"#, all.join(","));
    assert_eq!(status(&receiver, body).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 5000);
}

#[tokio::test]
async fn a_single_notification_may_be_anywhere_in_a_body() {
    const EVENT: &str = r#"{"kind": "updated", "item": "/items/one"}"#;
    for (body, expected, events, invalid) in [
        (r#"{"value":[EVENT]}"#, 202, 1, 0),
        (" {\n\"value\" : [\t EVENT\r] } \n", 202, 1, 0),
        (r#"{"a": [{"value": 1}], "value": [EVENT]}"#, 202, 1, 0),
        (r#"{"value": [EVENT], "b": 2}"#, 202, 1, 0),
        (r#"{"val\u0075e": [EVENT]}"#, 202, 1, 0),
        (r#"{"value": [EVENT], "value": [EVENT]}"#, 202, 2, 0),
        (r#"{"value": [EVENT EVENT]}"#, 202, 0, 1),
        (r#"{"value": [EVENT, 7]}"#, 202, 1, 1),
        (r#"{"value": [EVENT]} 7"#, 400, 0, 0),
        (r#"{"value": [EVENT}"#, 400, 0, 0),
        (r#"{"value": [EVENT]"#, 400, 0, 0),
        (r#"{"value": EVENT}"#, 400, 0, 0),
        (r#"[{"value": [EVENT]}]"#, 400, 0, 0),
    ] {
        let recorder = Recorder::new();
        let receiver = receiver(&recorder);
        let body = body.replace("EVENT", EVENT);
        assert_eq!(status(&receiver, body.clone()).await, expected, "{body}");
        assert!(receiver.shut_down(SOON).await.is_empty());
        let seen = recorder.recorded();
        assert_eq!(seen.events.len(), events, "{body}");
        assert_eq!(seen.invalid_payloads.len(), invalid, "{body}");
        assert!(
            seen.events.iter().all(|event| event.raw() == EVENT),
            "{body}"
        );
    }
}
