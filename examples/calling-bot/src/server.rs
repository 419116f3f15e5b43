//! Serves HTTP, with the limits that `axum::serve` has not.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use metrics::{Gauge, gauge};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::prometheus::CONNECTIONS;

/// What senders may take up.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Connections that are open. More wait to be accepted.
    pub(crate) connections: usize,
    /// How long a connection may be open until the head of a request, or of the next one, is there.
    pub(crate) head: Duration,
}

/// Serves the routes until `stop` completes, then finishes the requests that have begun.
pub(crate) async fn serve(
    mut listener: TcpListener,
    routes: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    let routes = TowerToHyperService::new(routes);
    let places = Arc::new(Semaphore::new(
        limits.connections.min(Semaphore::MAX_PERMITS),
    ));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            let (stream, _) = Listener::accept(&mut listener).await;
            (stream, place)
        };
        let (stream, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), routes.clone());
        let connection = open.watch(connection);
        tokio::spawn(async move {
            let _open = OpenConnection::new();
            // It fails where the other side goes away, or takes too long.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    open.shutdown().await;
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
