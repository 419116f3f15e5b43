//! What receiving costs: notifications over HTTP on loopback, to a receiver with a handler, and to a bare handler of axum
//! that parses the body into untyped JSON and drops it.
//!
//! `cargo bench -p msgraph-tests --bench receiving -- 1000000` sends a million to each, in turns; 100,000 by default. The
//! process has both sides, so that what is told of its memory includes the sender.

use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use http::StatusCode;
use msgraph_communications::callbacks::comms_notifications::{self, CommsNotificationsHandler};
use msgraph_communications::models::CommsNotification;
use msgraph_runtime::Value;
use msgraph_runtime::receiver::{DangerouslyUnauthenticated, PublicAddress, Received, Receiver};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many connections send at a time. Each waits for its response before it sends again.
const CONNECTIONS: usize = 32;

/// In how many turns the requests are sent.
const TURNS: usize = 10;

/// A handler that does nothing, so that only receiving is measured.
struct Idle;

impl CommsNotificationsHandler for Idle {
    async fn post(&self, notification: Received<CommsNotification>) {
        std::hint::black_box(notification);
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let requests = std::env::args().find_map(|argument| argument.parse().ok());
    let requests: usize = requests.unwrap_or(100_000);
    let receiver = Receiver::builder(PublicAddress::new("https://bot.contoso.com")?)
        .callback(
            "/api/calls",
            comms_notifications::callback(Idle, DangerouslyUnauthenticated),
        )
        .build()?;
    let bare = Router::new().route("/api/calls", post(parse));
    let servers = [
        ("receiver", serve(receiver.clone().into()).await?),
        ("bare axum", serve(bare).await?),
    ];
    let mut latencies = [Vec::new(), Vec::new()];
    let mut times = [Duration::ZERO; 2];
    let each = requests.div_ceil(TURNS * CONNECTIONS);
    println!("turn  memory");
    for turn in 1..=TURNS {
        for (place, (_, address)) in servers.iter().enumerate() {
            let begun = Instant::now();
            let senders: Vec<_> = (0..CONNECTIONS)
                .map(|number| tokio::spawn(send(address.clone(), number, each)))
                .collect();
            for sender in senders {
                latencies[place].extend(sender.await??);
            }
            times[place] += begun.elapsed();
        }
        println!("{turn:4}  {} KB", resident()?);
    }
    println!("            notifications/s      p50      p99");
    for ((name, _), (latencies, time)) in servers.iter().zip(latencies.iter_mut().zip(times)) {
        latencies.sort_unstable();
        let at = |part: usize| latencies[(latencies.len() - 1) * part / 100];
        #[expect(clippy::cast_precision_loss, reason = "it is printed in whole numbers")]
        let rate = latencies.len() as f64 / time.as_secs_f64();
        println!("{name:10}  {rate:15.0}  {:6.0?}  {:6.0?}", at(50), at(99));
    }
    let left = receiver.shut_down(Duration::from_secs(10)).await;
    println!("{:?}, left: {}", receiver.counts(), left.len());
    Ok(())
}

async fn parse(body: Bytes) -> StatusCode {
    match serde_json::from_slice::<Value>(&body) {
        Ok(value) => {
            std::hint::black_box(value);
            StatusCode::ACCEPTED
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn serve(router: Router) -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Sends requests over one connection, and tells how long each took.
async fn send(address: String, number: usize, requests: usize) -> Result<Vec<Duration>, Failure> {
    let mut connection = TcpStream::connect(address).await?;
    connection.set_nodelay(true)?;
    let mut latencies = Vec::with_capacity(requests);
    let mut response = vec![0; 4096];
    for request in 0..requests {
        let message = message(number, request);
        let begun = Instant::now();
        connection.write_all(message.as_bytes()).await?;
        let mut length = 0;
        // The responses have no body.
        while !response[..length].ends_with(b"\r\n\r\n") {
            match connection.read(&mut response[length..]).await? {
                0 => return Err("the connection was closed".into()),
                read => length += read,
            }
        }
        latencies.push(begun.elapsed());
        if !response.starts_with(b"HTTP/1.1 202 ") {
            return Err(String::from_utf8_lossy(&response[..length]).into());
        }
    }
    Ok(latencies)
}

/// The notification of an incoming call; each is another call.
fn message(number: usize, request: usize) -> String {
    let id = format!("9d1a6f0e-3b57-4c8e-{number:04}-{request:012}");
    let body = format!(
        r##"{{"@odata.type":"#microsoft.graph.commsNotifications","value":[{{"@odata.type":"#microsoft.graph.commsNotification","changeType":"created","resourceUrl":"/communications/calls/{id}","resourceData":{{"@odata.type":"#microsoft.graph.call","@odata.id":"/communications/calls/{id}","state":"incoming","direction":"incoming","source":{{"identity":{{"user":{{"displayName":"Adele","id":"c3a1f6be-6d0c-4f9a-9a0b-5f1f7f2f9f10"}}}},"region":"westus","languageId":"en-US"}},"targets":[{{"identity":{{"application":{{"displayName":"Bot","id":"0f4b2d7c-2a51-4d5e-8d5f-77a4f7f1e2aa"}}}}}}],"requestedModalities":["audio","video"]}}}}]}}"##
    );
    format!(
        "POST /api/calls HTTP/1.1\r\nHost: bot.contoso.com\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The memory of the process, where the system tells it.
fn resident() -> Result<usize, Failure> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.map_or(Ok(0), str::parse)?)
}
