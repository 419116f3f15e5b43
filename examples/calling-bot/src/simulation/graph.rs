//! The stand-in for Graph: its tokens, its keys and its API, all at one address.

use std::collections::{HashMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::authority::{Fault, tls};
use super::scenario::Refused;
use super::timeline::{Event, Timeline};
use super::{HOME, SECRET, TENANT};

/// The stand-in for Graph, until it is dropped.
pub(crate) struct Graph {
    url: String,
    ca: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

/// What the bot has to send.
pub(crate) struct Expected {
    pub(crate) app_id: String,
    pub(crate) reason: String,
    pub(crate) callback_uri: String,
}

/// What the routes share.
struct Shared {
    url: String,
    key_set: Value,
    timeline: Arc<Timeline>,
    expected: Expected,
    /// How the tokens begin that the bot gets, and sends. Behind it is the tenant.
    token: String,
    tokens: AtomicUsize,
    /// The calls that there are, and what is answered to the next requests to reject them.
    calls: Mutex<HashMap<String, VecDeque<Refused>>>,
    faults: Mutex<Vec<String>>,
}

impl Graph {
    pub(crate) async fn start(
        key_set: Value,
        expected: Expected,
        timeline: Arc<Timeline>,
    ) -> Result<Self, Fault> {
        let (acceptor, ca) = tls()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("https://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            url: url.clone(),
            key_set,
            timeline,
            expected,
            token: uuid::Uuid::new_v4().to_string(),
            tokens: AtomicUsize::new(0),
            calls: Mutex::default(),
            faults: Mutex::default(),
        });
        let routes = Router::new()
            .route("/metadata", get(metadata))
            .route("/keys", get(keys))
            .route("/{tenant}/oauth2/v2.0/token", post(token))
            .route("/v1.0/communications/calls/{call}/reject", post(reject))
            .fallback(any(StatusCode::NOT_FOUND))
            .with_state(Arc::clone(&shared));
        let listener = TlsListener { listener, acceptor };
        let server = tokio::spawn(async move {
            // It never ends by itself.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self {
            url,
            ca,
            shared,
            server,
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The certificate authority that vouches for it, in PEM.
    pub(crate) fn ca(&self) -> &str {
        &self.ca
    }

    /// There is a call, and this is answered to the first requests to reject it.
    pub(crate) fn add(&self, call: &str, refusals: &[Refused]) {
        let refusals = refusals.iter().copied().collect();
        self.shared.calls().insert(call.to_owned(), refusals);
    }

    /// What the bot has sent that no bot should.
    pub(crate) fn faults(&self) -> Vec<String> {
        let faults = self.shared.faults.lock();
        faults.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many tokens were given out.
    pub(crate) fn tokens(&self) -> usize {
        self.shared.tokens.load(Ordering::Relaxed)
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn calls(&self) -> std::sync::MutexGuard<'_, HashMap<String, VecDeque<Refused>>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn token_for(&self, tenant: &str) -> String {
        format!("{}-{tenant}", self.token)
    }

    fn fault(&self, what: String) -> Response {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.push(what);
        error(StatusCode::BAD_REQUEST, "BadRequest")
    }
}

async fn metadata(State(shared): State<Arc<Shared>>) -> Json<Value> {
    // As with the real ones, the issuer is another host.
    Json(json!({
        "issuer": "https://api.botframework.com",
        "jwks_uri": format!("{}/keys", shared.url),
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.key_set.clone())
}

async fn token(
    State(shared): State<Arc<Shared>>,
    Path(tenant): Path<String>,
    form: String,
) -> Response {
    let expected = [
        "grant_type=client_credentials".to_owned(),
        format!("client_id={}", shared.expected.app_id),
        format!("client_secret={SECRET}"),
        "scope=https%3A%2F%2Fgraph.microsoft.com%2F.default".to_owned(),
    ];
    let mut pairs = form.split('&');
    if ![HOME, TENANT].contains(&&*tenant)
        || !pairs.all(|pair| expected.iter().any(|expected| expected == pair))
    {
        return shared.fault(format!(
            "the bot asks for a token for the tenant {tenant}, or in other words"
        ));
    }
    shared.tokens.fetch_add(1, Ordering::Relaxed);
    let token = json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": shared.token_for(&tenant) });
    Json(token).into_response()
}

async fn reject(
    State(shared): State<Arc<Shared>>,
    Path(call): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let reason = body["reason"].as_str().unwrap_or("none at all");
    shared
        .timeline
        .add(&call, Event::Rejecting(reason.to_owned()));
    let token = headers.get("authorization").map(HeaderValue::as_bytes);
    if token != Some(format!("Bearer {}", shared.token_for(TENANT)).as_bytes()) {
        return shared.fault(format!(
            "the bot rejects the call {call} without the token of its tenant"
        ));
    }
    if body
        != json!({ "reason": shared.expected.reason, "callbackUri": shared.expected.callback_uri })
    {
        return shared.fault(format!("the bot rejects the call {call} with {body}"));
    }
    let refused = {
        let mut calls = shared.calls();
        match calls.get_mut(&call).map(VecDeque::pop_front) {
            // It is gone now.
            Some(None) => calls.remove(&call).and(None),
            Some(refused) => refused,
            None => Some(Refused::Gone),
        }
    };
    let response = match refused {
        None => StatusCode::ACCEPTED.into_response(),
        Some(Refused::Gone) => error(StatusCode::NOT_FOUND, "8522"),
        Some(Refused::ForNow(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            let mut response = error(status, "TooManyRequests");
            response.headers_mut().insert("retry-after", 1.into());
            response
        }
    };
    shared
        .timeline
        .add(&call, Event::RejectAnswered(response.status().as_u16()));
    response
}

fn error(status: StatusCode, code: &str) -> Response {
    let error = json!({ "error": { "code": code, "message": "The stand-in says no." } });
    (status, Json(error)).into_response()
}

/// Accepts connections with TLS.
struct TlsListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            // There is only the bot, and what goes wrong with one connection goes right with the next.
            let (stream, address) = axum::serve::Listener::accept(&mut self.listener).await;
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
