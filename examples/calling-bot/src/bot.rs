//! How the parts of the bot are put together, and how they start and stop.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::header::{CONNECTION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::map_response_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use msgraph_communications::callbacks::{COMMS_NOTIFICATION_TOKEN, comms_notifications};
use msgraph_communications::runtime::receiver::open_id::{InvalidOpenId, OpenIdAuthentication};
use msgraph_communications::runtime::receiver::{
    InvalidReceiver, PublicAddress, Receiver, Rejection, Unprocessed,
};
use msgraph_communications::runtime::{self, InvalidEndpoint, ReqwestTransport};
use msgraph_communications::{Client, TokenAttributesExt as _};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};

use crate::calls::Calls;
use crate::credential::{CredentialError, credential};
use crate::handler::Rejecting;
use crate::journal::{Journal, Noted};
use crate::outgoing::Outgoing;
use crate::prometheus::{Exporter, record_handler};
use crate::retry::UntilDeadline;
use crate::server::{Limits, serve};
use crate::settings::Settings;

/// How long a notification waits for the first keys. A call then has half of its time left.
const KEY_PATIENCE: Duration = Duration::from_secs(7);

/// The bot, while it runs.
pub(crate) struct Bot {
    address: SocketAddr,
    probes: Option<Probes>,
    parts: Arc<Parts>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

/// The server of health checks on an address of its own. It ends when it is dropped.
struct Probes {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for Probes {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What the routes share.
struct Parts {
    outgoing: Arc<Outgoing>,
    /// Only if there is an address for health checks.
    exporter: Option<Exporter>,
    authentication: Arc<OpenIdAuthentication>,
    receiver: Receiver,
    stopping: AtomicBool,
}

/// Why the bot cannot start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error("{0} is not set")]
    Missing(&'static str),
    #[error("{0} cannot be read")]
    File(String, #[source] std::io::Error),
    #[error("there are no certificates in {0}")]
    NoCertificates(String),
    #[error("the credential")]
    Credential(#[from] CredentialError),
    #[error("the settings of HTTP")]
    Http(#[from] reqwest::Error),
    #[error("an address")]
    Address(#[from] InvalidEndpoint),
    #[error("who may send notifications")]
    OpenId(#[from] InvalidOpenId),
    #[error("where notifications come")]
    Receiver(#[from] InvalidReceiver),
    #[error("the bot cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    #[error("metrics")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    #[error("noticing signals")]
    Signals(#[source] std::io::Error),
    #[error("the stand-in for Graph")]
    Standin(#[from] msgraph_calling_standin::StartError),
    #[error("the simulation cannot reach the bot")]
    Unreachable(#[from] msgraph_calling_standin::InvalidBot),
    #[error("there is no scenario `{0}`; the README lists all of them")]
    Scenario(String),
}

impl Bot {
    pub(crate) async fn start(
        settings: &Settings,
        journal: Arc<dyn Journal>,
    ) -> Result<Self, StartError> {
        let app_id = settings
            .app_id
            .clone()
            .ok_or(StartError::Missing("--app-id"))?;
        let public_url = settings.public_url.as_ref();
        let address = PublicAddress::new(public_url.ok_or(StartError::Missing("--public-url"))?)?;

        // What the bot sends.
        let transport = ReqwestTransport::from_settings(http(settings)?);
        let credential = credential(settings, &app_id, transport.clone())?;
        let mut client = runtime::Client::builder(settings.endpoint()?)
            .credential(credential)
            .retry(UntilDeadline)
            .transport(transport.clone());
        // Each call names its own; this is the one to get a token for before there is any.
        if let Some(tenant) = settings.tenants.first() {
            client = client.tenant(tenant);
        }
        let client = Client::from(client.build());

        // What the bot receives.
        let mut authentication = OpenIdAuthentication::builder(COMMS_NOTIFICATION_TOKEN, app_id)
            .transport(transport)
            .patience(KEY_PATIENCE);
        if !settings.tenants.is_empty() {
            authentication = authentication.accept("tenant", &settings.tenants);
        }
        if !settings.issuers.is_empty() {
            authentication = authentication.issuers(&settings.issuers);
        }
        if let Some(url) = &settings.metadata_url {
            authentication = authentication.metadata_url(url);
        }
        let authentication = Arc::new(authentication.build()?);
        let callback_uri = address.uri(&settings.path);
        let outgoing = Arc::<Outgoing>::default();
        let handler = Rejecting {
            client: client.clone(),
            reason: settings.reason.into(),
            // Graph takes no other.
            callback_uri: Some(callback_uri).filter(|uri| uri.starts_with("https:")),
            journal: Arc::clone(&journal),
            calls: Calls::default(),
            outgoing: Arc::clone(&outgoing),
        };
        let noted = Noted {
            authenticate: Arc::clone(&authentication),
            journal,
        };
        // A place is held while a call waits for Graph, so there are as many as calls.
        let parallel = settings.parallel.unwrap_or(settings.capacity);
        let receiver = Receiver::builder(address)
            .capacity(settings.capacity.get())
            .parallel(parallel.get())
            .on_handler_end(record_handler)
            .callback(
                &settings.path,
                comms_notifications::callback(handler, noted),
            )
            .build()?;

        let (listener, address) = listen(settings.listen).await?;

        // Nothing waits for these: whether there are keys is what `/ready` says, and a call gets its token itself
        // where there is none yet.
        let exporter = match settings.probe_address {
            Some(_) => Some(Exporter::install()?),
            None => None,
        };
        let parts = Arc::new(Parts {
            outgoing,
            exporter,
            authentication,
            receiver,
            stopping: AtomicBool::new(false),
        });
        let warm = Arc::clone(&parts);
        tokio::spawn(async move { warm.authentication.warm_up().await });
        if !settings.tenants.is_empty() {
            tokio::spawn(async move { client.warm_up().await.is_ok() });
        }

        let (stop, stopped) = oneshot::channel();
        let limits = Limits {
            connections: settings.connections.get(),
            head: settings.head_limit,
        };
        let probes = match settings.probe_address {
            Some(address) => {
                let (listener, address) = listen(address).await?;
                let routes = probe_routes().with_state(Arc::clone(&parts));
                let server = tokio::spawn(serve(listener, routes, limits, pending()));
                Some(Probes { address, server })
            }
            None => None,
        };
        let routes = public_routes(&parts, probes.is_none());
        let server = tokio::spawn(serve(listener, routes, limits, async {
            // It is an error where the bot is dropped, which stops it as well.
            stopped.await.unwrap_or_default();
        }));
        Ok(Self {
            address,
            probes,
            parts,
            stop,
            server,
        })
    }

    /// Where the bot listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns where health checks are served, if not where the bot listens.
    pub(crate) fn probe_address(&self) -> Option<SocketAddr> {
        self.probes.as_ref().map(|probes| probes.address)
    }

    /// Announces for a time that the bot stops, while it goes on as before: `/ready` answers 503, and
    /// every response closes its connection, so that a load balancer turns to other instances.
    pub(crate) async fn drain(&self, time: Duration) {
        self.parts.stopping.store(true, Ordering::Relaxed);
        sleep(time).await;
    }

    /// Accepts no more requests, and waits until what was accepted is handled. Returns what was not
    /// within the limit.
    pub(crate) async fn stop(self, limit: Duration) -> Vec<Unprocessed> {
        self.parts.stopping.store(true, Ordering::Relaxed);
        let end = Instant::now() + limit;
        self.stop.send(()).unwrap_or_default();
        // Handlers go on meanwhile. A request is answered in a moment, but the other side may keep
        // its connection open as long as it likes.
        let abort = self.server.abort_handle();
        if timeout_at(end, self.server).await.is_err() {
            abort.abort();
        }
        let left = end.saturating_duration_since(Instant::now());
        self.parts.receiver.shut_down(left).await
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |error| StartError::Listen(address, error);
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Returns the routes of the address for health checks, which only operators reach.
fn probe_routes() -> Router<Arc<Parts>> {
    Router::new()
        .route("/health", get(full_health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
}

fn public_routes(parts: &Arc<Parts>, has_health: bool) -> Router {
    let mut routes = Router::from(parts.receiver.clone());
    if has_health {
        routes = routes
            .route("/health", get(health))
            .route("/ready", get(ready));
    }
    routes
        // The receiver counts requests for other paths.
        .fallback_service(parts.receiver.clone())
        .layer(map_response_with_state(Arc::clone(parts), close_connection))
        .with_state(Arc::clone(parts))
}

/// Responds with the counts of the bot and the status of the keys.
async fn health(State(parts): State<Arc<Parts>>) -> Json<Value> {
    let counts = parts.receiver.counts();
    let keys = parts.authentication.keys();
    let seconds = |at: SystemTime| at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Json(json!({
        "notifications": {
            "pending": parts.receiver.pending(),
            "accepted": counts.accepted,
            "handled": counts.handled,
            "undecoded": counts.invalid_payloads,
            "refused": counts.refused,
            "rejected": counts.rejected,
            "busy": counts.busy,
            "panicked": counts.panicked,
            "timedOut": counts.timed_out,
        },
        "keys": {
            "usable": keys.usable(),
            "current": keys.is_current(),
            "fetchedAt": keys.fetched_at().map(seconds),
            "failingSince": keys.failing_since().map(seconds),
            "error": keys.last_error().map(ToString::to_string),
        },
    }))
}

/// Responds with the same, with the counts of rejected requests by reason, and with what became of
/// the calls that the bot tried to reject.
async fn full_health(State(parts): State<Arc<Parts>>) -> Json<Value> {
    let requests = Rejection::ALL.map(|reason| {
        let count = parts.receiver.rejections(reason);
        (reason.as_str().to_owned(), Value::from(count))
    });
    let calls = parts.outgoing.health();
    let Json(mut health) = health(State(parts)).await;
    health["rejectedRequests"] = Value::Object(Map::from_iter(requests));
    health["calls"] = calls;
    Json(health)
}

/// Responds with the metrics in the text format of Prometheus.
async fn metrics(State(parts): State<Arc<Parts>>) -> Response {
    let Some(exporter) = &parts.exporter else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let text = exporter.render(&parts.receiver);
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response()
}

/// The bot can take notifications: it can verify who sent them, and has room for them.
async fn ready(State(parts): State<Arc<Parts>>) -> StatusCode {
    let stopping = parts.stopping.load(Ordering::Relaxed);
    if parts.authentication.keys().is_ready() && parts.receiver.has_room() && !stopping {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    }
}

/// Closes the connection of a response while the bot stops.
async fn close_connection(State(parts): State<Arc<Parts>>, mut response: Response) -> Response {
    if parts.stopping.load(Ordering::Relaxed) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    response
}

/// Returns a function that creates the settings of HTTP, for Graph, its tokens and its keys.
fn http(
    settings: &Settings,
) -> Result<impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static, StartError> {
    let mut certificates = Vec::new();
    if let Some(file) = &settings.ca_file {
        let pem = std::fs::read(file);
        let pem = pem.map_err(|error| StartError::File(file.display().to_string(), error))?;
        certificates = reqwest::Certificate::from_pem_bundle(&pem)?;
        if certificates.is_empty() {
            return Err(StartError::NoCertificates(file.display().to_string()));
        }
    }
    let simulate = settings.simulate;
    let own = if simulate {
        reqwest::Certificate::from_pem_bundle(settings.own_ca.as_bytes())?
    } else {
        Vec::new()
    };
    Ok(move || {
        let mut http = ReqwestTransport::settings().connect_timeout(Duration::from_secs(3));
        if !certificates.is_empty() {
            http = http.tls_certs_merge(certificates.clone());
        }
        if simulate {
            // Nobody else is reached, so the certificates of the system are not needed.
            http = http.no_proxy().tls_certs_only(own.clone());
        }
        http
    })
}
