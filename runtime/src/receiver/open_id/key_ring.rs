//! The keys that are at hand, and how they get there.

use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::Uri;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::{info, warn};

use crate::receiver::open_id::fetch::{Fetched, KeyDocument, KeyError, fetch};
use crate::receiver::open_id::keys::KeySet;
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::Transport;
use crate::transport_error::TransportError;

/// For how long keys are good, where their service does not say, and at most: they are fetched anew at half of it.
const LIFETIME: Duration = Duration::from_secs(2 * 60 * 60);

/// The shortest life of keys that is believed, so that they are not fetched all the time.
const SHORTEST_LIFETIME: Duration = Duration::from_secs(5 * 60);

/// How long after keys have come a token with another key makes them be fetched again.
const PAUSE: Duration = Duration::from_secs(30);

/// How long after a failure keys are fetched again: it doubles with each failure in a row.
const FIRST_RETRY: Duration = Duration::from_secs(5);
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// The keys that are at hand, and a task that fetches others, for as long as this lives.
pub(super) struct KeyRing {
    shared: Arc<Shared>,
    task: Mutex<Option<JoinHandle<()>>>,
    /// How long a request waits for keys.
    patience: Duration,
}

struct Shared {
    /// None, where the keys are given and never fetched.
    source: Option<Source>,
    state: watch::Sender<State>,
    /// A request wants other keys.
    wanted: Notify,
}

pub(super) struct Source {
    pub(super) transport: Box<dyn Transport>,
    pub(super) metadata: Uri,
}

struct State {
    keys: Option<Arc<KeySet>>,
    fetched_at: Option<SystemTime>,
    failure: Option<Failure>,
    /// How often keys were fetched, well or not.
    attempts: u64,
    /// When keys are fetched next.
    due: Instant,
    /// From when on they are fetched sooner than that, if a request wants them.
    askable: Instant,
}

struct Failure {
    error: KeyError,
    since: SystemTime,
    in_a_row: u32,
}

/// Why there is no key of a name.
pub(super) enum NoKey {
    /// There is none among the keys.
    Unknown,
    /// The keys could not be had; after this time they may be.
    Unavailable(Duration),
}

impl KeyRing {
    pub(super) fn fetched(source: Source, patience: Duration) -> Self {
        Self::new(Some(source), None, patience)
    }

    pub(super) fn given(keys: KeySet) -> Self {
        Self::new(None, Some(Arc::new(keys)), Duration::ZERO)
    }

    fn new(source: Option<Source>, keys: Option<Arc<KeySet>>, patience: Duration) -> Self {
        let now = Instant::now();
        let state = State {
            keys,
            fetched_at: None,
            failure: None,
            attempts: 0,
            due: now,
            askable: now,
        };
        Self {
            shared: Arc::new(Shared {
                source,
                state: watch::Sender::new(state),
                wanted: Notify::new(),
            }),
            task: Mutex::new(None),
            patience,
        }
    }

    /// Keys with one of this name among them. Where there is none, others are fetched, unless that was done only just
    /// now.
    pub(super) async fn find(&self, id: &str) -> Result<Arc<KeySet>, NoKey> {
        self.keep_running();
        let attempts = {
            let state = self.shared.state.borrow();
            if let Some(keys) = state.find(id) {
                return Ok(keys);
            }
            if self.shared.source.is_none() || Instant::now() < state.askable {
                return Err(state.lack());
            }
            // Where they are being fetched already, this leads to no other attempt: none follows so soon.
            self.shared.wanted.notify_one();
            state.attempts
        };
        let attempted = timeout(self.patience, self.attempted_after(attempts)).await;
        let state = self.shared.state.borrow();
        state.find(id).ok_or_else(|| match attempted {
            Ok(()) => state.lack(),
            Err(_) => NoKey::Unavailable(Duration::ZERO),
        })
    }

    /// Waits for the keys that are being fetched at the start.
    pub(super) async fn started(&self) -> Result<(), KeyError> {
        self.keep_running();
        if self.shared.source.is_some() {
            self.attempted_after(0).await;
        }
        let state = self.shared.state.borrow();
        match (&state.keys, &state.failure) {
            (None, Some(failure)) => Err(failure.error.clone()),
            _ => Ok(()),
        }
    }

    async fn attempted_after(&self, attempts: u64) {
        let mut state = self.shared.state.subscribe();
        // The other end is here, so it does not go away.
        let _ = state.wait_for(|state| state.attempts > attempts).await;
    }

    pub(super) fn status(&self) -> KeyStatus {
        let state = self.shared.state.borrow();
        KeyStatus {
            usable: state.keys.as_ref().map_or(0, |keys| keys.len()),
            fetched_at: state.fetched_at,
            failure: state
                .failure
                .as_ref()
                .map(|failure| (failure.since, failure.error.clone())),
        }
    }

    /// Starts the task that fetches keys, where it does not run: at the first use, or when the runtime in which it ran
    /// is gone.
    fn keep_running(&self) {
        if self.shared.source.is_none() {
            return;
        }
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(JoinHandle::is_finished) {
            let shared = Arc::clone(&self.shared);
            *task = Some(tokio::spawn(async move { shared.keep_fetching().await }));
        }
    }
}

impl Drop for KeyRing {
    fn drop(&mut self) {
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = task {
            task.abort();
        }
    }
}

impl Shared {
    async fn keep_fetching(&self) {
        let Some(source) = &self.source else {
            return;
        };
        loop {
            self.until_due().await;
            let started = Instant::now();
            // It has a deadline of its own, but the transport may be anybody's.
            let fetch = fetch(&*source.transport, &source.metadata);
            let outcome = match supervise(Duration::MAX, fetch, pending()).await {
                HandlerOutcome::Done(outcome) => outcome,
                _ => Err(KeyError::Transport {
                    document: KeyDocument::Metadata,
                    error: TransportError::not_sent("the transport panicked"),
                }),
            };
            self.state
                .send_modify(|state| state.store(outcome, started));
        }
    }

    /// Waits until it is time to fetch, or until a request wants it, and may.
    async fn until_due(&self) {
        loop {
            let (due, askable) = {
                let state = self.state.borrow();
                (state.due, state.askable)
            };
            match timeout_at(due, self.wanted.notified()).await {
                Ok(()) if Instant::now() < askable => {}
                Ok(()) | Err(_) => return,
            }
        }
    }
}

impl State {
    fn find(&self, id: &str) -> Option<Arc<KeySet>> {
        self.keys.clone().filter(|keys| keys.contains(id))
    }

    /// Why there is no key, whatever its name.
    fn lack(&self) -> NoKey {
        if self.keys.is_some() && self.failure.is_none() {
            return NoKey::Unknown;
        }
        NoKey::Unavailable(self.askable.saturating_duration_since(Instant::now()))
    }

    /// Keeps what an attempt came to. A failure leaves the keys that are at hand.
    fn store(&mut self, outcome: Result<Fetched, KeyError>, started: Instant) {
        let now = Instant::now();
        self.attempts += 1;
        match outcome {
            Ok(Fetched { keys, max_age }) => {
                let lifetime = max_age
                    .unwrap_or(LIFETIME)
                    .clamp(SHORTEST_LIFETIME, LIFETIME);
                info!(keys = keys.len(), lifetime = ?lifetime, "the keys that verify tokens were fetched");
                self.keys = Some(Arc::new(keys));
                self.fetched_at = Some(SystemTime::now());
                self.failure = None;
                self.due = now + lifetime / 2;
                self.askable = started + PAUSE;
            }
            Err(error) => {
                let (since, before) = match &self.failure {
                    Some(failure) => (failure.since, failure.in_a_row),
                    None => (SystemTime::now(), 0),
                };
                let pause = FIRST_RETRY
                    .saturating_mul(1 << before.min(8))
                    .min(LONGEST_RETRY);
                warn!(
                    error = &error as &dyn std::error::Error,
                    retry_after = ?pause,
                    keys = self.keys.as_ref().map_or(0, |keys| keys.len()),
                    "the keys that verify tokens could not be fetched; {}",
                    if self.keys.is_some() {
                        "those at hand go on verifying them"
                    } else {
                        "until they are, no token is accepted"
                    },
                );
                self.failure = Some(Failure {
                    error,
                    since,
                    in_a_row: before.saturating_add(1),
                });
                self.due = now + pause;
                self.askable = self.due;
            }
        }
    }
}

/// How it stands with the keys.
#[derive(Clone, Debug)]
pub struct KeyStatus {
    usable: usize,
    fetched_at: Option<SystemTime>,
    failure: Option<(SystemTime, KeyError)>,
}

impl KeyStatus {
    /// Whether there are keys, so that tokens can be verified.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.usable > 0
    }

    /// Whether there are keys, and no other ones were sought in vain since they came.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.is_ready() && self.failure.is_none()
    }

    /// How many keys there are.
    #[must_use]
    pub fn usable(&self) -> usize {
        self.usable
    }

    /// When the keys were fetched, unless they were given.
    #[must_use]
    pub fn fetched_at(&self) -> Option<SystemTime> {
        self.fetched_at
    }

    /// Since when keys cannot be fetched, if they cannot.
    #[must_use]
    pub fn failing_since(&self) -> Option<SystemTime> {
        self.failure.as_ref().map(|(since, _)| *since)
    }

    /// Why keys could not be fetched the last time, if they could not.
    #[must_use]
    pub fn last_error(&self) -> Option<&KeyError> {
        self.failure.as_ref().map(|(_, error)| error)
    }
}
