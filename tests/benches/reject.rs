//! The cost of rejecting a call, compared with bare reqwest: `cargo bench --package msgraph-tests
//! --bench reject`.
//!
//! Both send the same bytes to the same server on the loopback interface, in turns, from a runtime
//! with one thread. CPU time is that of the thread, as Linux counts it. One thread serves both,
//! because a thread per connection would compare the scheduling of two threads. Waking that thread
//! costs more than the work that is measured if it runs on another core; `taskset -c 0` excludes
//! that cost.
//!
//! The code with bare reqwest does what a bot needs: one deadline for everything, no redirects, the
//! call ID as one path segment, a request ID, and from the response the status, the whole body and
//! the request ID of the service.

#![expect(clippy::cast_precision_loss, reason = "figures for people to read")]

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::RejectReason;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::redirect::Policy;
use specwright_runtime::{Endpoint, ReqwestTransport, StaticToken};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const REQUEST_ID: &str = "6f1b0a52-0e3c-4f1e-9d0a-57d8a3a5b0c1";
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJub25jZSI6IkFRQUJBQUFBQUFBIn0";
const DEADLINE: Duration = Duration::from_secs(15);

/// The characters that are encoded in a path segment.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The number of turns, and the calls of a turn: few, so that other load affects both sides.
const TURNS: usize = 400;
const CALLS: usize = 25;
const CONCURRENT: usize = 1_000;

fn main() {
    // `cargo test --benches` runs benchmarks as tests, which these are not.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let address = serve();
    println!("one reject after the other\n");
    println!(
        "{:10} {:>12} {:>12} {:>12} {:>12}",
        "", "CPU", "time", "allocations", "bytes"
    );
    one_by_one(address);
    println!("\n{CONCURRENT} rejects at once\n");
    println!(
        "{:10} {:>12} {:>12} {:>12} {:>12}",
        "", "per second", "p50", "p99", "peak memory"
    );
    at_once(address);
}

/// The compared implementations.
#[derive(Clone)]
enum Caller {
    Ours(Client),
    Bare(reqwest::Client, String),
}

impl Caller {
    fn both(address: SocketAddr) -> [(&'static str, Self); 2] {
        let http = || reqwest::Client::builder().no_proxy();
        let url = format!("http://{address}/v1.0");
        let ours = specwright_runtime::Client::builder(Endpoint::new(&url).unwrap())
            .credential(StaticToken::new(TOKEN))
            .transport(ReqwestTransport::from_builder(http()))
            .build();
        let bare = http().redirect(Policy::none()).build().unwrap();
        [
            ("reqwest", Self::Bare(bare, url)),
            ("client", Self::Ours(Client::from(ours))),
        ]
    }

    async fn reject(&self) {
        let body = RejectPostRequestBody {
            reason: Some(RejectReason::Busy),
            ..Default::default()
        };
        match self {
            Self::Ours(client) => {
                let call = client.communications().calls().by_call_id(CALL);
                let accepted = call.reject().post(body).await.unwrap();
                assert_eq!(accepted.status(), 202);
                assert_eq!(accepted.request_id(), Some(REQUEST_ID));
            }
            Self::Bare(client, url) => {
                let id = utf8_percent_encode(CALL, VALUE);
                let request_id = uuid::Uuid::new_v4().to_string();
                let response = client
                    .post(format!("{url}/communications/calls/{id}/reject"))
                    .header(ACCEPT, "application/json")
                    .header(USER_AGENT, "reqwest-bare/0.1.0")
                    .header("client-request-id", &request_id)
                    .bearer_auth(TOKEN)
                    .timeout(DEADLINE)
                    .header(CONTENT_TYPE, "application/json")
                    .body(serde_json::to_vec(&body).unwrap())
                    .send()
                    .await
                    .unwrap();
                assert_eq!(response.status(), 202);
                let given = response.headers().get("request-id").cloned();
                response.bytes().await.unwrap();
                assert_eq!(given.unwrap(), REQUEST_ID);
            }
        }
    }
}

/// The cost of one call of a turn.
#[derive(Clone, Copy, Default)]
struct Cost {
    cpu: f64,
    time: f64,
    allocations: f64,
    bytes: f64,
}

impl Cost {
    const FIGURES: [fn(&Self) -> f64; 4] = [
        |cost| cost.cpu,
        |cost| cost.time,
        |cost| cost.allocations,
        |cost| cost.bytes,
    ];
}

fn one_by_one(address: SocketAddr) {
    let runtime = one_thread();
    let callers = Caller::both(address);
    let mut turns = Vec::new();
    for turn in 0..=TURNS {
        let mut costs = [Cost::default(); 2];
        for (cost, (_, caller)) in costs.iter_mut().zip(&callers) {
            let (cpu, start) = (thread_time(), Instant::now());
            let memory = allocation_counter::measure(|| {
                runtime.block_on(async {
                    for _ in 0..CALLS {
                        caller.reject().await;
                    }
                });
            });
            *cost = Cost {
                cpu: thread_time().saturating_sub(cpu).as_secs_f64() / CALLS as f64,
                time: start.elapsed().as_secs_f64() / CALLS as f64,
                allocations: memory.count_total as f64 / CALLS as f64,
                bytes: memory.bytes_total as f64 / CALLS as f64,
            };
        }
        // The first turn warms up.
        if turn > 0 {
            turns.push(costs);
        }
    }
    for (place, (name, _)) in callers.iter().enumerate() {
        let of = |figure: fn(&Cost) -> f64| median(turns.iter().map(|costs| figure(&costs[place])));
        let [cpu, time, allocations, bytes] = Cost::FIGURES.map(of);
        println!(
            "{name:10} {:>12} {:>12} {allocations:>12.1} {bytes:>12.0}",
            micros(cpu),
            micros(time)
        );
    }
    let ratio = |figure: fn(&Cost) -> f64| {
        median(turns.iter().map(|[bare, ours]| figure(ours) / figure(bare)))
    };
    let [cpu, time, allocations, bytes] = Cost::FIGURES.map(ratio);
    println!(
        "{:10} {cpu:>12.3} {time:>12.3} {allocations:>12.3} {bytes:>12.3}",
        "ratio"
    );
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn at_once(address: SocketAddr) {
    let mut results = Vec::new();
    for turn in 0..=10 {
        for (place, (_, caller)) in Caller::both(address).into_iter().enumerate() {
            // Its connections end with it.
            let runtime = one_thread();
            let start = Instant::now();
            let mut latencies = Vec::with_capacity(CONCURRENT);
            let memory = allocation_counter::measure(|| {
                runtime.block_on(async {
                    let mut calls = JoinSet::new();
                    for _ in 0..CONCURRENT {
                        let caller = caller.clone();
                        calls.spawn(async move {
                            let start = Instant::now();
                            caller.reject().await;
                            start.elapsed()
                        });
                    }
                    while let Some(latency) = calls.join_next().await {
                        latencies.push(latency.unwrap());
                    }
                });
            });
            if turn > 0 {
                results.push((place, start.elapsed(), latencies, memory.bytes_max));
            }
        }
    }
    let mut figures = Vec::new();
    for (place, name) in ["reqwest", "client"].into_iter().enumerate() {
        let turns: Vec<_> = results.iter().filter(|result| result.0 == place).collect();
        let time: Duration = turns.iter().map(|result| result.1).sum();
        let mut latencies: Vec<Duration> =
            turns.iter().flat_map(|result| result.2.clone()).collect();
        latencies.sort_unstable();
        let rate = latencies.len() as f64 / time.as_secs_f64();
        let p50 = latencies[latencies.len() / 2].as_secs_f64();
        let p99 = latencies[latencies.len() * 99 / 100].as_secs_f64();
        let peak = turns.iter().map(|result| result.3).max().unwrap() as f64;
        println!(
            "{name:10} {rate:>12.0} {:>12} {:>12} {:>8.1} MiB",
            micros(p50),
            micros(p99),
            peak / f64::from(1 << 20),
        );
        figures.push([rate, p50, p99, peak]);
    }
    let ratio: Vec<f64> = (0..4).map(|at| figures[1][at] / figures[0][at]).collect();
    println!(
        "{:10} {:>12.3} {:>12.3} {:>12.3} {:>12.3}",
        "ratio", ratio[0], ratio[1], ratio[2], ratio[3]
    );
}

fn micros(seconds: f64) -> String {
    format!("{:.1} µs", seconds * 1e6)
}

/// Returns the CPU time of this thread.
fn thread_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Accepts every request, in a thread of its own.
fn serve() -> SocketAddr {
    let (tell, address) = mpsc::channel();
    thread::spawn(move || {
        one_thread().block_on(async move {
            let socket = TcpSocket::new_v4().unwrap();
            socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
            // With less, a thousand connections at once wait for each other by whole seconds.
            let listener = socket.listen(4 * 1024).unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(answer(stream));
            }
        });
    });
    address.recv().unwrap()
}

/// Requests of this benchmark come whole, and have a body that ends with a brace.
async fn answer(mut stream: TcpStream) {
    let accepted =
        format!("HTTP/1.1 202 Accepted\r\nrequest-id: {REQUEST_ID}\r\ncontent-length: 0\r\n\r\n");
    let mut request = [0; 4096];
    let mut length = 0;
    while let Ok(more) = stream.read(&mut request[length..]).await {
        if more == 0 {
            return;
        }
        length += more;
        if request[..length].ends_with(b"}") {
            length = 0;
            if stream.write_all(accepted.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

fn one_thread() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
}
