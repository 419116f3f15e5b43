//! Requests of which nothing is accepted: each row of "Receiving" in `FAULTS.md`.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use http_body::Frame;
use specwright_runtime::Body;
use specwright_runtime::receiver::{Receiver, Rejection};

use super::recorder::Recorder;
use super::{PATH, batch, builder, post, receiver};
use crate::support::log::Log;

const TABLE: &str = include_str!("../../../FAULTS.md");

/// A body that breaks off, or never ends.
enum Broken {
    Off,
    Never,
}

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match *self {
            Self::Off => Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into()))),
            Self::Never => Poll::Pending,
        }
    }
}

/// Sends the request of a row, and returns the status.
async fn send(receiver: &Receiver, reason: &str) -> u16 {
    let broken = |body| Request::post(PATH).body(body).unwrap();
    let response = match reason {
        "unknown_path" => {
            let request = Request::post("/elsewhere").body(Body::from("{}")).unwrap();
            receiver.receive(request).await
        }
        "unknown_method" => {
            let request = Request::put(PATH).body(Body::from("{}")).unwrap();
            receiver.receive(request).await
        }
        "not_json" => {
            let request = Request::post(PATH).header("content-type", "text/html");
            let request = request.body(Body::from("<p>")).unwrap();
            receiver.receive(request).await
        }
        "body_too_large" => receiver.receive(post("x".repeat(70_000))).await,
        "body_too_slow" => receiver.receive(broken(Broken::Never)).await,
        "body_incomplete" => receiver.receive(broken(Broken::Off)).await,
        "body_missing" => receiver.receive(post(Body::empty())).await,
        "invalid_body" => receiver.receive(post(r#"{"value": [}"#)).await,
        "no_notifications" => receiver.receive(post(r#"{"Value": {}}"#)).await,
        "too_many_notifications" => {
            let body = format!(r#"{{"value": [{}1]}}"#, "1,".repeat(10_000));
            receiver.receive(post(body)).await
        }
        "no_capacity" => {
            let accepted = receiver.receive(post(batch(&["a", "b"]))).await;
            assert_eq!(accepted.status(), 202);
            receiver.receive(post(batch(&["c"]))).await
        }
        other => panic!("{other} is not a request of a test"),
    };
    response.status().as_u16()
}

#[tokio::test(start_paused = true)]
async fn each_rejection_has_a_counter_and_a_log_line() {
    let (_, table) = TABLE.split_once("\n## Receiving\n").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let names: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    assert_eq!(names, Rejection::ALL.map(Rejection::as_str));
    for (row, reason) in rows.iter().zip(Rejection::ALL) {
        let receiver = builder(&Recorder::waiting())
            .capacity(2)
            .body_limit(1 << 16)
            .body_time(Duration::from_secs(1))
            .build()
            .unwrap();
        let log = Log::new();
        assert_eq!(send(&receiver, reason.as_str()).await.to_string(), row[2]);
        for other in Rejection::ALL {
            assert_eq!(
                receiver.rejections(other),
                u64::from(other == reason),
                "{other:?}"
            );
        }
        let counts = receiver.counts();
        let is_invalid = row[2].starts_with('4');
        assert_eq!(counts.rejected, u64::from(is_invalid), "{reason:?}");
        assert_eq!(counts.busy, u64::from(reason == Rejection::NoCapacity));
        let lines = log.text();
        assert_eq!(lines.lines().count(), 1, "{lines}");
        assert!(lines.starts_with(&row[3].to_uppercase()), "{lines}");
        assert!(lines.contains(&format!("status={}", row[2])), "{lines}");
        assert!(lines.contains(&format!("reason={reason}")), "{lines}");
    }
}

#[tokio::test]
async fn a_reason_is_logged_ten_times_per_second_at_most() {
    let receiver = receiver(&Recorder::new());
    let log = Log::new();
    let start = Instant::now();
    for _ in 0..1000 {
        send(&receiver, "body_missing").await;
    }
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    send(&receiver, "unknown_path").await;
    let lines = log.text();
    let of_reason = lines.matches("it has no body").count();
    assert!((10..=10 * (seconds + 1)).contains(&of_reason), "{lines}");
    // Another reason has lines of its own.
    assert_eq!(lines.matches("no callback has its path").count(), 1);
    assert_eq!(receiver.rejections(Rejection::BodyMissing), 1000);
}
