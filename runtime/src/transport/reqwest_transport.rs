//! The transport over reqwest.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Uri;
use http::uri::Authority;
use http_body::{Body as _, Frame, SizeHint};
use reqwest::Url;
use reqwest::redirect::Policy;

use crate::body::Body;
use crate::transport::reqwest_clients::{OpenRequest, ReqwestClients};
use crate::transport::{BoxFuture, Transport, reqwest_error};
use crate::transport_error::TransportError;

/// The limit on opening a connection, short enough that a call has time for another attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a connection may be idle before it is closed. Load balancers drop idle connections
/// without closing them, most of them after 60 seconds or more.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long sent data may remain unacknowledged before the connection is closed.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an HTTP/2 connection with open requests may be silent before a PING is sent, and how
/// long the response to the PING may take.
#[cfg(feature = "rustls")]
const PING_INTERVAL: Duration = Duration::from_secs(2);

/// The transport over reqwest.
///
/// It does not follow redirects: a POST that becomes a GET would report a success that never
/// happened, and a repeated request would send the token elsewhere. A redirect ends in
/// [`Error::Unexpected`](crate::Error::Unexpected).
///
/// Proxies and root certificates require your own settings, which start with
/// [`settings`](Self::settings):
///
/// ```
/// use specwright_runtime::{Client, Endpoint, ReqwestTransport};
///
/// let proxy = reqwest::Proxy::all("http://proxy.contoso.com:3128")?;
/// let settings = move || ReqwestTransport::settings().proxy(proxy.clone());
/// let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
///     .transport(ReqwestTransport::from_settings(settings))
///     .build();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An HTTP/2 server limits the number of open requests per connection, mostly to 100 or a little
/// more. This transport opens further connections while more requests are open, up to 16.
///
/// A proxy from the environment (`HTTP_PROXY`) is also used for loopback addresses, unless
/// `NO_PROXY` lists them.
#[derive(Clone)]
pub struct ReqwestTransport {
    clients: Arc<ReqwestClients>,
    /// Whether the client may follow redirects by itself.
    may_redirect: bool,
    /// The first URL that was called. Most URLs share its scheme, host and port, and parsing these
    /// again takes longer than everything else done here.
    origin: OnceLock<(Uri, Url)>,
}

impl ReqwestTransport {
    /// Creates a transport with its own connections and the default [`settings`](Self::settings).
    ///
    /// If the setup fails, every call fails with [`Error::Transport`](crate::Error::Transport).
    #[must_use]
    pub fn new() -> Self {
        Self::from_settings(Self::settings)
    }

    /// Returns the default settings, for a transport or another client with settings of your own.
    /// They find dead connections, which reqwest's own defaults keep in use:
    ///
    /// * Opening a connection may take 5 seconds.
    /// * A connection is closed when it was idle for 30 seconds. Load balancers and NAT gateways
    ///   drop idle connections without closing them.
    /// * On HTTP/2, all requests share a connection. While requests are open and nothing arrives
    ///   for 2 seconds, a PING is sent. If the response to it takes longer than 2 seconds, the
    ///   connection is closed. Its requests fail, and the next ones use another connection.
    /// * On Linux, a connection is closed if sent data remains unacknowledged for 5 seconds.
    ///
    /// A request that was sent on a dead connection is not repeated by the transport, because the
    /// service may have processed it.
    pub fn settings() -> reqwest::ClientBuilder {
        let settings = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT);
        #[cfg(target_os = "linux")]
        let settings = settings.tcp_user_timeout(UNACKNOWLEDGED_TIMEOUT);
        #[cfg(feature = "rustls")]
        let settings = settings
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_INTERVAL);
        settings
    }

    /// Creates a transport with your own settings. Redirects, retries and decompression are turned
    /// off. `settings` is called at once, and again, on other threads, when HTTP/2 needs further
    /// connections. It should return the same settings each time.
    ///
    /// If the settings contradict each other, every call fails with
    /// [`Error::Transport`](crate::Error::Transport).
    #[must_use]
    pub fn from_settings(
        settings: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        Self {
            clients: Arc::new(ReqwestClients::many(move || without_changes(settings()))),
            may_redirect: false,
            origin: OnceLock::new(),
        }
    }

    /// Creates a transport with your own settings, like [`from_settings`](Self::from_settings), but
    /// with one connection to each HTTP/2 server: a builder cannot be cloned. Requests that exceed
    /// the limit of the server wait until others have ended.
    #[must_use]
    pub fn from_builder(settings: reqwest::ClientBuilder) -> Self {
        let client = without_changes(settings).build().map_err(Arc::new);
        Self {
            clients: Arc::new(ReqwestClients::one(client)),
            may_redirect: false,
            origin: OnceLock::new(),
        }
    }
}

/// Turns off what would change or repeat a request or a response.
fn without_changes(settings: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    settings
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
}

impl Default for ReqwestTransport {
    fn default() -> Self {
        Self::new()
    }
}

/// Creates a transport that shares the connections of a client. Build the client with
/// [`Policy::none`]: if it follows a redirect to another URL, the call fails although the request
/// was repeated there. Build it with [`never`](reqwest::retry::never) as well: its own retries are
/// not counted.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self {
            clients: Arc::new(ReqwestClients::one(Ok(client))),
            may_redirect: true,
            origin: OnceLock::new(),
        }
    }
}

/// Omits reqwest's settings: default headers and proxies may contain secrets.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let request = self.translated(request);
        Box::pin(async move {
            let request = request?;
            let url = self.may_redirect.then(|| request.url().clone());
            let (client, open) = self.clients.select().await?;
            let response = client.execute(request).await;
            let response = response.map_err(reqwest_error::translate)?;
            if url.is_some_and(|url| url != *response.url()) {
                return Err(TransportError::maybe_sent(
                    "the reqwest client has followed a redirect",
                ));
            }
            Ok(received(response, open))
        })
    }
}

impl ReqwestTransport {
    /// Converts the request to reqwest's type, without reqwest's conversion from `http::Request`.
    fn translated(&self, request: http::Request<Body>) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, self.url(&head.uri)?);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    /// Converts the URL to reqwest's type.
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        if let Some((origin, url)) = self.origin.get()
            && origin.scheme() == uri.scheme()
            && origin.authority().map(Authority::as_str) == uri.authority().map(Authority::as_str)
        {
            let mut url = url.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = Url::parse(&uri.to_string());
        let url = url.map_err(|error| TransportError::not_sent(error).permanent())?;
        // If another URL was stored in the meantime, it remains.
        let _ = self.origin.set((uri.clone(), url.clone()));
        Ok(url)
    }
}

/// Converts the response, without the extensions that reqwest adds.
fn received(mut response: reqwest::Response, open: OpenRequest) -> http::Response<Body> {
    let mut head = http::Response::new(());
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    head.map(|()| match response.content_length() {
        Some(0) => Body::empty(),
        _ => Body::stream(Received {
            body: response.into(),
            _open: open,
        }),
    })
}

/// Always converts to a stream, even bytes in memory, so that reading it is observable and reqwest
/// keeps no copy.
impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        if body.is_end_stream() {
            Self::default()
        } else {
            Self::wrap(body)
        }
    }
}

/// The body of a response, with its errors converted.
struct Received {
    body: reqwest::Body,
    _open: OpenRequest,
}

impl http_body::Body for Received {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Pin::new(&mut self.body)
            .poll_frame(context)
            .map_err(reqwest_error::translate)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
