//! An HTTP/1.1 server on the loopback interface with scripted responses, which records requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use specwright_runtime::{Client, ClientBuilder, Endpoint, NoRetry, ReqwestTransport, StaticToken};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

pub(crate) struct Server {
    base: String,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    received: Mutex<Vec<Received>>,
    /// One permit for each request that was received.
    arrived: Notify,
    /// One permit for a connection that the client closed while it was kept waiting.
    closed: Notify,
}

#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// The request line.
    pub(crate) line: String,
    /// Names in lower case, with their values, in the order in which they came.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} came twice");
        value
    }
}

/// The action of the server after its response.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    Close,
    Wait,
}

impl Server {
    /// Answers every request with these bytes.
    pub(crate) async fn answering(bytes: impl Into<Vec<u8>>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State::default());
        let answer: Arc<[u8]> = bytes.into().into();
        let task = tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, Arc::clone(&answer), then, Arc::clone(&state)));
                }
            }
        });
        Self { base, state, task }
    }

    /// Answers every request with these bytes, and keeps the connections open for the next one.
    pub(crate) async fn keeping_alive(bytes: &'static [u8]) -> (Self, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State::default());
        let connections = Arc::new(AtomicUsize::new(0));
        let task = tokio::spawn({
            let state = Arc::clone(&state);
            let connections = Arc::clone(&connections);
            async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    connections.fetch_add(1, Ordering::Relaxed);
                    let state = Arc::clone(&state);
                    tokio::spawn(async move {
                        while let Some(request) = receive(&mut stream).await {
                            state.received.lock().unwrap().push(request);
                            let _ = stream.write_all(bytes).await;
                        }
                    });
                }
            }
        });
        (Self { base, state, task }, connections)
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// A client of this server, whatever proxy the environment sets. Its calls are one attempt
    /// each.
    pub(crate) fn client(&self) -> ClientBuilder {
        let settings = reqwest::Client::builder().no_proxy();
        Client::builder(Endpoint::new(format!("{}/v1.0", self.base)).unwrap())
            .credential(StaticToken::new("a.secret.token"))
            .transport(ReqwestTransport::from_builder(settings))
            .retry(NoRetry)
    }

    pub(crate) fn received(&self) -> MutexGuard<'_, Vec<Received>> {
        self.state.received.lock().unwrap()
    }

    pub(crate) fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1);
        received[0].clone()
    }

    pub(crate) async fn request_arrived(&self) {
        self.state.arrived.notified().await;
    }

    pub(crate) async fn client_closed(&self) {
        self.state.closed.notified().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<[u8]>, then: Then, state: Arc<State>) {
    let Some(request) = receive(&mut stream).await else {
        return;
    };
    state.received.lock().unwrap().push(request);
    state.arrived.notify_one();
    // A client that has had enough closes the connection, which is no concern of the server's.
    let _ = stream.write_all(&answer).await;
    if matches!(then, Then::Wait) {
        let _ = stream.read(&mut [0]).await;
        state.closed.notify_one();
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head_len = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..head_len].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes.split_off(head_len + 4);
    if headers.iter().any(|(name, _)| name == "transfer-encoding") {
        while !body.ends_with(b"0\r\n\r\n") {
            stream.read_buf(&mut body).await.ok()?;
        }
        body = unchunked(&body);
    }
    while body.len() < length {
        stream.read_buf(&mut body).await.ok()?;
    }
    let body = String::from_utf8(body).ok()?;
    Some(Received {
        line,
        headers,
        body,
    })
}

/// Returns the content of chunks.
fn unchunked(mut chunks: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = str::from_utf8(&chunks[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return whole;
        }
        let start = end + 2;
        whole.extend_from_slice(&chunks[start..start + length]);
        chunks = &chunks[start + length + 2..];
    }
}
