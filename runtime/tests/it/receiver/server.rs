//! Requests over HTTP, behind axum.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use specwright_runtime::receiver::Receiver;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::recorder::Recorder;
use super::requests::secured;
use super::{SOON, batch, builder, event, receiver};

/// A server for a receiver, which stops when it is dropped.
struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    async fn of(receiver: &Receiver) -> Self {
        let router = Router::from(receiver.clone()).fallback(|| async { "from another route" });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, task }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Returns the response to some bytes, on a new connection.
    async fn answer(&self, request: &[u8]) -> String {
        let mut connection = self.connect().await;
        connection.write_all(request).await.unwrap();
        let mut text = String::new();
        connection.read_to_string(&mut text).await.unwrap();
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The head of a response.
async fn head(connection: &mut TcpStream) -> String {
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        text.push(connection.read_u8().await.unwrap().into());
    }
    text
}

/// Returns the response of a server with a recorder to some bytes.
async fn exchange(recorder: &Recorder, request: &[u8]) -> String {
    let receiver = receiver(recorder);
    let server = Server::of(&receiver).await;
    let answer = server.answer(request).await;
    assert!(receiver.shut_down(SOON).await.is_empty());
    answer
}

/// Returns a request with an event.
fn text(id: &str, state: &str, headers: &str) -> String {
    let body = format!(r#"{{"value": [{}]}}"#, event(id, state));
    let length = body.len();
    format!(
        "POST /api/events HTTP/1.1\r\nHost: shop.example\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
}

#[tokio::test]
async fn pipelined_requests_are_handled_in_order() {
    let recorder = Recorder::new();
    let requests = [
        text("a", "establishing", ""),
        text("a", "established", ""),
        "GET /api/events HTTP/1.1\r\nHost: shop.example\r\n\r\n".to_owned(),
        text("a", "terminated", "Connection: close\r\n"),
    ];
    // All of them are sent before the first is answered.
    let answers = exchange(&recorder, requests.concat().as_bytes()).await;
    let statuses: Vec<&str> = answers
        .lines()
        .filter(|line| line.starts_with("HTTP/"))
        .collect();
    let (taken, other) = ("HTTP/1.1 202 Accepted", "HTTP/1.1 405 Method Not Allowed");
    assert_eq!(statuses, [taken, taken, other, taken]);
    let seen = recorder.recorded();
    let raw = seen
        .events
        .iter()
        .map(|one| String::from_utf8_lossy(one.raw()));
    let states = ["establishing", "established", "terminated"];
    assert_eq!(raw.len(), 3);
    for (raw, state) in raw.zip(states) {
        assert!(raw.contains(&format!("\"{state}\"")), "{raw}");
    }
}

#[tokio::test]
async fn a_405_over_http_has_allow_and_no_body() {
    for method in ["GET", "HEAD", "OPTIONS", "PUT"] {
        let request = format!(
            "{method} /api/events HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"
        );
        let answer = exchange(&Recorder::new(), request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 405 "), "{method}: {answer}");
        assert!(answer.contains("\r\nallow: POST\r\n"), "{method}: {answer}");
        assert!(answer.ends_with("\r\n\r\n"), "{method}: {answer}");
    }
}

#[tokio::test]
async fn expect_continue_is_answered_after_authentication() {
    let recorder = Recorder::new();
    let receiver = secured(&recorder);
    let server = Server::of(&receiver).await;
    for (sender, first) in [("service", "HTTP/1.1 100 "), ("nobody", "HTTP/1.1 401 ")] {
        let headers =
            format!("Expect: 100-continue\r\nX-Sender: {sender}\r\nConnection: close\r\n");
        let request = text("a", "established", &headers);
        let (request, body) = request.split_once("\r\n\r\n").unwrap();
        let mut connection = server.connect().await;
        connection
            .write_all(format!("{request}\r\n\r\n").as_bytes())
            .await
            .unwrap();
        let answer = head(&mut connection).await;
        assert!(answer.starts_with(first), "{answer}");
        if sender == "service" {
            connection.write_all(body.as_bytes()).await.unwrap();
            let answer = head(&mut connection).await;
            assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
        }
    }
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 1);
}

#[tokio::test]
async fn a_slow_body_is_a_408() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder)
        .body_time(Duration::from_millis(300))
        .build()
        .unwrap();
    let server = Server::of(&receiver).await;
    let request = text("a", "established", "");
    let (slow, _) = request.split_at(request.len() - 50);
    let connection = server.connect().await;
    let (mut reader, mut writer) = connection.into_split();
    writer.write_all(slow.as_bytes()).await.unwrap();
    let drip = tokio::spawn(async move {
        while writer.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut answer = [0; 13];
    reader.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408 ");
    drip.abort();
    // Others come through.
    let request = text("b", "established", "Connection: close\r\n");
    let answer = server.answer(request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 202 "));
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 1);
}

#[tokio::test]
async fn a_disconnected_sender_reserves_no_room() {
    let recorder = Recorder::new();
    let receiver = builder(&recorder).capacity(1).build().unwrap();
    let server = Server::of(&receiver).await;
    let request = text("a", "established", "");
    for length in [20, request.len() - 1] {
        let mut connection = server.connect().await;
        connection
            .write_all(&request.as_bytes()[..length])
            .await
            .unwrap();
    }
    let request = text("b", "established", "Connection: close\r\n");
    let answer = server.answer(request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 202 "));
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(recorder.recorded().events.len(), 1);
    assert_eq!(receiver.counts().accepted, 1);
}

#[tokio::test]
async fn a_notification_is_received_over_http() {
    let recorder = Recorder::new();
    let body = batch(&["a"]);
    let request = format!(
        "POST /api/events HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(&recorder, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 202 Accepted\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert_eq!(recorder.recorded().events.len(), 1);
}

#[tokio::test]
async fn a_chunked_body_is_received_over_http() {
    let recorder = Recorder::new();
    let body = batch(&["a"]);
    let (first, second) = body.split_at(20);
    let request = format!(
        "POST /api/events HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let answer = exchange(&recorder, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 202 Accepted\r\n"), "{answer}");
    assert_eq!(recorder.recorded().events.len(), 1);
}

#[tokio::test]
async fn other_paths_belong_to_other_routes() {
    let request = b"GET /health HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";
    let answer = exchange(&Recorder::new(), request).await;
    assert!(answer.ends_with("from another route"), "{answer}");
}
