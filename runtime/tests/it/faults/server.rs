//! A faulty server on the loopback interface, which counts the requests that it processed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use specwright_runtime::{
    AccessToken, Client, ClientBuilder, Endpoint, ReqwestTransport, TokenFn, TokenRequest,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::faults::tls;

/// The deadline of calls that the server never completes.
pub(crate) const SHORT: Duration = Duration::from_millis(800);

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    counts: Arc<Counts>,
    /// The connections are part of it, so they end with the server.
    task: Option<tokio::task::JoinHandle<()>>,
    scheme: &'static str,
    host: &'static str,
    deadline: Duration,
    connect_timeout: Duration,
    warm: bool,
}

#[derive(Default)]
struct Counts {
    connections: AtomicU32,
    processed: AtomicU32,
}

impl Server {
    /// Does this with every connection.
    pub(crate) async fn new<F, R>(handle: F) -> Self
    where
        F: Fn(Connection) -> R + Send + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let task = tokio::spawn({
            let counts = Arc::clone(&counts);
            async move {
                let mut connections = tokio::task::JoinSet::new();
                while let Ok((stream, _)) = listener.accept().await {
                    counts.connections.fetch_add(1, Ordering::Relaxed);
                    let counts = Arc::clone(&counts);
                    connections.spawn(handle(Connection { stream, counts }));
                }
            }
        });
        Self {
            address,
            counts,
            task: Some(task),
            scheme: "http",
            host: "127.0.0.1",
            deadline: Duration::from_secs(15),
            connect_timeout: Duration::from_secs(5),
            warm: false,
        }
    }

    /// Answers every request with these bytes, after it was processed, and keeps the connection.
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer: Arc<[u8]> = answer.into().into();
        Self::new(move |mut connection| {
            let answer = Arc::clone(&answer);
            async move {
                while connection.processes().await {
                    connection.write(&answer).await;
                }
            }
        })
        .await
    }

    /// Answers every request with these bytes, without processing it.
    pub(crate) async fn refusing(answer: impl Into<Vec<u8>>) -> Self {
        let answer: Arc<[u8]> = answer.into().into();
        Self::new(move |mut connection| {
            let answer = Arc::clone(&answer);
            async move {
                while connection.reads().await {
                    connection.write(&answer).await;
                }
            }
        })
        .await
    }

    /// Has no room for a connection: one that is opened stays without an answer.
    pub(crate) async fn full() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = tokio::time::timeout(SHORT / 2, TcpStream::connect(address)).await {
            waiting.push(stream.unwrap());
        }
        let mut server = Self::gone().await;
        server.address = address;
        server.task = Some(tokio::spawn(async move {
            let _listens_and_waits = (listener, waiting);
            std::future::pending::<()>().await;
        }));
        server
    }

    /// Nothing listens there any more.
    pub(crate) async fn gone() -> Self {
        let mut server = Self::new(|_| async {}).await;
        let task = server.task.take().unwrap();
        task.abort();
        let _ = task.await;
        server
    }

    /// Is called over TLS, under the name that the certificates are for.
    pub(crate) fn over_tls(mut self) -> Self {
        (self.scheme, self.host) = ("https", tls::NAME);
        self
    }

    /// Is called under another name.
    pub(crate) fn named(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Calls may take a short time only: the server stalls.
    pub(crate) fn stalling(mut self) -> Self {
        self.deadline = SHORT;
        self
    }

    /// Opening a connection may take a short time only.
    pub(crate) fn impatiently(mut self) -> Self {
        self.connect_timeout = SHORT / 8;
        self
    }

    /// Serves another call on the same connection first.
    pub(crate) fn after_another_call(mut self) -> Self {
        self.warm = true;
        self
    }

    pub(crate) fn is_warm(&self) -> bool {
        self.warm
    }

    /// Returns the number of requests processed since the last call of this method.
    pub(crate) fn take_processed(&self) -> u32 {
        self.counts.processed.swap(0, Ordering::Relaxed)
    }

    pub(crate) fn connections(&self) -> u32 {
        self.counts.connections.load(Ordering::Relaxed)
    }

    /// A client of this server, with a fresh token whenever one is refused.
    pub(crate) fn client(&self) -> ClientBuilder {
        let (address, connect_timeout) = (self.address, self.connect_timeout);
        let settings = move || {
            ReqwestTransport::settings()
                .no_proxy()
                .connect_timeout(connect_timeout)
                .tls_certs_only([tls::authority()])
                .dns_resolver(Arc::new(Names(address)))
        };
        let number = AtomicU32::new(0);
        let credential = TokenFn::new(move |_: TokenRequest<'_>| {
            let number = number.fetch_add(1, Ordering::Relaxed);
            async move { Ok(AccessToken::new(format!("token-{number}"))) }
        });
        let port = self.address.port();
        let base = format!("{}://{}:{port}/v1.0", self.scheme, self.host);
        Client::builder(Endpoint::new(base).unwrap())
            .credential(credential)
            .transport(ReqwestTransport::from_settings(settings))
            .deadline(self.deadline)
            .response_limit(64 * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// All names lead to the server, but for those that nobody has.
struct Names(SocketAddr);

impl reqwest::dns::Resolve for Names {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let found: Result<reqwest::dns::Addrs, Box<dyn std::error::Error + Send + Sync>> =
            if name.as_str() == "nowhere.test" {
                Err("no such host".into())
            } else {
                Ok(Box::new(std::iter::once(self.0)))
            };
        Box::pin(std::future::ready(found))
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    counts: Arc<Counts>,
}

impl Connection {
    /// Reads a request, and does what it asks for. `false` where the client has closed the
    /// connection.
    pub(crate) async fn processes(&mut self) -> bool {
        let whole = self.reads().await;
        if whole {
            self.process();
        }
        whole
    }

    /// Reads a request.
    pub(crate) async fn reads(&mut self) -> bool {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
                let mut length = head.split("content-length: ").skip(1);
                let length = length.next().and_then(|text| text.lines().next());
                let length: usize = length.map_or(0, |text| text.parse().unwrap());
                if bytes.len() >= end + 4 + length {
                    return true;
                }
            }
            if self.stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                return false;
            }
        }
    }

    /// Counts a request as processed.
    pub(crate) fn process(&self) {
        self.counts.processed.fetch_add(1, Ordering::Relaxed);
    }

    /// Sends bytes; whether the client still takes them.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// Reads what comes first, whatever that is.
    pub(crate) async fn reads_something(&mut self) {
        let _ = self.stream.read(&mut [0; 1024]).await;
    }

    /// Ends the connection.
    #[expect(clippy::unused_async, reason = "like the other endings")]
    pub(crate) async fn closes(self) {
        drop(self);
    }

    /// Waits until the client has had enough.
    pub(crate) async fn stalls(&mut self) {
        let mut rest = [0; 1024];
        while self.stream.read(&mut rest).await.unwrap_or(0) > 0 {}
    }

    /// Ends the connection with RST. What was sent before has time to arrive.
    pub(crate) async fn resets(self) {
        tokio::time::sleep(Duration::from_millis(250)).await;
        self.stream.set_zero_linger().unwrap();
    }

    /// The stream below, and what counts a request on it.
    pub(crate) fn into_parts(self) -> (TcpStream, Box<dyn Fn() + Send + Sync>) {
        let counts = self.counts;
        let count = move || {
            counts.processed.fetch_add(1, Ordering::Relaxed);
        };
        (self.stream, Box::new(count))
    }
}
