//! The stand-in for Graph, with rejections that a test accepts.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use msgraph_calling_standin::{HeldRejection, HeldRejections, Settings, Standin};
use tokio::runtime::Runtime;

/// The bot, as it is set.
const APP: &str = "2891555a-92ff-42e6-80fa-6e1300c6b5c6";
pub(crate) const TENANT: &str = Settings::TENANT;

pub(crate) struct Graph {
    runtime: Runtime,
    standin: Standin,
    held: Mutex<HeldRejections>,
    /// The rejections that were seen, and not yet accepted.
    seen: Mutex<VecDeque<HeldRejection>>,
}

impl Graph {
    pub(crate) fn start() -> Self {
        Self::with(false)
    }

    /// The same behind TLS, and the certificate authority that vouches for it, in PEM.
    pub(crate) fn with_tls() -> (Self, String) {
        let graph = Self::with(true);
        let ca = graph.standin.ca_certificate().unwrap().to_owned();
        (graph, ca)
    }

    fn with(tls: bool) -> Self {
        let runtime = Runtime::new().unwrap();
        let mut settings = Settings::new(APP);
        settings.tls = tls;
        settings.client_secret = Some("hush".to_owned());
        let standin = runtime.block_on(Standin::start(settings)).unwrap();
        for call in ["one", "two", "three"] {
            // No test is about the deadline.
            standin.add_call(call, Duration::from_secs(3600));
        }
        let held = Mutex::new(standin.hold_rejections());
        Self {
            runtime,
            standin,
            held,
            seen: Mutex::default(),
        }
    }

    /// The argument of the bot for the keys.
    pub(crate) fn metadata_argument(&self) -> String {
        format!("--metadata-url={}", self.standin.urls().metadata)
    }

    /// The arguments of the bot for the keys, the tokens and Graph.
    pub(crate) fn arguments(&self) -> [String; 3] {
        let urls = self.standin.urls();
        [
            self.metadata_argument(),
            format!("--token-authority={}", urls.authority),
            format!("--graph-url={}", urls.graph),
        ]
    }

    /// A token as it comes with a notification.
    pub(crate) fn token(&self) -> String {
        self.token_with(&[])
    }

    /// The same, with other claims.
    pub(crate) fn token_with(&self, changes: &[(&str, &str)]) -> String {
        self.standin.sender_token(changes).unwrap()
    }

    /// The body of the next request to reject a call.
    pub(crate) fn asked_to_reject(&self) -> String {
        self.asked_to_reject_within(Duration::from_secs(60))
            .unwrap()
    }

    /// The same, if it comes within a time.
    pub(crate) fn asked_to_reject_within(&self, time: Duration) -> Option<String> {
        let mut held = self.held.lock().unwrap();
        let next = async { tokio::time::timeout(time, held.next()).await };
        let rejection = self.runtime.block_on(next).ok()??;
        let body = String::from_utf8(rejection.body().to_vec()).unwrap();
        self.seen.lock().unwrap().push_back(rejection);
        Some(body)
    }

    /// Accepts the first of them.
    pub(crate) fn accept(&self) {
        self.seen.lock().unwrap().pop_front().unwrap();
    }
}
