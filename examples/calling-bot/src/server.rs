//! Serves HTTP, with the limits that `axum::serve` has not.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use metrics::{Gauge, gauge};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::prometheus::CONNECTIONS;

/// What senders may take up.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Connections that are open. One more waits until another one has ended.
    pub(crate) connections: usize,
    /// How long a connection may be open until the head of a request, or of the next one, is there.
    pub(crate) head: Duration,
}

/// Serves the routes until `stop` completes, then finishes the requests that have begun.
///
/// If all places are taken and another connection waits, idle connections are closed.
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
    // Changes when idle connections have to close.
    let close_idle = watch::Sender::new(());
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            // It is accepted before there is a place: nobody else knows that it waits.
            let (stream, _) = Listener::accept(&mut listener).await;
            if places.available_permits() == 0 {
                close_idle.send_replace(());
            }
            (stream, Arc::clone(&places).acquire_owned().await)
        };
        let (stream, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), routes.clone());
        let mut close_idle = close_idle.subscribe();
        open.spawn(async move {
            let _open = OpenConnection::new();
            let mut connection = pin!(connection);
            // It fails where the other side goes away, or takes too long.
            tokio::select! {
                _ = connection.as_mut() => {}
                _ = close_idle.changed() => {
                    // A request that has begun is finished.
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
            drop(place);
        });
        // Those that have ended need no memory.
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    close_idle.send_replace(());
    while open.join_next().await.is_some() {}
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
