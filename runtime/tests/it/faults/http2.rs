//! HTTP/2 over TLS: streams and connections that a server resets.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use h2::server::SendResponse;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::faults::server::Server;
use crate::faults::table::get;
use crate::faults::tls;

/// The maximum number of open requests of a connection.
const STREAMS: u32 = 100;

/// More requests than two connections can have open.
static CROWD: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(2 * STREAMS as usize + 50));

/// The response of the server to each request.
#[derive(Clone, Copy)]
enum Does {
    Accepts,
    /// Processes it once all of [`CROWD`] are open.
    AcceptsAtOnce,
    /// Processes it, and resets the stream.
    Resets(Reason),
    /// Resets the stream without having processed anything.
    Refuses,
    /// Processes it, and resets the stream in the midst of the body.
    ResetsInTheBody,
    /// Processes the first request of a connection, and neither reads nor writes after it. The TCP
    /// connection stays open.
    IsSilentAfterTheFirst,
}

async fn serving(does: Does) -> Server {
    let acceptor = tls::accepted("h2");
    let server = Server::new(move |connection| {
        let acceptor = acceptor.clone();
        async move {
            let (stream, process) = connection.into_parts();
            let Ok(stream) = acceptor.accept(stream).await else {
                return;
            };
            let mut settings = h2::server::Builder::new();
            settings.max_concurrent_streams(STREAMS);
            let Ok(mut connection) = settings.handshake::<_, Bytes>(stream).await else {
                return;
            };
            let process = Arc::new(process);
            let mut requests = 0;
            while let Some(Ok((request, answer))) = connection.accept().await {
                requests += 1;
                if matches!(does, Does::IsSilentAfterTheFirst) && requests > 1 {
                    // Without being polled, the connection answers no PING.
                    std::future::pending::<()>().await;
                }
                let process = Arc::clone(&process);
                tokio::spawn(async move {
                    let mut body = request.into_body();
                    while let Some(Ok(bytes)) = body.data().await {
                        let _ = body.flow_control().release_capacity(bytes.len());
                    }
                    answers(does, answer, &**process).await;
                });
            }
        }
    });
    server.await.over_tls()
}

async fn answers(does: Does, mut answer: SendResponse<Bytes>, process: &(dyn Fn() + Send + Sync)) {
    let response = |status: u16| http::Response::builder().status(status).body(()).unwrap();
    match does {
        Does::AcceptsAtOnce => {
            CROWD.wait().await;
            process();
            answer.send_response(response(202), true).unwrap();
        }
        Does::Accepts | Does::IsSilentAfterTheFirst => {
            process();
            answer.send_response(response(202), true).unwrap();
        }
        Does::Resets(reason) => {
            process();
            answer.send_reset(reason);
        }
        Does::Refuses => answer.send_reset(Reason::REFUSED_STREAM),
        Does::ResetsInTheBody => {
            process();
            let mut body = answer.send_response(response(200), false).unwrap();
            body.send_data(Bytes::from_static(b"{\"value\": ["), false)
                .unwrap();
            // The head has time to arrive.
            tokio::time::sleep(Duration::from_millis(250)).await;
            body.send_reset(Reason::INTERNAL_ERROR);
        }
    }
}

/// Sends GOAWAY instead of an answer. `last` is the last stream that it has looked at: the request
/// comes in stream 1.
async fn going_away(last: u8) -> Server {
    let acceptor = tls::accepted("h2");
    let server = Server::new(move |connection| {
        let acceptor = acceptor.clone();
        async move {
            let (stream, process) = connection.into_parts();
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            // SETTINGS, without a setting.
            let _ = stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await;
            let mut bytes = Vec::new();
            while !has_headers(&bytes) {
                if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                    return;
                }
            }
            if last > 0 {
                process();
            }
            let go_away = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, last, 0, 0, 0, 0];
            let _ = stream.write_all(&go_away).await;
            let _ = stream.shutdown().await;
        }
    });
    server.await.over_tls()
}

/// Whether a HEADERS frame is among what a client has sent.
fn has_headers(bytes: &[u8]) -> bool {
    const PREFACE: usize = 24;
    let mut rest = bytes.get(PREFACE..).unwrap_or_default();
    while let [high, middle, low, kind, ..] = *rest {
        if kind == 1 {
            return true;
        }
        let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        rest = rest.get(9 + length..).unwrap_or_default();
    }
    false
}

faults! {
    h2_accepted: serving(Does::Accepts);
    h2_stream_refused: serving(Does::Refuses);
    h2_stream_reset: serving(Does::Resets(Reason::INTERNAL_ERROR));
    h2_stream_cancelled: serving(Does::Resets(Reason::CANCEL));
    h2_stream_reset_in_the_body: serving(Does::ResetsInTheBody);
    h2_silent_after_the_first_response: async {
        serving(Does::IsSilentAfterTheFirst).await.after_another_call()
    };
    h2_going_away_without_having_looked: going_away(0);
    h2_going_away_after_having_looked: going_away(1);
}

#[tokio::test]
async fn requests_that_exceed_a_connection_use_others() {
    let server = serving(Does::AcceptsAtOnce).await;
    let client = server.client().build();
    let mut calls = JoinSet::new();
    for _ in 0..2 * STREAMS + 50 {
        let client = client.clone();
        calls.spawn(async move { get(&client).await.unwrap().status() });
    }
    assert!(calls.join_all().await.iter().all(|status| *status == 202));
    assert_eq!(server.take_processed(), 2 * STREAMS + 50);
}
