//! Bots: where notifications are posted.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Uri};
use msgraph_communications::runtime::BoxFuture;
use tokio::process::Command;
use tokio::time::timeout;

/// Graph waits no longer for an answer, since the call is over then.
const ANSWER_LIMIT: Duration = Duration::from_secs(15);

/// A command that stops a bot is awaited for this long. It may run until the bot has ended, as
/// `docker stop` does.
const STOPPING: Duration = Duration::from_millis(200);

/// The limit on opening a connection to the bot.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// Why a bot has not answered.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unanswered(String);

impl Unanswered {
    /// Creates an error for this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// A bot that receives notifications.
///
/// Implemented for functions, so that a test can write a bot in a few lines.
pub trait Bot: Send + Sync + 'static {
    /// Posts a notification, and returns the answer.
    fn post(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, Unanswered>>;

    /// Returns the URL of notifications.
    fn url(&self) -> Uri {
        Uri::from_static("https://bot.example/api/calls")
    }

    /// Returns the socket of the bot, for clients that take up its connections. `None` if it has
    /// none.
    fn socket(&self) -> Option<BotSocket> {
        None
    }

    /// Tells the bot to stop, as a supervisor does. It may go on until it has finished.
    fn stop(&self) -> BoxFuture<'_, Result<(), NotStopped>> {
        let unknown = NotStopped::new("it is not known how to stop the bot");
        Box::pin(std::future::ready(Err(unknown)))
    }

    /// Returns what the readiness probe of the bot answers, on a connection of its own.
    fn readiness(&self) -> BoxFuture<'_, Readiness> {
        Box::pin(std::future::ready(Readiness::Unknown))
    }
}

/// Why a bot cannot be stopped.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotStopped(String);

impl NotStopped {
    /// Creates an error for this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// What the readiness probe of a bot answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Readiness {
    /// It answers with this status: 2xx if the bot is ready.
    Answered(u16),
    /// There is no probe, or no answer in time.
    Unknown,
    /// The bot accepts no connection.
    Closed,
}

impl<F, R> Bot for F
where
    F: Fn(Request<Bytes>) -> R + Send + Sync + 'static,
    R: Future<Output = Response<Bytes>> + Send + 'static,
{
    fn post(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, Unanswered>> {
        let answer = self(request);
        Box::pin(async move {
            let answer = tokio::time::timeout(ANSWER_LIMIT, answer).await;
            answer.map_err(|_| too_late())
        })
    }
}

/// The socket of a bot.
#[derive(Clone, Debug)]
pub struct BotSocket {
    pub(crate) address: SocketAddr,
    pub(crate) host: String,
    pub(crate) tls: bool,
}

/// Marks a request that needs a connection of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnConnection;

/// A bot at a URL.
#[derive(Debug)]
pub struct HttpBot {
    url: Uri,
    socket: BotSocket,
    pooled: reqwest::Client,
    unpooled: reqwest::Client,
    readiness_path: Option<String>,
    stop_command: Option<String>,
}

/// Why a bot cannot be reached at a URL.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBot {
    /// The URL is not absolute, or neither http nor https.
    #[error("`{0}` is not an absolute URL with http or https")]
    Url(String),
    /// The host has no address.
    #[error("the host of `{0}` has no address")]
    Host(String, #[source] std::io::Error),
    /// The host is not on this machine.
    #[error("`{0}` is not on this machine; allow remote bots to test it all the same")]
    Remote(String),
    /// The certificates or the settings of HTTP cannot be used.
    #[error("the settings of HTTP")]
    Http(#[from] reqwest::Error),
}

impl HttpBot {
    /// Creates a bot at a URL.
    ///
    /// Its certificate is verified if `ca`, certificates in PEM, is given, and is not otherwise: a
    /// bot on this machine rarely has one that somebody vouches for. A host on another machine is
    /// an error, unless it is allowed: a test can be a heavy load.
    ///
    /// # Errors
    ///
    /// If the URL cannot be that of a bot.
    pub async fn new(url: &str, ca: Option<&[u8]>, allow_remote: bool) -> Result<Self, InvalidBot> {
        let invalid = || InvalidBot::Url(url.to_owned());
        let uri: Uri = url.parse().map_err(|_| invalid())?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(invalid()),
        };
        let host = uri.host().ok_or_else(invalid)?.to_owned();
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let bare = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let failed = |error| InvalidBot::Host(url.to_owned(), error);
        let addresses = tokio::net::lookup_host((bare.as_str(), port)).await;
        let addresses: Vec<SocketAddr> = addresses.map_err(failed)?.collect();
        if !allow_remote && !addresses.iter().all(|address| address.ip().is_loopback()) {
            return Err(InvalidBot::Remote(url.to_owned()));
        }
        let address = *addresses.first().ok_or_else(invalid)?;
        let settings = || -> Result<reqwest::ClientBuilder, reqwest::Error> {
            let settings = reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .connect_timeout(CONNECT_LIMIT)
                .timeout(ANSWER_LIMIT);
            Ok(match ca {
                Some(ca) => settings.tls_certs_only(reqwest::Certificate::from_pem_bundle(ca)?),
                None => settings.tls_danger_accept_invalid_certs(true),
            })
        };
        Ok(Self {
            url: uri,
            socket: BotSocket { address, host, tls },
            pooled: settings()?.build()?,
            unpooled: settings()?.pool_max_idle_per_host(0).build()?,
            readiness_path: None,
            stop_command: None,
        })
    }

    /// Sets the path of the readiness probe, such as `/ready`.
    #[must_use]
    pub fn with_readiness_path(mut self, path: impl Into<String>) -> Self {
        self.readiness_path = Some(path.into());
        self
    }

    /// Sets the command that stops the bot, such as `kill 4711`. The shell of the system runs it.
    #[must_use]
    pub fn with_stop_command(mut self, command: impl Into<String>) -> Self {
        self.stop_command = Some(command.into());
        self
    }

    /// Returns whether the bot accepts connections.
    pub async fn is_listening(&self) -> bool {
        let connecting = tokio::net::TcpStream::connect(self.socket.address);
        matches!(
            tokio::time::timeout(CONNECT_LIMIT, connecting).await,
            Ok(Ok(_))
        )
    }

    /// Returns the answer to a GET of a path of the bot, such as `/health`.
    ///
    /// # Errors
    ///
    /// If there is no answer.
    pub async fn get(&self, path: &str) -> Result<Response<Bytes>, Unanswered> {
        let url = with_path(&self.url, path).ok_or_else(|| Unanswered::new("invalid path"))?;
        answer(self.pooled.get(url.to_string())).await
    }
}

impl Bot for HttpBot {
    fn post(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, Unanswered>> {
        let is_own = request.extensions().get::<OwnConnection>().is_some();
        let client = if is_own { &self.unpooled } else { &self.pooled };
        let (parts, body) = request.into_parts();
        let request = client
            .request(parts.method, parts.uri.to_string())
            .headers(parts.headers)
            .body(body);
        Box::pin(answer(request))
    }

    fn url(&self) -> Uri {
        self.url.clone()
    }

    fn socket(&self) -> Option<BotSocket> {
        Some(self.socket.clone())
    }

    fn stop(&self) -> BoxFuture<'_, Result<(), NotStopped>> {
        Box::pin(async {
            let command = self.stop_command.as_ref();
            let command = command.ok_or_else(|| NotStopped::new("no command stops the bot"))?;
            run(command).await
        })
    }

    fn readiness(&self) -> BoxFuture<'_, Readiness> {
        Box::pin(async {
            let path = self.readiness_path.as_deref().unwrap_or("/");
            let Some(url) = with_path(&self.url, path) else {
                return Readiness::Unknown;
            };
            match self.unpooled.get(url.to_string()).send().await {
                // Without a probe, it shows only that the bot listens.
                Ok(_) if self.readiness_path.is_none() => Readiness::Unknown,
                Ok(response) => Readiness::Answered(response.status().as_u16()),
                Err(error) if error.is_timeout() => Readiness::Unknown,
                Err(_) => Readiness::Closed,
            }
        })
    }
}

/// Runs a command that stops a bot.
async fn run(command: &str) -> Result<(), NotStopped> {
    let (shell, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let failed = |error: &dyn std::fmt::Display| NotStopped::new(format!("`{command}`: {error}"));
    let mut process = Command::new(shell);
    process
        .args([flag, command])
        .stdin(std::process::Stdio::null())
        // Standard output is for the report.
        .stdout(std::process::Stdio::from(std::io::stderr()));
    let mut process = process.spawn().map_err(|error| failed(&error))?;
    match timeout(STOPPING, process.wait()).await {
        Err(_) => Ok(()),
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(failed(&status)),
        Ok(Err(error)) => Err(failed(&error)),
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Response<Bytes>, Unanswered> {
    let response = request.send().await.map_err(explain)?;
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = response.headers().clone();
    *answer.body_mut() = response.bytes().await.map_err(explain)?;
    Ok(answer)
}

/// Returns an error with its causes, without the URL.
fn explain(error: reqwest::Error) -> Unanswered {
    if error.is_timeout() && !error.is_connect() {
        return too_late();
    }
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    Unanswered::new(text)
}

fn too_late() -> Unanswered {
    Unanswered::new(format!("no answer within {} s", ANSWER_LIMIT.as_secs()))
}

/// Returns the URL with another path and query.
pub(super) fn with_path(url: &Uri, path: &str) -> Option<Uri> {
    let mut parts = url.clone().into_parts();
    parts.path_and_query = Some(path.parse().ok()?);
    Uri::from_parts(parts).ok()
}
