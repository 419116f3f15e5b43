//! Faults of connections and certificates, over sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use msgraph_calling_standin::{
    Bot, Caller, Fault, HttpBot, Plan, Settings, Standin, Unanswered, Verdict,
};
use msgraph_communications::runtime::BoxFuture;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::support::{APP_ID, incoming_call, scenario, status};

fn named(name: &str) -> Fault {
    Fault::named(name).unwrap_or_else(|| panic!("{name}"))
}

async fn start(faults: Vec<Fault>, tls: bool) -> Arc<Standin> {
    let mut settings = Settings::new(APP_ID);
    settings.faults = faults;
    settings.tls = tls;
    Arc::new(Standin::start(settings).await.unwrap())
}

fn client(standin: &Standin) -> reqwest::Client {
    let mut settings = reqwest::Client::builder()
        .no_proxy()
        .retry(reqwest::retry::never());
    if let Some(ca) = standin.ca_certificate() {
        let ca = reqwest::Certificate::from_pem(ca.as_bytes()).unwrap();
        settings = settings.tls_certs_only([ca]);
    }
    settings.build().unwrap()
}

async fn token(client: &reqwest::Client, standin: &Standin) -> Result<String, reqwest::Error> {
    let tenant = Settings::TENANT;
    let url = format!("{}/{tenant}/oauth2/v2.0/token", standin.urls().authority);
    let form = format!(
        "grant_type=client_credentials&client_id={APP_ID}&client_secret=hush\
         &scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
    );
    let request = client
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let answer = request.send().await?.bytes().await?;
    let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
    Ok(answer["access_token"].as_str().unwrap().to_owned())
}

/// What one request to reject a call sees, within 2 s.
async fn reject(client: &reqwest::Client, standin: &Standin, call: &str) -> String {
    let token = token(client, standin).await.unwrap();
    let url = format!(
        "{}/communications/calls/{call}/reject",
        standin.urls().graph
    );
    let request = client
        .post(url)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body("{}");
    match timeout(Duration::from_secs(2), request.send()).await {
        Err(_) => "nothing".to_owned(),
        Ok(Ok(response)) => response.status().as_u16().to_string(),
        Ok(Err(error)) => {
            let mut texts = Vec::new();
            let mut cause: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = cause {
                texts.push(error.to_string());
                cause = error.source();
            }
            texts.join(": ")
        }
    }
}

/// A bot that does something with its connections to the stand-in at each call.
fn bot<R: Future<Output = ()> + Send + 'static>(
    standin: &Arc<Standin>,
    on_call: impl Fn(reqwest::Client, Arc<Standin>, String) -> R + Send + Sync + 'static,
) -> impl Bot {
    let (client, standin) = (client(standin), Arc::clone(standin));
    move |request: Request<Bytes>| {
        if let Some(call) = incoming_call(&request) {
            tokio::spawn(on_call(client.clone(), Arc::clone(&standin), call));
        }
        std::future::ready(status(202))
    }
}

/// Runs a bot that rejects a call so often, and returns what it saw.
async fn attempts(name: &str, tls: bool, number: usize) -> Vec<String> {
    let standin = start(vec![named(name)], tls).await;
    let (sender, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let rejecting = bot(&standin, move |client, standin, call| {
        let sender = sender.clone();
        async move {
            for _ in 0..number {
                let saw = reject(&client, &standin, &call).await;
                sender.send(saw).unwrap_or_default();
            }
        }
    });
    let caller = Caller::new(standin, rejecting);
    let run = tokio::spawn(async move {
        let plan = Plan::new([scenario("incoming-call")], 1);
        caller.run(&plan).await
    });
    let mut attempts = Vec::new();
    for _ in 0..number {
        attempts.push(seen.recv().await.unwrap());
    }
    if attempts.iter().any(|saw| saw == "202" || saw == "404") {
        let report = run.await.unwrap();
        let verdict = &report.calls[0].verdict;
        assert!(
            matches!(verdict, Verdict::RejectedInTime { .. }),
            "{verdict}"
        );
    } else {
        // It would wait until the call is over.
        run.abort();
    }
    attempts
}

#[tokio::test]
async fn connections_are_reset_before_the_request() {
    for tls in [true, false] {
        let seen = attempts("graph-reset-before-request", tls, 3).await;
        assert!(
            seen[0].contains("error") && seen[1].contains("error"),
            "{seen:?}"
        );
        assert_eq!(seen[2], "202", "{seen:?}");
    }
}

#[tokio::test]
async fn connections_are_reset_around_the_response() {
    for tls in [true, false] {
        for name in ["graph-reset-before-response", "graph-reset-during-response"] {
            let seen = attempts(name, tls, 2).await;
            assert!(seen[0].contains("error"), "{name}: {seen:?}");
            assert_eq!(seen[1], "404", "{name}: {seen:?}");
        }
        let seen = attempts("graph-reset-after-response", tls, 1).await;
        assert_eq!(seen, ["202"]);
    }
}

#[tokio::test]
async fn certificates_are_bad_in_each_way() {
    for (name, expected) in [
        ("graph-wrong-name", "not valid for name"),
        ("graph-expired-certificate", "expired"),
        ("graph-unknown-authority", "UnknownIssuer"),
    ] {
        let seen = attempts(name, true, 1).await;
        assert!(seen[0].contains(expected), "{name}: {seen:?}");
    }
}

#[tokio::test]
async fn open_connections_go_silent_and_new_ones_work() {
    for tls in [true, false] {
        let silent = Fault {
            after: Duration::from_millis(300),
            ..named("graph-silent")
        };
        let standin = start(vec![silent], tls).await;
        let (sender, mut seen) = tokio::sync::mpsc::unbounded_channel();
        let rejecting = bot(&standin, move |pooled, standin, call| {
            let sender = sender.clone();
            async move {
                // It opens a connection, which stays in the pool, and is silent later.
                let first = reject(&pooled, &standin, "unknown").await;
                sleep(Duration::from_millis(600)).await;
                let second = reject(&pooled, &standin, &call).await;
                let third = reject(&client(&standin), &standin, &call).await;
                sender.send([first, second, third]).unwrap_or_default();
            }
        });
        let caller = Caller::new(standin, rejecting);
        let plan = Plan::new([scenario("incoming-call")], 1);
        let (report, seen) = tokio::join!(caller.run(&plan), seen.recv());
        assert_eq!(seen.unwrap(), ["404", "nothing", "202"], "TLS: {tls}");
        let verdict = &report.calls[0].verdict;
        assert!(
            matches!(verdict, Verdict::RejectedInTime { .. }),
            "{verdict}"
        );
    }
}

#[tokio::test]
async fn the_stand_in_speaks_http_2_over_tls() {
    let standin = start(Vec::new(), true).await;
    let metadata = client(&standin).get(&standin.urls().metadata);
    let metadata = metadata.send().await.unwrap();
    assert_eq!(metadata.version(), http::Version::HTTP_2);
    let standin = start(Vec::new(), false).await;
    let metadata = client(&standin).get(&standin.urls().metadata);
    let metadata = metadata.send().await.unwrap();
    assert_eq!(metadata.version(), http::Version::HTTP_11);
}

/// A listener that counts connections and the bytes on them, and never answers.
async fn counting_listener() -> (String, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api/calls", listener.local_addr().unwrap());
    let (connections, bytes) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = (Arc::clone(&connections), Arc::clone(&bytes));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counts.0.fetch_add(1, Ordering::Relaxed);
            let bytes = Arc::clone(&counts.1);
            tokio::spawn(async move {
                let mut buffer = [0; 1024];
                while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                    bytes.fetch_add(read, Ordering::Relaxed);
                }
            });
        }
    });
    (url, connections, bytes)
}

/// Posts nothing, but has the socket of a listener. It answers a moment after that many connections
/// are open, so that a slow machine has time for them.
struct Mute {
    bot: HttpBot,
    connections: Arc<AtomicUsize>,
    expected: usize,
}

impl Bot for Mute {
    fn post(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, Unanswered>> {
        Box::pin(async {
            let opened = async {
                while self.connections.load(Ordering::Relaxed) < self.expected {
                    sleep(Duration::from_millis(20)).await;
                }
            };
            let _ = timeout(Duration::from_secs(20), opened).await;
            sleep(Duration::from_millis(1500)).await;
            Ok(status(202))
        })
    }

    fn socket(&self) -> Option<msgraph_calling_standin::BotSocket> {
        self.bot.socket()
    }
}

#[tokio::test]
async fn clients_take_up_connections() {
    for (name, number, least, most) in [
        ("clients-idle", 1200, 40 * 1200, 80 * 1200),
        ("clients-drip", 256, 256, 30 * 256),
        ("clients-never-read", 64, 1 << 20, usize::MAX),
    ] {
        let (url, connections, bytes) = counting_listener().await;
        let bot = Mute {
            bot: HttpBot::new(&url, None, false).await.unwrap(),
            connections: Arc::clone(&connections),
            expected: number,
        };
        msgraph_calling_standin::raise_open_files_limit();
        let standin = start(vec![named(name)], false).await;
        let plan = Plan::new([scenario("token-missing")], 1);
        Caller::new(standin, bot).run(&plan).await;
        assert_eq!(connections.load(Ordering::Relaxed), number, "{name}");
        let bytes = bytes.load(Ordering::Relaxed);
        assert!((least..most).contains(&bytes), "{name}: {bytes} bytes");
    }
}

#[tokio::test]
async fn notifications_come_on_connections_of_their_own() {
    for (faults, expected) in [(Vec::new(), 1), (vec![named("clients-own-connections")], 9)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(async move {
                    let mut buffer = vec![0; 65536];
                    while let Ok(1..) = stream.read(&mut buffer).await {
                        let answer = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";
                        stream.write_all(answer).await.unwrap();
                    }
                });
            }
        });
        let bot = HttpBot::new(&url, None, false).await.unwrap();
        let plan = Plan::new([scenario("established-call")], 1);
        let report = Caller::new(start(faults, false).await, bot)
            .run(&plan)
            .await;
        assert!(report.passed, "{:?}", report.calls[0].problems());
        assert_eq!(connections.load(Ordering::Relaxed), expected);
    }
}

#[tokio::test]
async fn a_bot_must_be_on_this_machine_unless_it_is_allowed() {
    let start = Instant::now();
    for (url, expected) in [
        ("nowhere", "is not an absolute URL"),
        ("ftp://127.0.0.1/", "is not an absolute URL"),
        ("http://192.0.2.1/api/calls", "is not on this machine"),
    ] {
        let error = HttpBot::new(url, None, false)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{url}: {error}");
    }
    assert!(HttpBot::new("http://192.0.2.1/", None, true).await.is_ok());
    assert!(start.elapsed() < Duration::from_secs(10));
}
