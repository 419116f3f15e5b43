//! Serves HTTP, with the limits that `axum::serve` has not.
//!
//! A connection passes three stages:
//!
//! 1. It is accepted at once and waits for its first bytes. As many connections as there are places
//!    may be in the first two stages; others wait in the kernel, where nobody knows for how long.
//! 2. It waits for a place. Places are given in the order in which the first bytes came: so long as
//!    no request is decoded, all have the same time left.
//! 3. It has a place and is served until it ends.
//!
//! If there is no room, connections without a request are closed. Where that is not enough, one that
//! has waited too long gets 503.

use std::convert::Infallible;
use std::future::{poll_fn, ready};
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use metrics::{Gauge, counter, gauge};
use msgraph_communications::runtime::receiver::ReceivedAt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::warn;

use crate::prometheus::{CONNECTIONS, CONNECTIONS_REFUSED};

/// How long a connection with a request waits for a place. It gets 503 then, while there is time for
/// the sender to try again.
const PATIENCE: Duration = Duration::from_secs(3);

/// The limit on reading the request of a connection that gets 503.
const REFUSAL: Duration = Duration::from_secs(1);

/// Refused connections are logged once in this time.
const LOG_INTERVAL: Duration = Duration::from_secs(1);

/// What senders may take up.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Connections that are served. As many again may wait.
    pub(crate) connections: usize,
    /// How long a connection may be open until the head of a request, or of the next one, is there.
    pub(crate) head: Duration,
}

impl Limits {
    fn places(self) -> usize {
        self.connections.min(Semaphore::MAX_PERMITS)
    }
}

/// Serves the routes until `stop` completes, then finishes the requests that have begun.
pub(crate) async fn serve(
    mut listener: TcpListener,
    routes: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let server = Arc::new(Server::new(routes, limits));
    let waiting = Arc::new(Semaphore::new(limits.places()));
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            if waiting.available_permits() == 0 {
                server.idle.send_replace(Idle::Close);
            }
            // It fails only if the semaphore is closed, which it never is.
            let waiting = Arc::clone(&waiting).acquire_owned().await;
            let (stream, _) = Listener::accept(&mut listener).await;
            (stream, waiting)
        };
        let (stream, waiting) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (server, accepted_at) = (Arc::clone(&server), Instant::now());
        let idle = server.idle.subscribe();
        open.spawn(async move {
            let _open = OpenConnection::new();
            server.connect(stream, accepted_at, waiting, idle).await;
        });
        // Those that have ended need no memory.
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    server.idle.send_replace(Idle::Stop);
    while open.join_next().await.is_some() {}
}

/// What becomes of connections without a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Idle {
    /// Those that are idle when this is sent close, since others need their places.
    Close,
    /// All close, since the server stops.
    Stop,
}

struct Server {
    routes: TowerToHyperService<Router>,
    head: Duration,
    places: Arc<Semaphore>,
    idle: watch::Sender<Idle>,
    refusals: Refusals,
}

impl Server {
    fn new(routes: Router, limits: Limits) -> Self {
        Self {
            routes: TowerToHyperService::new(routes),
            head: limits.head,
            places: Arc::new(Semaphore::new(limits.places())),
            idle: watch::Sender::new(Idle::Close),
            refusals: Refusals::default(),
        }
    }

    /// Leads a connection through its stages. It ends early if the other side goes away.
    async fn connect<W>(
        &self,
        stream: TcpStream,
        accepted_at: Instant,
        waiting: W,
        mut idle: watch::Receiver<Idle>,
    ) {
        let first_bytes = timeout(self.head, first_bytes(&stream, accepted_at));
        let received_at = tokio::select! {
            // First, so that a connection with a request is not idle.
            biased;
            received_at = first_bytes => received_at,
            _ = idle.changed() => return,
        };
        let Ok(Ok(received_at)) = received_at else {
            return;
        };
        if let Ok(_place) = Arc::clone(&self.places).try_acquire_owned() {
            drop(waiting);
            // Its requests are read as soon as they come.
            return self.answer(stream, None, idle).await;
        }
        let Some(_place) = self.place().await else {
            return self.refuse(stream).await;
        };
        drop(waiting);
        let received_at = Some(ReceivedAt(received_at));
        self.answer(stream, received_at, idle).await;
    }

    /// Waits for a place. Returns `None` if there is none in time.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.idle.send_replace(Idle::Close);
        let place = Arc::clone(&self.places).acquire_owned();
        timeout(PATIENCE, place).await.ok()?.ok()
    }

    /// Answers the requests of a connection. `received_at` is when the first of them came, if the
    /// connection had to wait.
    async fn answer(
        &self,
        stream: TcpStream,
        received_at: Option<ReceivedAt>,
        mut idle: watch::Receiver<Idle>,
    ) {
        // Whatever was closed while the connection waited, it was not idle.
        let stopping = *idle.borrow_and_update() == Idle::Stop;
        let first = Mutex::new(received_at);
        let service = service_fn(move |mut request: Request<Incoming>| {
            let first = first.lock().unwrap_or_else(PoisonError::into_inner).take();
            // Later requests are read as soon as they come.
            if let Some(received_at) = first {
                request.extensions_mut().insert(received_at);
            }
            self.routes.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let closes = async {
            if !stopping {
                // It fails only if the server is dropped, which this function borrows.
                let _ = idle.changed().await;
            }
        };
        tokio::select! {
            // First, so that what has come is read, and finished.
            biased;
            _ = connection.as_mut() => {}
            () = closes => {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
            }
        }
    }

    /// Answers one request with 503.
    async fn refuse(&self, stream: TcpStream) {
        self.refusals.note();
        let service = service_fn(|_: Request<Incoming>| ready(Ok::<_, Infallible>(busy())));
        let connection = http1::Builder::new()
            .keep_alive(false)
            .serve_connection(TokioIo::new(stream), service);
        // It fails if the sender is too slow, which gets no response.
        let _ = timeout(REFUSAL, connection).await;
    }
}

/// Waits for the first bytes of a connection. Returns when they came.
async fn first_bytes(stream: &TcpStream, accepted_at: Instant) -> io::Result<Instant> {
    let mut readable = pin!(stream.readable());
    // They may have come long before this is run.
    match poll_fn(|cx| Poll::Ready(readable.as_mut().poll(cx))).await {
        Poll::Ready(outcome) => outcome.map(|()| accepted_at),
        Poll::Pending => readable.await.map(|()| Instant::now()),
    }
}

/// The response to a request for which there is no place.
fn busy() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// Refused connections, in the metrics and in the log.
#[derive(Default)]
struct Refusals(Mutex<Logged>);

#[derive(Default)]
struct Logged {
    at: Option<Instant>,
    left_out: u64,
}

impl Refusals {
    fn note(&self) {
        counter!(CONNECTIONS_REFUSED).increment(1);
        let mut logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.at.is_some_and(|at| at.elapsed() < LOG_INTERVAL) {
            logged.left_out += 1;
            return;
        }
        logged.at = Some(Instant::now());
        let left_out = std::mem::take(&mut logged.left_out);
        drop(logged);
        warn!(
            left_out,
            "a connection is answered with 503: all places are taken"
        );
    }
}

/// An open connection, in the metrics.
struct OpenConnection(Gauge);

impl OpenConnection {
    fn new() -> Self {
        let gauge = gauge!(CONNECTIONS);
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
