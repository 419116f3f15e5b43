//! The reqwest clients of a transport, each with connections of its own.

use std::iter::repeat_with;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use reqwest::{Client, ClientBuilder};
use tokio::sync::{OnceCell, oneshot};

use crate::transport::reqwest_error;
use crate::transport_error::TransportError;

/// The number of open requests of a client at which the next client is used. RFC 9113, section
/// 6.5.2, recommends that a server allow at least 100 streams per connection. Further requests
/// would wait until one of these has ended.
const OPEN_REQUESTS: usize = 100;

/// The maximum number of clients of a transport.
const CLIENTS: usize = 16;

/// The clients of a transport. A client opens one connection to each HTTP/2 server, so the next
/// client is used while all earlier ones have as many open requests as a connection allows.
pub(super) struct ReqwestClients {
    /// At least one, of which the first one exists from the start.
    clients: Vec<CountedClient>,
    create: Arc<dyn Fn() -> Built + Send + Sync>,
}

type Built = Result<Client, Arc<reqwest::Error>>;

/// A client, created when it is needed, and its number of open requests.
#[derive(Default)]
struct CountedClient {
    client: OnceCell<Built>,
    open: Arc<AtomicUsize>,
}

impl ReqwestClients {
    /// Returns one client, for any number of requests.
    pub(super) fn one(client: Built) -> Self {
        Self::new(1, move || client.clone())
    }

    /// Returns clients with these settings.
    pub(super) fn many(settings: impl Fn() -> ClientBuilder + Send + Sync + 'static) -> Self {
        Self::new(CLIENTS, move || settings().build().map_err(Arc::new))
    }

    fn new(number: usize, create: impl Fn() -> Built + Send + Sync + 'static) -> Self {
        let first = CountedClient {
            client: OnceCell::new_with(Some(create())),
            ..CountedClient::default()
        };
        let others = repeat_with(CountedClient::default).take(number - 1);
        Self {
            clients: std::iter::once(first).chain(others).collect(),
            create: Arc::new(create),
        }
    }

    /// Returns the client for another request, which is open until the second value is dropped.
    pub(super) async fn select(&self) -> Result<(&Client, OpenRequest), TransportError> {
        let mut clients = self.clients.iter();
        let free = clients.find_map(|client| Some((client, client.open(OPEN_REQUESTS)?)));
        let least = || {
            let client = self.clients.iter().min_by_key(|client| client.number())?;
            Some((client, client.open(usize::MAX)?))
        };
        let (client, request) = free.or_else(least).ok_or_else(no_client)?;
        let client = match client.client.get() {
            Some(client) => client,
            None => client.client.get_or_try_init(|| self.create()).await?,
        };
        let client = client.as_ref().map_err(reqwest_error::translate_setup)?;
        Ok((client, request))
    }

    /// Creates a client on another thread: it reads the certificates of the system, which would
    /// block other tasks.
    async fn create(&self) -> Result<Built, TransportError> {
        let create = Arc::clone(&self.create);
        let (sender, created) = oneshot::channel();
        let thread = thread::Builder::new().spawn(move || sender.send(create()));
        thread.map_err(TransportError::not_sent)?;
        created.await.map_err(|_| no_client())
    }
}

/// The error if the function with the settings panics.
fn no_client() -> TransportError {
    TransportError::not_sent("the reqwest client could not be created")
}

impl CountedClient {
    fn number(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// Adds an open request, unless there are as many as the limit.
    fn open(&self, limit: usize) -> Option<OpenRequest> {
        let added = |number| (number < limit).then_some(number + 1);
        let (order, open) = (Ordering::Relaxed, &self.open);
        open.fetch_update(order, order, added).ok()?;
        Some(OpenRequest(Arc::clone(open)))
    }
}

/// A request that counts as open until this is dropped.
pub(super) struct OpenRequest(Arc<AtomicUsize>);

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
