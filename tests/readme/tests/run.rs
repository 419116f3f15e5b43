//! Runs the programs of README.md. They call Microsoft's servers; here, a proxy answers in their
//! place, with a certificate from the authority that `SSL_CERT_FILE` names. Only Linux reads that.

#![cfg(target_os = "linux")]

mod stand_in;

use std::process::{Output, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, Header, encode};
use serde_json::{Value, json};
use stand_in::{StandIn, TENANT};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

/// Asserts that a request rejects the call as busy.
fn assert_rejects(request: &str) {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let line = format!("POST /v1.0/communications/calls/{CALL}/reject HTTP/1.1\r\n");
    assert!(head.starts_with(&line), "{head}");
    assert!(
        head.contains("\r\nauthorization: Bearer a.secret.token\r\n"),
        "{head}"
    );
    assert_eq!(body, r#"{"reason":"busy"}"#);
}

#[tokio::test]
async fn the_first_program_rejects_the_call() {
    let mut graph = StandIn::start().await;
    let mut example = graph.command(env!("CARGO_BIN_EXE_reject"));
    let Output {
        status,
        stdout,
        stderr,
    } = example.output().await.unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    assert_eq!(String::from_utf8(stdout).unwrap(), "202 Accepted\n");
    assert_rejects(&graph.request().await);
}

#[tokio::test]
async fn a_missing_ca_store_is_named_in_the_error() {
    let graph = StandIn::start().await;
    let mut example = graph.command(env!("CARGO_BIN_EXE_reject"));
    example.env("SSL_CERT_FILE", "/dev/null");
    let output = example.output().await.unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("the system has no CA certificates"),
        "{stderr}"
    );
    assert!(!stderr.contains("a.secret.token"), "{stderr}");
}

#[tokio::test]
async fn the_bot_verifies_tokens_and_rejects_the_call() {
    let mut graph = StandIn::start().await;
    let app = "2891555a-92ff-42e6-80fa-6e1300c6b5c6";
    // It is free again at once.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let mut bot = graph.command(env!("CARGO_BIN_EXE_bot"));
    bot.env("APP_ID", app)
        .env("APP_SECRET", "hush")
        .env("LISTEN", &address);
    let mut bot = bot.stdout(Stdio::piped()).spawn().unwrap();

    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some("first".to_owned());
    let token = |mut claims: Value| {
        claims["iss"] = json!("https://api.botframework.com");
        claims["aud"] = json!(app);
        claims["exp"] = json!(now.as_secs() + 3900);
        encode(&header, &claims, &graph.key).unwrap()
    };
    let body = json!({"value": [{
        "changeType": "created",
        "resourceUrl": format!("/communications/calls/{CALL}"),
        "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming"},
    }]})
    .to_string();
    assert_eq!(status(&address, "no.good.token", &body).await, "401");
    assert_eq!(status(&address, &token(json!({})), &body).await, "401");
    let good = token(json!({"tid": TENANT}));
    assert_eq!(status(&address, &good, &body).await, "202");

    let mut output = BufReader::new(bot.stdout.take().unwrap()).lines();
    let line = output.next_line().await.unwrap().unwrap();
    assert_eq!(line, format!("{CALL}: 202 Accepted"));
    assert_rejects(&graph.request().await);
}

/// The status with which a bot answers a notification, once it listens.
async fn status(address: &str, token: &str, body: &str) -> String {
    let mut connection = loop {
        match TcpStream::connect(address).await {
            Ok(connection) => break connection,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let length = body.len();
    let request = format!(
        "POST /api/calls HTTP/1.1\r\nHost: bot.contoso.com\r\nConnection: close\r\nContent-Length: {length}\r\n\
         Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n\r\n{body}"
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().to_owned()
}
