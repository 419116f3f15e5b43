//! The queue of accepted notifications: in order for each key, otherwise in parallel.

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

/// A notification that was accepted and that no handler has finished.
#[derive(Clone)]
#[non_exhaustive]
pub struct Unprocessed {
    /// The id of its operation.
    pub operation: &'static str,
    /// Its key, if known.
    pub key: Option<Arc<str>>,
    /// Its JSON, unchanged.
    pub raw: Bytes,
    /// When the head of its request was received.
    pub received_at: Instant,
    /// Why no handler has finished it.
    pub state: UnprocessedState,
    /// The number of jobs that were accepted before it.
    pub(super) number: u64,
}

/// Why no handler has finished a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnprocessedState {
    /// No handler has started.
    Waiting,
    /// A handler was stopped since the receiver was shut down. It may have finished at that moment.
    Interrupted,
    /// A handler was stopped since it exceeded its time limit.
    TimedOut,
    /// A handler panicked.
    Panicked,
}

/// Omits the JSON.
impl fmt::Debug for Unprocessed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unprocessed")
            .field("operation", &self.operation)
            .field("key", &self.key)
            .field("received_at", &self.received_at)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// The hook that is called when a handler fails.
pub(super) type OnFailure = Box<dyn Fn(Unprocessed) + Send + Sync>;

/// A notification to be handled.
pub(super) struct Job {
    pub(super) unprocessed: Unprocessed,
    /// Runs the handler. Does nothing until it is polled.
    pub(super) run: BoxFuture<'static, ()>,
}

/// The limits of a queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The maximum number of unfinished jobs.
    pub(super) capacity: usize,
    /// The maximum number of running jobs.
    pub(super) parallel: usize,
    /// The time limit of a job.
    pub(super) time: Duration,
}

/// The queue of unfinished jobs.
pub(super) struct Queue {
    limits: Limits,
    state: Mutex<State>,
    running: Semaphore,
    /// Notified when no job is left.
    idle: Notify,
    /// Becomes true when running jobs must stop.
    stop: watch::Sender<bool>,
    counters: Arc<Counters>,
    on_failure: Option<OnFailure>,
}

#[derive(Default)]
struct State {
    key_queues: HashMap<Key, KeyQueue>,
    /// The number of unfinished jobs and reserved places.
    pending: usize,
    /// The number of accepted jobs.
    accepted: u64,
    /// Whether no more requests are accepted.
    closed: bool,
    /// Whether the unfinished jobs were returned by shutting down.
    stopped: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Shared(&'static str, Arc<str>),
    /// The key of a job without a key, by its number: it has a queue of its own.
    Alone(u64),
}

/// Hashes only the id: it is rarely the same for two operations, and hashing an operation is slow.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Shared(_, id) => id.hash(state),
            Self::Alone(number) => number.hash(state),
        }
    }
}

/// The jobs of one key. Removed when it becomes empty.
struct KeyQueue {
    waiting: VecDeque<Job>,
    running: Option<Unprocessed>,
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
        // No code that may panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether another job would be accepted.
    pub(super) fn has_room(&self) -> bool {
        let state = self.state();
        !state.closed && state.pending < self.limits.capacity
    }

    /// Returns the number of unfinished jobs.
    pub(super) fn pending(&self) -> usize {
        self.state().pending
    }

    /// Reserves places for jobs, for all or none. An empty queue accepts more than its capacity,
    /// since a larger request could otherwise never be accepted.
    pub(super) fn reserve(self: &Arc<Self>, places: usize) -> Option<Reservation> {
        let mut state = self.state();
        let has_room =
            state.pending == 0 || places <= self.limits.capacity.saturating_sub(state.pending);
        if state.closed || !has_room {
            return None;
        }
        state.pending += places;
        Some(Reservation {
            queue: Arc::clone(self),
            places,
        })
    }

    /// Adds jobs. Returns false after the unfinished jobs were returned by shutting down.
    fn push(self: &Arc<Self>, jobs: Vec<Job>) -> bool {
        let mut new_keys = Vec::new();
        {
            let mut state = self.state();
            if state.stopped {
                return false;
            }
            for mut job in jobs {
                job.unprocessed.number = state.accepted;
                state.accepted = state.accepted.wrapping_add(1);
                let key = match &job.unprocessed.key {
                    Some(key) => Key::Shared(job.unprocessed.operation, Arc::clone(key)),
                    None => Key::Alone(job.unprocessed.number),
                };
                match state.key_queues.entry(key) {
                    Entry::Occupied(mut key_queue) => key_queue.get_mut().waiting.push_back(job),
                    Entry::Vacant(vacant) => {
                        new_keys.push(vacant.key().clone());
                        vacant.insert(KeyQueue {
                            waiting: [job].into(),
                            running: None,
                        });
                    }
                }
            }
        }
        for key in new_keys {
            tokio::spawn(Arc::clone(self).work(key));
        }
        true
    }

    /// Runs the jobs of one key, one after the other.
    async fn work(self: Arc<Self>, key: Key) {
        loop {
            let Ok(_running) = self.running.acquire().await else {
                return;
            };
            let Some(run) = self.next(&key) else {
                return;
            };
            let stopped = async {
                // Fails only if the queue is dropped, but `self` owns it.
                let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
            };
            match supervise(self.limits.time, run, stopped).await {
                HandlerOutcome::Done(()) => self.counters.add(Count::Handled),
                HandlerOutcome::TimedOut => {
                    self.failed(&key, Count::TimedOut, UnprocessedState::TimedOut);
                }
                HandlerOutcome::Panicked => {
                    self.failed(&key, Count::Panicked, UnprocessedState::Panicked);
                }
                // The caller of `shut_down` has it already.
                HandlerOutcome::Stopped => {}
            }
            if self.finish(&key) {
                return;
            }
        }
    }

    fn failed(&self, key: &Key, count: Count, state: UnprocessedState) {
        self.counters.add(count);
        let running = self
            .state()
            .key_queues
            .get(key)
            .and_then(|key_queue| key_queue.running.clone());
        let Some(running) = running else { return };
        let failed = Unprocessed { state, ..running };
        tracing::error!(
            operation = failed.operation,
            state = ?state,
            "a handler did not finish with a notification"
        );
        if let Some(on_failure) = &self.on_failure {
            // The hook is code of the user, and its panic must not stop the queue.
            let outcome = catch_unwind(AssertUnwindSafe(|| on_failure(failed)));
            if outcome.is_err() {
                tracing::error!("the hook for failures panicked");
            }
        }
    }

    /// Removes the next job of a key.
    fn next(&self, key: &Key) -> Option<BoxFuture<'static, ()>> {
        let mut state = self.state();
        let key_queue = state.key_queues.get_mut(key)?;
        let job = key_queue.waiting.pop_front()?;
        key_queue.running = Some(Unprocessed {
            state: UnprocessedState::Interrupted,
            ..job.unprocessed
        });
        Some(job.run)
    }

    /// Marks the running job of a key as finished. Returns whether it was the last one.
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

    /// Accepts no more requests.
    pub(super) fn close(&self) {
        self.state().closed = true;
    }

    /// Accepts no more requests and waits until all jobs are finished. At the time limit, stops the
    /// running jobs and returns the unfinished ones.
    pub(super) async fn shut_down(&self, limit: Duration) -> Vec<Unprocessed> {
        self.close();
        let drained = async {
            loop {
                let mut idle = pin!(self.idle.notified());
                // Enables the notification before it is polled.
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
        let mut unfinished = Vec::new();
        {
            let mut state = self.state();
            state.stopped = true;
            for (_, key_queue) in state.key_queues.drain() {
                unfinished.extend(key_queue.running);
                unfinished.extend(key_queue.waiting.into_iter().map(|job| job.unprocessed));
            }
            let places = unfinished.len();
            self.release(&mut state, places);
        }
        self.stop.send_replace(true);
        unfinished.sort_by_key(|unprocessed| unprocessed.number);
        unfinished
    }
}

/// Reserved places for jobs. Places that are not used are released when it is dropped.
pub(super) struct Reservation {
    queue: Arc<Queue>,
    places: usize,
}

impl Reservation {
    /// Adds jobs to the queue, at most as many as were reserved. Returns false if the receiver was
    /// shut down in the meantime.
    pub(super) fn fill(mut self, mut jobs: Vec<Job>) -> bool {
        jobs.truncate(self.places);
        let count = jobs.len();
        let is_accepted = self.queue.push(jobs);
        if is_accepted {
            self.places -= count;
        }
        is_accepted
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
