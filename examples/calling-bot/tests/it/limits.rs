//! Limits on connections and requests.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::bot::Running;

/// The limit on waiting for what must happen.
const LONG: Duration = Duration::from_secs(30);

fn connect(bot: &Running, begin: &str) -> TcpStream {
    let mut connection = TcpStream::connect(&bot.address).unwrap();
    connection.set_read_timeout(Some(LONG)).unwrap();
    connection.write_all(begin.as_bytes()).unwrap();
    connection
}

/// Waits until the bot closes a connection, on which it says nothing more.
fn is_cut_off(connection: &mut TcpStream) {
    let mut response = Vec::new();
    if let Err(error) = connection.read_to_end(&mut response) {
        // Unread bytes are lost with the connection.
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    assert_eq!(String::from_utf8_lossy(&response), "");
}

/// The whole head of a response, behind which there is nothing.
fn head(connection: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        connection.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    String::from_utf8(head).unwrap()
}

#[test]
fn slow_request_heads_are_cut_off_and_block_nobody() {
    let bot = Running::with(&["--head-limit=2"]);
    let mut silent = connect(&bot, "");
    let mut slow = connect(&bot, "GET /ready HTTP/1.1\r\nHost: bot\r\nX-Slow: ");
    let mut idle = connect(&bot, "GET /ready HTTP/1.1\r\nHost: bot\r\n\r\n");
    let answer = head(&mut idle);
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    let mut drip = slow.try_clone().unwrap();
    let drip = std::thread::spawn(move || {
        // It is never done, and never silent.
        while drip.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let answer = bot.send("GET /health", "", "");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for connection in [&mut silent, &mut slow, &mut idle] {
        is_cut_off(connection);
    }
    drip.join().unwrap();
    let answer = bot.send("GET /health", "", "");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

const REQUEST: &str = "GET /ready HTTP/1.1\r\nHost: bot\r\n\r\n";

#[test]
fn idle_connections_are_closed_if_another_waits() {
    let bot = Running::with(&["--connections=2"]);
    let mut open = [connect(&bot, REQUEST), connect(&bot, REQUEST)];
    for connection in &mut open {
        assert!(head(connection).starts_with("HTTP/1.1 503 "));
    }
    let mut one_more = connect(&bot, REQUEST);
    assert!(head(&mut one_more).starts_with("HTTP/1.1 503 "));
    for connection in &mut open {
        is_cut_off(connection);
    }
}

#[test]
fn connections_beyond_the_limit_wait_for_busy_ones() {
    let bot = Running::with(&["--connections=2"]);
    // The first request of each is not complete.
    let (begin, end) = REQUEST.split_at(10);
    let mut open = [connect(&bot, begin), connect(&bot, begin)];
    // Nobody knows when what was sent has come to the bot.
    std::thread::sleep(Duration::from_millis(500));
    let mut one_more = connect(&bot, REQUEST);
    one_more
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let waits = one_more.read(&mut [0]).unwrap_err();
    assert!(
        matches!(waits.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{waits}"
    );
    one_more.set_read_timeout(Some(LONG)).unwrap();
    for connection in &mut open {
        connection.write_all(end.as_bytes()).unwrap();
        let answer = head(connection);
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        // It makes room for the one that waits.
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    }
    assert!(head(&mut one_more).starts_with("HTTP/1.1 503 "));
}

#[test]
fn a_connection_that_waits_too_long_gets_503() {
    let bot = Running::with(&["--connections=1", "--probe-address=127.0.0.1:0"]);
    let (begin, end) = REQUEST.split_at(10);
    let mut busy = connect(&bot, begin);
    // Nobody knows when what was sent has come to the bot.
    std::thread::sleep(Duration::from_millis(500));
    let answer = bot.send("POST /api/calls", "", "{}");
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("\r\nretry-after: 1\r\n"), "{answer}");
    let metrics = bot.at_probe_address()("GET /metrics");
    let refused = "calling_bot_connections_refused_total 1\n";
    assert!(metrics.contains(refused), "{metrics}");
    busy.write_all(end.as_bytes()).unwrap();
    assert!(head(&mut busy).starts_with("HTTP/1.1 404 "));
}

#[test]
fn connections_without_a_request_keep_no_other_out() {
    let bot = Running::with(&["--connections=1"]);
    let mut silent = connect(&bot, "");
    for _ in 0..3 {
        let answer = bot.send("GET /health", "", "");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    is_cut_off(&mut silent);
}

#[test]
fn the_connection_limit_may_be_any_number() {
    let bot = Running::with(&[&format!("--connections={}", usize::MAX)]);
    assert!(bot.send("GET /health", "", "").starts_with("HTTP/1.1 200 "));
}
