//! What was accepted and is not handled yet: in order for each key, in parallel otherwise.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::{Notify, Semaphore, watch};

use crate::receiver::counts::{Count, Counters};
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::BoxFuture;

/// Something that was accepted, and that no handler has finished with.
#[derive(Clone)]
#[non_exhaustive]
pub struct Undelivered {
    /// The id of the operation that it came to.
    pub operation: &'static str,
    /// What it is undelivered, where that is known.
    pub key: Option<Arc<str>>,
    /// Its JSON, as it came.
    pub raw: Bytes,
    /// When the head of its request was there.
    pub received_at: Instant,
    /// What became of it.
    pub state: UndeliveredState,
    /// How many were taken before it.
    pub(super) number: u64,
}

/// What became of something that no handler has finished with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UndeliveredState {
    /// No handler has begun with it.
    Waiting,
    /// A handler was stopped in the middle of it, because the receiver was shut down. It may have come to its end in that
    /// moment.
    Interrupted,
    /// A handler was stopped in the middle of it, because it took too long.
    TimedOut,
    /// A handler panicked over it.
    Panicked,
}

/// Shows nothing of the text.
impl fmt::Debug for Undelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undelivered")
            .field("operation", &self.operation)
            .field("key", &self.key)
            .field("received_at", &self.received_at)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Is outcome of what a handler failed with.
pub(super) type OnFailure = Box<dyn Fn(Undelivered) + Send + Sync>;

/// Something to be handled.
pub(super) struct Job {
    pub(super) undelivered: Undelivered,
    /// Runs the handler; nothing of it happens before it is polled.
    pub(super) run: BoxFuture<'static, ()>,
}

/// How much there may be at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Jobs that are not finished.
    pub(super) capacity: usize,
    /// Jobs that run.
    pub(super) parallel: usize,
    /// How long a job may run.
    pub(super) time: Duration,
}

/// What is accepted and not finished.
pub(super) struct Queue {
    limits: Limits,
    state: Mutex<State>,
    running: Semaphore,
    /// Told when nothing is left.
    idle: Notify,
    /// Turns true when what runs is to stop.
    stop: watch::Sender<bool>,
    counters: Arc<Counters>,
    on_failure: Option<OnFailure>,
}

#[derive(Default)]
struct State {
    key_queues: HashMap<Key, KeyQueue>,
    /// Jobs that are not finished, and places that are reserved for some.
    pending: usize,
    /// Counts the jobs.
    taken: u64,
    /// Whether nothing more is taken.
    closed: bool,
    /// Whether what was left has been given back.
    stopped: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Shared(&'static str, Arc<str>),
    /// Of a job without a key, by its number: it has a key_queue of its own.
    Alone(u64),
}

/// By the id alone: it is seldom the same for two operations, and operations are long to hash.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Shared(_, id) => id.hash(state),
            Self::Alone(number) => number.hash(state),
        }
    }
}

/// The jobs that have one key. It is gone as soon as they are.
struct KeyQueue {
    waiting: VecDeque<Job>,
    running: Option<Undelivered>,
}

impl Queue {
    pub(super) fn new(
        limits: Limits,
        counters: Arc<Counters>,
        on_failure: Option<OnFailure>,
    ) -> Self {
        Self {
            limits,
            state: Mutex::default(),
            running: Semaphore::new(limits.parallel.clamp(1, Semaphore::MAX_PERMITS)),
            idle: Notify::new(),
            stop: watch::Sender::new(false),
            counters,
            on_failure,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that could panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether another job would be taken.
    pub(super) fn has_room(&self) -> bool {
        let state = self.state();
        !state.closed && state.pending < self.limits.capacity
    }

    /// How many jobs are not finished.
    pub(super) fn pending(&self) -> usize {
        self.state().pending
    }

    /// Keeps room for some jobs: for all of them or for none. An empty queue has room for more than it may hold, since
    /// a request that is too large for it would otherwise never be taken.
    pub(super) fn reserve(self: &Arc<Self>, places: usize) -> Option<Reservation> {
        let mut state = self.state();
        let fits =
            state.pending == 0 || places <= self.limits.capacity.saturating_sub(state.pending);
        if state.closed || !fits {
            return None;
        }
        state.pending += places;
        Some(Reservation {
            queue: Arc::clone(self),
            places,
        })
    }

    /// Whether the jobs are taken: not after what was left has been given back.
    fn push(self: &Arc<Self>, jobs: Vec<Job>) -> bool {
        let mut begun = Vec::new();
        {
            let mut state = self.state();
            if state.stopped {
                return false;
            }
            for mut job in jobs {
                job.undelivered.number = state.taken;
                state.taken = state.taken.wrapping_add(1);
                let key = match &job.undelivered.key {
                    Some(key) => Key::Shared(job.undelivered.operation, Arc::clone(key)),
                    None => Key::Alone(job.undelivered.number),
                };
                match state.key_queues.entry(key) {
                    Entry::Occupied(mut key_queue) => key_queue.get_mut().waiting.push_back(job),
                    Entry::Vacant(place) => {
                        begun.push(place.key().clone());
                        place.insert(KeyQueue {
                            waiting: [job].into(),
                            running: None,
                        });
                    }
                }
            }
        }
        for key in begun {
            tokio::spawn(Arc::clone(self).work(key));
        }
        true
    }

    /// Handles the jobs of a key_queue, one after the other.
    async fn work(self: Arc<Self>, key: Key) {
        loop {
            let Ok(_running) = self.running.acquire().await else {
                return;
            };
            let Some(run) = self.next(&key) else {
                return;
            };
            let stopped = async {
                // It fails where the queue is gone, which holds itself here.
                let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
            };
            match supervise(self.limits.time, run, stopped).await {
                HandlerOutcome::Done(()) => self.counters.add(Count::Handled),
                HandlerOutcome::TimedOut => {
                    self.failed(&key, Count::TimedOut, UndeliveredState::TimedOut)
                }
                HandlerOutcome::Panicked => {
                    self.failed(&key, Count::Panicked, UndeliveredState::Panicked)
                }
                // Whoever shut down has it already.
                HandlerOutcome::Stopped => {}
            }
            if self.finish(&key) {
                return;
            }
        }
    }

    fn failed(&self, key: &Key, count: Count, state: UndeliveredState) {
        self.counters.add(count);
        let running = self
            .state()
            .key_queues
            .get(key)
            .and_then(|key_queue| key_queue.running.clone());
        let Some(running) = running else { return };
        let failed = Undelivered { state, ..running };
        tracing::error!(
            operation = failed.operation,
            state = ?state,
            "a handler did not finish with a notification"
        );
        if let Some(on_failure) = &self.on_failure {
            // It is the bot's own code as well, and its panic must not stop the key_queue.
            let outcome = catch_unwind(AssertUnwindSafe(|| on_failure(failed)));
            if outcome.is_err() {
                tracing::error!("what is outcome of failures panicked");
            }
        }
    }

    /// The next job of a key_queue.
    fn next(&self, key: &Key) -> Option<BoxFuture<'static, ()>> {
        let mut state = self.state();
        let key_queue = state.key_queues.get_mut(key)?;
        let job = key_queue.waiting.pop_front()?;
        key_queue.running = Some(Undelivered {
            state: UndeliveredState::Interrupted,
            ..job.undelivered
        });
        Some(job.run)
    }

    /// Notes that the job of a key_queue is finished. Says whether it was the last one.
    fn finish(&self, key: &Key) -> bool {
        let mut state = self.state();
        let Entry::Occupied(mut key_queue) = state.key_queues.entry(key.clone()) else {
            return true;
        };
        key_queue.get_mut().running = None;
        let is_last = key_queue.get().waiting.is_empty();
        if is_last {
            key_queue.remove();
        }
        self.release(&mut state, 1);
        is_last
    }

    fn release(&self, state: &mut State, places: usize) {
        state.pending = state.pending.saturating_sub(places);
        if state.pending == 0 {
            self.idle.notify_waiters();
        }
    }

    /// Takes nothing more.
    pub(super) fn close(&self) {
        self.state().closed = true;
    }

    /// Takes nothing more, waits until all is handled, stops what is not by then, and gives it back.
    pub(super) async fn shut_down(&self, limit: Duration) -> Vec<Undelivered> {
        self.close();
        let drained = async {
            loop {
                let mut idle = pin!(self.idle.notified());
                // From here on it is outcome of, also before it is polled.
                idle.as_mut().enable();
                if self.pending() == 0 {
                    return;
                }
                idle.await;
            }
        };
        if tokio::time::timeout(limit, drained).await.is_ok() {
            return Vec::new();
        }
        let mut left = Vec::new();
        {
            let mut state = self.state();
            state.stopped = true;
            for (_, key_queue) in state.key_queues.drain() {
                left.extend(key_queue.running);
                left.extend(key_queue.waiting.into_iter().map(|job| job.undelivered));
            }
            let places = left.len();
            self.release(&mut state, places);
        }
        self.stop.send_replace(true);
        left.sort_by_key(|undelivered| undelivered.number);
        left
    }
}

/// Room for some jobs. It is given back where they do not come.
pub(super) struct Reservation {
    queue: Arc<Queue>,
    places: usize,
}

impl Reservation {
    /// Puts the jobs into the queue: at most as many as there is room for. Says whether they are taken, which they are
    /// not any more where the receiver was shut down in the meantime.
    pub(super) fn fill(mut self, mut jobs: Vec<Job>) -> bool {
        jobs.truncate(self.places);
        let taken = jobs.len();
        let is_taken = self.queue.push(jobs);
        if is_taken {
            self.places -= taken;
        }
        is_taken
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.places > 0 {
            let mut state = self.queue.state();
            self.queue.release(&mut state, self.places);
        }
    }
}
