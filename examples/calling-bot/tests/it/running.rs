//! Start and shutdown of the bot.

#[cfg(unix)]
use std::io::{Read as _, Write as _};
#[cfg(unix)]
use std::net::TcpStream;
#[cfg(unix)]
use std::time::Duration;

use crate::bot::Running;
#[cfg(unix)]
use crate::bot::{send, until};
#[cfg(unix)]
use crate::graph::Graph;

#[test]
fn without_keys_the_bot_is_alive_but_not_ready() {
    let bot = Running::start();
    let health = bot.send("GET /health", "", "");
    assert!(health.starts_with("HTTP/1.1 200 "), "{health}");
    assert!(health.contains(r#""usable":0"#), "{health}");
    assert!(bot.send("GET /ready", "", "").starts_with("HTTP/1.1 503 "));

    let refused = bot.send("POST /api/calls", "", "{}");
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    assert!(
        refused.contains("\r\nwww-authenticate: Bearer\r\n"),
        "{refused}"
    );
    assert!(refused.ends_with("\r\n\r\n"), "{refused}");
    // {"alg":"RS256","kid":"a"}, {} and anything: it might be good, if there were keys.
    let token = "Authorization: Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA\r\n";
    let later = bot.send("POST /api/calls", token, "{}");
    assert!(later.starts_with("HTTP/1.1 503 "), "{later}");
    assert!(later.contains("\r\nretry-after: "), "{later}");
    assert!(bot.send("GET /", "", "").starts_with("HTTP/1.1 404 "));
}

#[cfg(unix)]
#[test]
fn the_bot_stops_on_a_signal() {
    for signal in ["TERM", "INT"] {
        let mut bot = Running::start();
        // A connection that stays open keeps nothing up for long.
        let _idle = TcpStream::connect(&bot.address).unwrap();
        bot.signal(signal);
        assert_eq!(bot.exit_code(), Some(0), "after SIG{signal}");
    }
}

/// A connection on which the head of a request has only begun to come.
#[cfg(unix)]
fn begun(bot: &Running, path: &str) -> TcpStream {
    let mut connection = TcpStream::connect(&bot.address).unwrap();
    write!(connection, "GET {path} HTTP/1.1\r\n").unwrap();
    connection
}

/// The rest of that comes: what the bot answers, where it still does.
#[cfg(unix)]
fn finished(mut connection: TcpStream) -> String {
    // Writing fails if the bot has stopped already.
    let _ = connection.write_all(b"Host: bot\r\n\r\n");
    let mut response = String::new();
    let _ = connection.read_to_string(&mut response);
    response
}

/// Nobody knows when what was sent has come to the bot.
#[cfg(unix)]
fn pause() {
    std::thread::sleep(Duration::from_millis(300));
}

/// Returns the exit code and the response of a bot that gets signals while it reads the head of a
/// request.
#[cfg(unix)]
fn stopped_in_a_request(signals: &[&str]) -> (Option<i32>, String) {
    let mut bot = Running::start();
    let connection = begun(&bot, "/health");
    for signal in signals {
        pause();
        bot.signal(signal);
    }
    let response = finished(connection);
    (bot.exit_code(), response)
}

#[cfg(unix)]
#[test]
fn the_bot_finishes_requests_until_a_second_signal() {
    // If the first bytes came too late, there is no request to finish.
    let is_finished = || {
        let (code, response) = stopped_in_a_request(&["TERM"]);
        code == Some(0) && response.starts_with("HTTP/1.1 200 ")
    };
    assert!((0..10).any(|_| is_finished()));
    let interrupted = || {
        let (code, response) = stopped_in_a_request(&["TERM", "INT"]);
        code == Some(1) && response.is_empty()
    };
    assert!((0..10).any(|_| interrupted()));
}

#[cfg(unix)]
#[test]
fn a_draining_bot_is_not_ready_and_goes_on() {
    let graph = Graph::start();
    let [metadata, authority, graph_url] = graph.arguments();
    let mut bot = Running::with(&[&metadata, &authority, &graph_url, "--drain=60"]);
    let ready = || bot.send_keeping_alive("GET /ready", "", "");
    until(|| ready().starts_with("HTTP/1.1 200 ").then_some(()));
    assert!(!ready().contains("connection: close"), "{}", ready());
    bot.signal("TERM");
    let answer = until(|| Some(ready()).filter(|answer| answer.starts_with("HTTP/1.1 503 ")));
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    let answer = bot.send_keeping_alive("POST /api/calls", &authorization(&graph), INCOMING);
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    graph.asked_to_reject();
    graph.accept();
    bot.signal("TERM");
    assert_eq!(bot.exit_code(), Some(1));
}

#[cfg(unix)]
#[test]
fn accepted_calls_get_the_whole_shutdown_limit() {
    let graph = Graph::start();
    let [metadata, authority, graph_url] = graph.arguments();
    let arguments = [&metadata, &authority, &graph_url, "--shutdown-limit=12"];
    let mut bot = Running::with(&arguments);
    let answer = bot.send("POST /api/calls", &authorization(&graph), INCOMING);
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    graph.asked_to_reject();
    bot.signal("TERM");
    std::thread::sleep(Duration::from_secs(8));
    graph.accept();
    assert_eq!(bot.exit_code(), Some(0));
    let log = bot.log();
    assert!(log.contains("the call is rejected"), "{log}");
}

#[cfg(unix)]
#[test]
fn the_time_left_counts_from_the_first_bytes() {
    let graph = Graph::start();
    let [metadata, authority, graph_url] = graph.arguments();
    let mut bot = Running::with(&[&metadata, &authority, &graph_url, "--connections=1"]);
    until(|| {
        let ready = bot.send("GET /ready", "", "");
        ready.starts_with("HTTP/1.1 200 ").then_some(())
    });
    let busy = begun(&bot, "/health");
    pause();
    // It waits until the other one has been answered.
    let (address, authorization) = (bot.address.clone(), authorization(&graph));
    let call = move || send(&address, "POST /api/calls", &authorization, INCOMING);
    let call = std::thread::spawn(call);
    std::thread::sleep(Duration::from_millis(1500));
    assert!(finished(busy).starts_with("HTTP/1.1 200 "));
    let answer = call.join().unwrap();
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    graph.asked_to_reject();
    graph.accept();
    bot.signal("TERM");
    assert_eq!(bot.exit_code(), Some(0));
    let log = bot.log();
    let left = log
        .split(" left=")
        .nth(1)
        .unwrap()
        .split('s')
        .next()
        .unwrap();
    let left: f64 = left.parse().unwrap();
    assert!(left < 13.7, "{log}");
}

/// A call comes in.
#[cfg(unix)]
const INCOMING: &str = r##"{"value": [{"changeType": "created", "resourceUrl": "/communications/calls/one",
    "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming"}}]}"##;

#[cfg(unix)]
fn authorization(graph: &Graph) -> String {
    format!("Authorization: Bearer {}\r\n", graph.token())
}

/// The bot gets a signal after it has begun to reject a call.
#[cfg(unix)]
#[test]
fn pending_rejections_finish_or_are_logged_at_shutdown() {
    // Graph takes no callback URI without TLS.
    let callback = r#","callbackUri":"https://bot.contoso.com/api/calls""#;
    for (answers, public_url, callback) in [
        (true, "https://bot.contoso.com", callback),
        (false, "http://127.0.0.1:9", ""),
    ] {
        let graph = Graph::start();
        let [metadata, authority, graph_url] = graph.arguments();
        let mut bot = Running::with(&[
            &metadata,
            &authority,
            &graph_url,
            &format!("--public-url={public_url}"),
            &format!("--shutdown-limit={}", if answers { 40 } else { 2 }),
        ]);
        let answer = bot.send("POST /api/calls", &authorization(&graph), INCOMING);
        assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
        let asked = graph.asked_to_reject();
        assert_eq!(asked, format!(r#"{{"reason":"busy"{callback}}}"#));
        bot.signal("TERM");
        if answers {
            graph.accept();
        }
        assert_eq!(bot.exit_code(), Some(i32::from(!answers)));
        let log = bot.log();
        assert_eq!(log.contains("the call is rejected"), answers, "{log}");
        let left = "not handled before the end call=\"one\" state=Interrupted";
        assert_eq!(log.contains(left), !answers, "{log}");
        assert!(!log.contains("eyJ") && !log.contains("Bearer "), "{log}");
    }
}

#[cfg(unix)]
#[test]
fn token_errors_are_logged_by_code_only() {
    let graph = Graph::start();
    let [metadata, authority, _] = graph.arguments();
    let mut bot = Running::with(&[&metadata, &authority, "--app-secret=another"]);
    let taken = bot.send("POST /api/calls", &authorization(&graph), INCOMING);
    assert!(taken.starts_with("HTTP/1.1 202 "), "{taken}");
    bot.signal("TERM");
    assert_eq!(bot.exit_code(), Some(0));
    let log = bot.log();
    let why = "the token endpoint responded with 401 Unauthorized: invalid_client";
    assert!(log.contains(why), "{log}");
    assert!(
        !log.contains("another") && !log.contains("that of the bot"),
        "{log}"
    );
}

#[cfg(unix)]
#[test]
fn failed_rejections_are_logged_with_their_causes() {
    let graph = Graph::start();
    // There is nobody who gives out tokens.
    let mut bot = Running::with(&[&graph.metadata_argument()]);
    let taken = bot.send("POST /api/calls", &authorization(&graph), INCOMING);
    assert!(taken.starts_with("HTTP/1.1 202 "), "{taken}");
    bot.signal("TERM");
    assert_eq!(bot.exit_code(), Some(0));
    let log = bot.log();
    assert!(log.contains("the call could not be rejected"), "{log}");
    assert!(log.contains("there is no token"), "{log}");
    assert!(log.contains("Connection refused"), "{log}");
}
