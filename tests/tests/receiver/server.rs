//! Over a real connection, behind axum.

use axum::Router;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::bot::Bot;
use super::{SOON, notification, receiver};

/// What a server that receives for a bot answers to some bytes.
async fn exchange(bot: &Bot, request: &[u8]) -> String {
    let receiver = receiver(bot);
    let router = Router::from(receiver.clone()).fallback(|| async { "from another route" });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(request).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(receiver.shut_down(SOON).await.is_empty());
    server.abort();
    answer
}

#[tokio::test]
async fn a_notification_comes_over_http() {
    let bot = Bot::new();
    let body = format!(
        r#"{{"value": [{}]}}"#,
        notification("a", "created", "incoming")
    );
    let request = format!(
        "POST /api/calls HTTP/1.1\r\nHost: bot.contoso.com\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(&bot, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 202 Accepted\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert_eq!(bot.seen().notifications.len(), 1);
}

#[tokio::test]
async fn a_body_in_chunks_comes_over_http() {
    let bot = Bot::new();
    let body = format!(
        r#"{{"value": [{}]}}"#,
        notification("a", "created", "incoming")
    );
    let (first, second) = body.split_at(20);
    let request = format!(
        "POST /api/calls HTTP/1.1\r\nHost: bot.contoso.com\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let answer = exchange(&bot, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 202 Accepted\r\n"), "{answer}");
    assert_eq!(bot.seen().notifications.len(), 1);
}

#[tokio::test]
async fn other_paths_are_left_to_other_routes() {
    let request = b"GET /health HTTP/1.1\r\nHost: bot.contoso.com\r\nConnection: close\r\n\r\n";
    let answer = exchange(&Bot::new(), request).await;
    assert!(answer.ends_with("from another route"), "{answer}");
}
