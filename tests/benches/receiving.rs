//! The cost of receiving notifications over HTTP on the loopback interface: a receiver with a
//! handler, and a bare handler of axum that parses the body as untyped JSON and drops it. With the
//! feature `open-id`, also a receiver that verifies the token of each request.
//!
//! `cargo bench -p msgraph-tests --bench receiving --features open-id -- 1000000` sends a million
//! to each, in turns; 100,000 by default. Each server is its own process, so that memory and CPU
//! time are those of the server.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use http::StatusCode;
use msgraph_communications::callbacks::comms_notifications::{self, CommsNotificationsHandler};
use msgraph_communications::models::CommsNotification;
use specwright_runtime::Value;
use specwright_runtime::receiver::{
    Authenticate, DangerouslyUnauthenticated, PublicAddress, Received, Receiver,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The number of connections. Each waits for its response before it sends again.
const CONNECTIONS: usize = 32;

/// In how many turns the requests are sent.
const TURNS: usize = 20;

const SERVERS: &[&str] = &[
    "bare",
    "receiver",
    #[cfg(feature = "open-id")]
    "verifying",
];

/// A handler that does nothing, so that only receiving is measured.
struct Idle;

impl CommsNotificationsHandler for Idle {
    async fn post(&self, notification: Received<CommsNotification>) {
        std::hint::black_box(notification);
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "serve") {
        return serve(arguments.get(place + 1).map_or("", String::as_str)).await;
    }
    let requests = arguments.iter().find_map(|argument| argument.parse().ok());
    let requests: usize = requests.unwrap_or(100_000);
    let mut servers = Vec::new();
    for name in SERVERS {
        servers.push(Server::start(name)?);
    }
    let each = requests.div_ceil(TURNS * CONNECTIONS);
    // One turn that is not counted.
    for turn in 0..=TURNS {
        for server in &mut servers {
            let before = server.processor_time()?;
            let begun = Instant::now();
            let senders: Vec<_> = (0..CONNECTIONS)
                .map(|number| {
                    let (address, token) = (server.address.clone(), server.token.clone());
                    tokio::spawn(send(address, token, turn * CONNECTIONS + number, each))
                })
                .collect();
            let mut latencies = BTreeMap::new();
            for sender in senders {
                for (latency, count) in sender.await?? {
                    *latencies.entry(latency).or_insert(0) += count;
                }
            }
            if turn == 0 {
                continue;
            }
            server.time += begun.elapsed();
            server.processor += server.processor_time()?.saturating_sub(before);
            for (latency, count) in latencies {
                *server.latencies.entry(latency).or_insert(0) += count;
            }
        }
        if turn % (TURNS / 4) == 0 {
            let memory: Result<Vec<_>, Failure> = servers.iter().map(Server::memory).collect();
            println!(
                "{:>8} sent, KB of memory: {:?}",
                turn * CONNECTIONS * each,
                memory?
            );
        }
    }
    println!("           notifications/s     p50     p99  processor time of each");
    for server in servers {
        server.report();
    }
    Ok(())
}

/// The number of requests by latency, in steps of ten microseconds.
type Latencies = BTreeMap<u128, usize>;

/// A server in a process of its own.
struct Server {
    name: &'static str,
    process: Child,
    address: String,
    token: String,
    latencies: Latencies,
    time: Duration,
    processor: Duration,
}

impl Server {
    fn start(name: &'static str) -> Result<Self, Failure> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
        let mut line = || lines.next().ok_or("the server did not start");
        let (address, token) = (line()??, line()??);
        Ok(Self {
            name,
            process,
            address,
            token,
            latencies: Latencies::new(),
            time: Duration::ZERO,
            processor: Duration::ZERO,
        })
    }

    fn about(&self, file: &str) -> String {
        let path = format!("/proc/{}/{file}", self.process.id());
        std::fs::read_to_string(path).unwrap_or_default()
    }

    /// Returns the memory in kilobytes, if the system reports it.
    fn memory(&self) -> Result<usize, Failure> {
        let status = self.about("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(number.map_or(Ok(0), str::parse)?)
    }

    /// Returns the CPU time in user mode and in the kernel, if the system reports it.
    fn processor_time(&self) -> Result<Duration, Failure> {
        let stat = self.about("stat");
        let fields = stat.rsplit(')').next().unwrap_or_default();
        // In hundredths of a second, on every Linux.
        let hundredths = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(str::parse::<u64>);
        let hundredths: Result<Vec<_>, _> = hundredths.collect();
        Ok(Duration::from_millis(hundredths?.iter().sum::<u64>() * 10))
    }

    fn report(&self) {
        let requests: usize = self.latencies.values().sum();
        let at = |part: usize| {
            let mut before = 0;
            let reached = self.latencies.iter().find(|(_, count)| {
                before += **count;
                before * 100 >= requests * part
            });
            let steps = reached.map_or(0, |(latency, _)| *latency);
            Duration::from_micros(u64::try_from(steps * 10).unwrap_or(u64::MAX))
        };
        #[expect(clippy::cast_precision_loss, reason = "it is printed in whole numbers")]
        let rate = requests as f64 / self.time.as_secs_f64();
        let each = self.processor / u32::try_from(requests.max(1)).unwrap_or(u32::MAX);
        println!(
            "{:10} {rate:15.0}  {:6.0?}  {:6.0?}  {each:?}",
            self.name,
            at(50),
            at(99)
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already where that fails.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
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

/// Serves, and says where, and with which token.
async fn serve(name: &str) -> Result<(), Failure> {
    let (router, token) = match name {
        "receiver" => (receiver(DangerouslyUnauthenticated)?, String::new()),
        #[cfg(feature = "open-id")]
        "verifying" => {
            let (authentication, token) = verifying::authentication()?;
            (receiver(authentication)?, token)
        }
        _ => (
            Router::new().route("/api/calls", post(parse)),
            String::new(),
        ),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}\n{token}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

fn receiver(authenticate: impl Authenticate + 'static) -> Result<Router, Failure> {
    let callback = comms_notifications::callback(Idle, authenticate);
    let receiver = Receiver::builder(PublicAddress::new("https://bot.contoso.com")?)
        .callback("/api/calls", callback)
        .build()?;
    Ok(receiver.into())
}

#[cfg(feature = "open-id")]
mod verifying {
    use std::time::SystemTime;

    use aws_lc_rs::encoding::AsDer as _;
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    use msgraph_communications::callbacks::COMMS_NOTIFICATION_TOKEN;
    use serde_json::json;
    use specwright_runtime::receiver::open_id::OpenIdAuthentication;

    use super::Failure;

    /// A verification with a key of its own, and a token for it.
    pub(super) fn authentication() -> Result<(OpenIdAuthentication, String), Failure> {
        let pair = KeyPair::generate(KeySize::Rsa2048)?;
        // PKCS #8 of a key of 2048 bits is 26 bytes that say so, and PKCS #1.
        let key = EncodingKey::from_rsa_der(&pair.as_der()?.as_ref()[26..]);
        let mut public = serde_json::to_value(Jwk::from_encoding_key(&key, Algorithm::RS256)?)?;
        public["kid"] = json!("first");
        let authentication = OpenIdAuthentication::builder(COMMS_NOTIFICATION_TOKEN, "bot")
            .keys(json!({ "keys": [public] }).to_string())
            .build()?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        let claims = json!({
            "iss": COMMS_NOTIFICATION_TOKEN.issuers[0],
            "aud": "bot",
            "tid": "72f988bf-86f1-41af-91ab-2d7cd011db47",
            "exp": now.as_secs() + 3600,
        });
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some("first".to_owned());
        Ok((authentication, encode(&header, &claims, &key)?))
    }
}

/// Sends requests over one connection, and returns the time that they took.
async fn send(
    address: String,
    token: String,
    number: usize,
    requests: usize,
) -> Result<Latencies, Failure> {
    let mut connection = TcpStream::connect(address).await?;
    connection.set_nodelay(true)?;
    let mut latencies = Latencies::new();
    let mut response = vec![0; 4096];
    for request in 0..requests {
        let message = message(&token, number, request);
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
        let steps = begun.elapsed().as_micros() / 10;
        *latencies.entry(steps).or_insert(0) += 1;
        if !response.starts_with(b"HTTP/1.1 202 ") {
            return Err(String::from_utf8_lossy(&response[..length]).into());
        }
    }
    Ok(latencies)
}

/// The notification of an incoming call; each is another call.
fn message(token: &str, number: usize, request: usize) -> String {
    let id = format!("9d1a6f0e-3b57-4c8e-{number:04}-{request:012}");
    let body = format!(
        r##"{{"@odata.type":"#microsoft.graph.commsNotifications","value":[{{"@odata.type":"#microsoft.graph.commsNotification","changeType":"created","resourceUrl":"/communications/calls/{id}","resourceData":{{"@odata.type":"#microsoft.graph.call","@odata.id":"/communications/calls/{id}","state":"incoming","direction":"incoming","source":{{"identity":{{"user":{{"displayName":"Adele","id":"c3a1f6be-6d0c-4f9a-9a0b-5f1f7f2f9f10"}}}},"region":"westus","languageId":"en-US"}},"targets":[{{"identity":{{"application":{{"displayName":"Bot","id":"0f4b2d7c-2a51-4d5e-8d5f-77a4f7f1e2aa"}}}}}}],"requestedModalities":["audio","video"]}}}}]}}"##
    );
    format!(
        "POST /api/calls HTTP/1.1\r\nHost: bot.contoso.com\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
