//! The stand-in: its services, on sockets or without.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use msgraph_communications::runtime::{Body, BoxFuture, Transport, TransportError};
use tokio::task::AbortHandle;

use crate::calls::Event;
use crate::certificate::{CryptographyError, Tls};
use crate::fault::{Fault, Service};
use crate::server::{Server, listeners};
use crate::service::{Handled, HeldRejections, State, Urls};
use crate::settings::Settings;

/// Why a stand-in cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Keys or certificates could not be created.
    #[error("there are no keys or certificates")]
    Cryptography(#[from] CryptographyError),
    /// An address is not available.
    #[error("the stand-in cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
}

/// A stand-in for Graph, the token authority, and the metadata service. They end when it is
/// dropped.
pub struct Standin {
    pub(crate) state: Arc<State>,
    tls: Option<Arc<Tls>>,
    servers: Vec<Server>,
}

impl Standin {
    /// Starts the services on sockets.
    ///
    /// # Errors
    ///
    /// If an address is not available.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        let tls = if settings.tls {
            Some(Arc::new(Tls::new()?))
        } else {
            None
        };
        let listeners = listeners(settings.address, settings.port).await;
        let listeners = listeners.map_err(|(address, error)| StartError::Listen(address, error))?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let origin = |wanted: Service| {
            let found = listeners.iter().find(|(service, ..)| *service == wanted);
            found.map_or_else(String::new, |(.., address)| format!("{scheme}://{address}"))
        };
        let urls = Urls::new(
            &origin(Service::Graph),
            &origin(Service::Authority),
            &origin(Service::Metadata),
        );
        let state = Arc::new(State::new(settings, urls)?);
        let servers = listeners.into_iter().map(|(service, listener, _)| {
            Server::start(listener, service, Arc::clone(&state), tls.clone())
        });
        Ok(Self {
            servers: servers.collect(),
            state,
            tls,
        })
    }

    /// Creates a stand-in without sockets. It answers requests for the addresses of the real
    /// services, which [`transport`](Self::transport) passes to it; faults of connections and
    /// certificates do not happen. It needs no time of its own, so tests may pause Tokio's clock.
    ///
    /// # Errors
    ///
    /// If keys cannot be created.
    pub fn without_sockets(settings: Settings) -> Result<Self, StartError> {
        Ok(Self {
            state: Arc::new(State::new(settings, Urls::real())?),
            tls: None,
            servers: Vec::new(),
        })
    }

    /// Returns the URLs that the bot has to be configured with.
    #[must_use]
    pub fn urls(&self) -> &Urls {
        &self.state.urls
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.state.settings
    }

    /// Returns the certificate of the authority that the bot has to trust, in PEM. None without
    /// TLS.
    #[must_use]
    pub fn ca_certificate(&self) -> Option<&str> {
        self.tls.as_deref().map(Tls::ca)
    }

    /// Returns a transport that passes requests to the services without sockets.
    #[must_use]
    pub fn transport(&self) -> StandinTransport {
        StandinTransport(Arc::clone(&self.state))
    }

    /// Adds a call that a test places by itself, and that the bot has to reject within the limit.
    pub fn add_call(&self, id: &str, limit: Duration) {
        let calls = &self.state.calls;
        calls.add(id, &self.state.settings.tenant, limit);
        calls.incoming(id);
    }

    /// Returns a token as Graph sends it with a notification, but for these claims. For tests that
    /// post notifications by themselves.
    ///
    /// # Errors
    ///
    /// If the token cannot be signed.
    pub fn sender_token(&self, claims: &[(&str, &str)]) -> Result<String, CryptographyError> {
        self.state.sender_token_with(claims)
    }

    /// Holds all rejections back from now on, until a test has seen them.
    #[must_use]
    pub fn hold_rejections(&self) -> HeldRejections {
        self.state.holding.start()
    }

    /// Adds something that the bot says about a call to the events of the call. Calls that are
    /// unknown are ignored: a bot may say something about any.
    pub fn note(&self, call: &str, source: &'static str, text: impl Into<String>) {
        self.state
            .calls
            .note(call, Event::Note(source, text.into()));
    }

    /// Adds a fault during a run. Its time counts from the first call.
    pub fn add_fault(&self, fault: Fault) {
        self.state.schedule.add(fault);
    }

    /// Starts the clock of the faults.
    pub(crate) fn begin(&self) -> Silencing {
        self.state.schedule.begin();
        let silences = self.state.schedule.silences();
        let tasks = self
            .servers
            .iter()
            .map(|server| tokio::spawn(server.silence(&silences)).abort_handle());
        Silencing(tasks.collect())
    }
}

/// The tasks that silence connections. They end when it is dropped.
pub(crate) struct Silencing(Vec<AbortHandle>);

impl Drop for Silencing {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

/// A transport of the runtime that passes requests to a stand-in without sockets.
#[derive(Clone)]
pub struct StandinTransport(Arc<State>);

impl StandinTransport {
    /// Answers a request. The host decides which service is meant.
    ///
    /// # Errors
    ///
    /// If a fault resets the connection, or no service has the host.
    pub async fn request(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        let host = request.uri().host().unwrap_or("").to_owned();
        let is_of = |url: &str| {
            let uri: Result<http::Uri, _> = url.parse();
            uri.is_ok_and(|uri| uri.host() == Some(&host))
        };
        let urls = &self.0.urls;
        let service = if is_of(&urls.graph) {
            Service::Graph
        } else if is_of(&urls.authority) {
            Service::Authority
        } else if is_of(&urls.metadata) {
            Service::Metadata
        } else {
            return Err(TransportError::not_sent(
                "the stand-in has no service of this host",
            ));
        };
        match self.0.handle(service, request).await {
            Handled::Answer(response) | Handled::ThenReset(response) => Ok(response),
            Handled::Reset | Handled::PartOf(_) => Err(TransportError::maybe_sent(
                "a fault has reset the connection",
            )),
            Handled::Hang => std::future::pending().await,
        }
    }
}

impl Transport for StandinTransport {
    fn send(
        &self,
        request: Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = http_body_util::BodyExt::collect(body).await?;
            let request = Request::from_parts(parts, body.to_bytes());
            Ok(self.request(request).await?.map(Body::from))
        })
    }
}
