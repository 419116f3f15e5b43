//! The available keys, and the task that fetches them.

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

/// The default and maximum lifetime of keys. They are fetched again at half of it.
const LIFETIME: Duration = Duration::from_secs(2 * 60 * 60);

/// The minimum lifetime of keys, so that they are not fetched all the time.
const SHORTEST_LIFETIME: Duration = Duration::from_secs(5 * 60);

/// The minimum time between fetching keys and fetching them again for a token with an unknown key.
const PAUSE: Duration = Duration::from_secs(30);

/// The delay before fetching again after a failure. It doubles with each consecutive failure.
const FIRST_RETRY: Duration = Duration::from_secs(5);
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// The available keys, and a task that fetches them as long as this value lives.
pub(super) struct KeyRing {
    shared: Arc<Shared>,
    task: Mutex<Option<JoinHandle<()>>>,
    /// How long a request waits for keys.
    patience: Duration,
}

struct Shared {
    /// `None` if the keys are fixed and never fetched.
    source: Option<Source>,
    state: watch::Sender<State>,
    /// Notified when a request needs other keys.
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
    /// The number of completed attempts to fetch keys.
    attempts: u64,
    /// When keys are fetched next.
    due: Instant,
    /// When keys may be fetched earlier than that, if a request needs them.
    askable: Instant,
}

struct Failure {
    error: KeyError,
    since: SystemTime,
    in_a_row: u32,
}

/// Why there is no key with an id.
pub(super) enum NoKey {
    /// The keys do not contain it.
    Unknown,
    /// There are no keys yet. They may be available after this time.
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

    /// Returns the keys, if one of them has this id. Otherwise fetches keys, unless that was done
    /// recently.
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
            // If keys are being fetched already, this causes no further attempt, which would be too
            // early.
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

    /// Waits for the initial keys.
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
        // The sender is owned by `self`, so it is not dropped.
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

    /// Starts the task that fetches keys, unless it is running: at the first use, or after the
    /// runtime that it ran on was dropped.
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
            // The fetch has a deadline, but the transport is not ours.
            let fetch = fetch(&*source.transport, &source.metadata);
            let outcome = match supervise(Duration::MAX, fetch, pending).await {
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

    /// Waits until keys are due, or until a request needs them and may cause a fetch.
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

    /// Returns why there is no key with any id.
    fn lack(&self) -> NoKey {
        if self.keys.is_some() && self.failure.is_none() {
            return NoKey::Unknown;
        }
        NoKey::Unavailable(self.askable.saturating_duration_since(Instant::now()))
    }

    /// Stores the outcome of an attempt. After a failure, the available keys remain.
    fn store(&mut self, outcome: Result<Fetched, KeyError>, started: Instant) {
        let now = Instant::now();
        self.attempts += 1;
        match outcome {
            Ok(Fetched { keys, max_age }) => {
                let lifetime = max_age
                    .unwrap_or(LIFETIME)
                    .clamp(SHORTEST_LIFETIME, LIFETIME);
                info!(
                    keys = keys.len(),
                    lifetime = ?lifetime,
                    "the keys that verify tokens were fetched"
                );
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

/// The status of the keys.
#[derive(Clone, Debug)]
pub struct KeyStatus {
    usable: usize,
    fetched_at: Option<SystemTime>,
    failure: Option<(SystemTime, KeyError)>,
}

impl KeyStatus {
    /// Returns whether there are keys, so that tokens can be verified.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.usable > 0
    }

    /// Returns whether there are keys and no attempt has failed since they were fetched.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.is_ready() && self.failure.is_none()
    }

    /// Returns the number of usable keys.
    #[must_use]
    pub fn usable(&self) -> usize {
        self.usable
    }

    /// Returns when the keys were fetched, unless they are fixed.
    #[must_use]
    pub fn fetched_at(&self) -> Option<SystemTime> {
        self.fetched_at
    }

    /// Returns when fetching began to fail, if it does.
    #[must_use]
    pub fn failing_since(&self) -> Option<SystemTime> {
        self.failure.as_ref().map(|(since, _)| *since)
    }

    /// Returns the error of the last attempt, if it failed.
    #[must_use]
    pub fn last_error(&self) -> Option<&KeyError> {
        self.failure.as_ref().map(|(_, error)| error)
    }
}
