//! The services on sockets: HTTP/1.1 and HTTP/2, with TLS or without.

mod connection;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, sleep_until, timeout};

use crate::calls::ARRIVAL;
use crate::certificate::Tls;
use crate::fault::{Service, Silence};
use crate::service::{Handled, State};
use connection::{Connection, Control, OpenConnections};

/// No request of a calling bot is larger.
const BODY_LIMIT: usize = 1 << 20;

/// The limit on a TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A service on a socket, until it is dropped.
pub(crate) struct Server {
    service: Service,
    open: Arc<OpenConnections>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves connections of a listener.
    pub(crate) fn start(
        listener: TcpListener,
        service: Service,
        state: Arc<State>,
        tls: Option<Arc<Tls>>,
    ) -> Self {
        let open = Arc::new(OpenConnections::default());
        let accepting = Accepting {
            service,
            state,
            tls,
            open: Arc::clone(&open),
        };
        Self {
            service,
            open,
            task: tokio::spawn(accepting.run(listener)),
        }
    }

    /// Returns a task that silences the open connections at the times of the faults. It ends with
    /// the run at the latest, when it is dropped.
    pub(crate) fn silence(&self, silences: &[Silence]) -> impl Future<Output = ()> + Send + use<> {
        let silences: Vec<Silence> = silences
            .iter()
            .filter(|silence| silence.service == self.service)
            .copied()
            .collect();
        let open = Arc::clone(&self.open);
        async move {
            let mut tasks = JoinSet::new();
            for silence in silences {
                let open = Arc::clone(&open);
                tasks.spawn(async move {
                    let mut time = silence.start;
                    while silence.end.is_none_or(|end| time < end) {
                        sleep_until(time).await;
                        open.silence();
                        let Some(every) = silence.every.filter(|every| !every.is_zero()) else {
                            break;
                        };
                        time += every;
                    }
                });
            }
            while tasks.join_next().await.is_some() {}
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Clone)]
struct Accepting {
    service: Service,
    state: Arc<State>,
    tls: Option<Arc<Tls>>,
    open: Arc<OpenConnections>,
}

impl Accepting {
    async fn run(self, listener: TcpListener) {
        // Dropped with this future, which ends all connections.
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(self.clone().connection(stream));
                    }
                    // No more files, for instance.
                    Err(_) => sleep(Duration::from_millis(10)).await,
                },
                Some(_) = connections.join_next() => {}
            }
        }
    }

    async fn connection(self, stream: TcpStream) {
        // Answers are small, and nothing follows them. If it fails, they are only slower.
        let _ = stream.set_nodelay(true);
        let connection = Connection::new(stream, &self.open);
        let control = connection.control();
        let schedule = &self.state.schedule;
        let Some(tls) = &self.tls else {
            if schedule.resets_connection(self.service) {
                control.reset();
            }
            return self.serve(connection, control).await;
        };
        let acceptor = tls.acceptor(schedule.certificate(self.service));
        // A client that refuses the certificate is gone, and has no request to be answered.
        if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(connection)).await {
            if schedule.resets_connection(self.service) {
                control.reset();
            }
            self.serve(stream, control).await;
        }
    }

    async fn serve(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        control: Arc<Control>,
    ) {
        let service = service_fn(move |request| self.clone().answer(request, Arc::clone(&control)));
        let builder = auto::Builder::new(TokioExecutor::new());
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        // It fails if the client goes away, or the connection is reset on purpose.
        let _ = connection.await;
    }

    async fn answer(
        self,
        request: Request<Incoming>,
        control: Arc<Control>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, BODY_LIMIT).collect().await else {
            let mut response = Response::new(Full::default());
            *response.status_mut() = http::StatusCode::PAYLOAD_TOO_LARGE;
            return Ok(response);
        };
        let mut request = Request::from_parts(parts, body.to_bytes());
        request.extensions_mut().insert(control.broken_at());
        let response = match self.state.handle(self.service, request).await {
            Handled::Answer(response) => response,
            Handled::PartOf(response) => {
                // With TLS, this is within a record; without it, within the status line.
                control.cut_after(5);
                response
            }
            Handled::ThenReset(response) => {
                tokio::spawn(async move {
                    sleep(ARRIVAL).await;
                    control.reset();
                });
                response
            }
            Handled::Reset => {
                control.reset();
                std::future::pending().await
            }
            Handled::Hang => std::future::pending().await,
        };
        Ok(response.map(Full::new))
    }
}

/// Listens on the address for one service after the other: on consecutive ports, or on ports that
/// the system chooses if `port` is 0.
pub(crate) async fn listeners(
    address: std::net::IpAddr,
    port: u16,
) -> Result<Vec<(Service, TcpListener, SocketAddr)>, (SocketAddr, std::io::Error)> {
    let mut listeners = Vec::new();
    for (offset, service) in (0..).zip(Service::ALL) {
        let port = if port == 0 {
            0
        } else {
            port.saturating_add(offset)
        };
        let address = SocketAddr::new(address, port);
        let failed = |error| (address, error);
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        listeners.push((service, listener, bound));
    }
    Ok(listeners)
}
