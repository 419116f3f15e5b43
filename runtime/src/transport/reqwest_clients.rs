//! The reqwest clients of a transport, each with connections of its own.

use std::iter::{once, repeat_with};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use reqwest::{Client, ClientBuilder};

/// The number of open requests of a client at which the next client is used. RFC 9113, section
/// 6.5.2, recommends that a server allow at least 100 streams per connection. Further requests
/// would wait until one of these has ended.
const OPEN_REQUESTS: usize = 100;

/// The maximum number of clients of a transport.
const CLIENTS: usize = 16;

/// The clients of a transport. A client opens one connection to each HTTP/2 server, so the next
/// client is used while all earlier ones have as many open requests as a connection allows.
pub(super) struct ReqwestClients {
    first: CountedClient,
    others: Vec<CountedClient>,
}

/// A client, created when it is first used, and its number of open requests.
struct CountedClient {
    client: LazyLock<Built, Box<dyn FnOnce() -> Built + Send + Sync>>,
    open: Arc<AtomicUsize>,
}

type Built = Result<Client, Arc<reqwest::Error>>;

impl ReqwestClients {
    /// Returns one client, for any number of requests.
    pub(super) fn one(client: Built) -> Self {
        Self {
            first: CountedClient::new(move || client),
            others: Vec::new(),
        }
    }

    /// Returns clients with these settings.
    pub(super) fn many(settings: impl Fn() -> ClientBuilder + Send + Sync + 'static) -> Self {
        let settings = Arc::new(settings);
        let client = || {
            let settings = Arc::clone(&settings);
            CountedClient::new(move || settings().build().map_err(Arc::new))
        };
        Self {
            first: client(),
            others: repeat_with(client).take(CLIENTS - 1).collect(),
        }
    }

    /// Returns the client for another request, which is open until the second value is dropped.
    pub(super) fn select(&self) -> (&Built, OpenRequest) {
        let mut clients = once(&self.first).chain(&self.others);
        let free = clients.find_map(|client| {
            let (request, before) = client.open();
            (before < OPEN_REQUESTS).then_some((client, request))
        });
        let (client, request) = free.unwrap_or_else(|| {
            let clients = once(&self.first).chain(&self.others);
            let least = clients.min_by_key(|client| client.open.load(Ordering::Relaxed));
            let least = least.unwrap_or(&self.first);
            (least, least.open().0)
        });
        (&client.client, request)
    }
}

impl CountedClient {
    fn new(create: impl FnOnce() -> Built + Send + Sync + 'static) -> Self {
        Self {
            client: LazyLock::new(Box::new(create)),
            open: Arc::default(),
        }
    }

    /// Adds an open request. Returns how many there were before.
    fn open(&self) -> (OpenRequest, usize) {
        let before = self.open.fetch_add(1, Ordering::Relaxed);
        (OpenRequest(Arc::clone(&self.open)), before)
    }
}

/// A request that counts as open until this is dropped.
pub(super) struct OpenRequest(Arc<AtomicUsize>);

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
