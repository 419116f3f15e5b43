//! The queue of accepted notifications: capacity, time limits, and shutdown.

pub(crate) mod schedule;
pub(crate) mod unprocessed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};

use crate::receiver::metrics::handler_report::{HandlerEnd, Reporter};
use crate::receiver::queue::schedule::{Job, Key, Schedule, Turn};
use crate::receiver::queue::unprocessed::{Unprocessed, UnprocessedState};
use crate::receiver::supervise::{HandlerOutcome, supervise};

/// The hook that is called when a handler fails.
pub(super) type OnFailure = Box<dyn Fn(Unprocessed) + Send + Sync>;

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
    /// Notified when no job is left.
    idle: Notify,
    /// Becomes true when running jobs must stop.
    stop: watch::Sender<bool>,
    reporter: Arc<Reporter>,
    on_failure: Option<OnFailure>,
}

struct State {
    schedule: Schedule,
    /// The number of unfinished jobs and reserved places.
    pending: usize,
    /// Whether no more requests are accepted.
    closed: bool,
    /// Whether the unfinished jobs were returned by shutting down.
    stopped: bool,
}

impl Queue {
    pub(super) fn new(
        limits: Limits,
        reporter: Arc<Reporter>,
        on_failure: Option<OnFailure>,
    ) -> Self {
        Self {
            limits,
            state: Mutex::new(State {
                schedule: Schedule::new(limits.parallel),
                pending: 0,
                closed: false,
                stopped: false,
            }),
            idle: Notify::new(),
            stop: watch::Sender::new(false),
            reporter,
            on_failure,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that may panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether accepted jobs may have to wait for each other.
    pub(super) fn is_limited(&self) -> bool {
        self.limits.parallel < self.limits.capacity
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

    /// Returns when the oldest unfinished job was received.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.state().schedule.oldest()
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
        let mut turns = Vec::new();
        {
            let mut state = self.state();
            if state.stopped {
                return false;
            }
            turns.extend(jobs.into_iter().filter_map(|job| state.schedule.add(job)));
        }
        for turn in turns {
            tokio::spawn(Arc::clone(self).work(turn));
        }
        true
    }

    /// Runs a job, and then those that take its place.
    async fn work(self: Arc<Self>, first: Turn) {
        let mut next = Some(first);
        while let Some(Turn {
            key,
            received_at,
            operation,
            run,
        }) = next
        {
            let stopped = || async {
                // Fails only if the queue is dropped, but `self` owns it.
                let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
            };
            let handler = self.reporter.start(operation, received_at);
            match supervise(self.limits.time, run, stopped).await {
                HandlerOutcome::Done(()) => self.reporter.end(handler, HandlerEnd::Finished),
                HandlerOutcome::TimedOut => {
                    self.reporter.end(handler, HandlerEnd::TimedOut);
                    self.failed(&key, UnprocessedState::TimedOut);
                }
                HandlerOutcome::Panicked => {
                    self.reporter.end(handler, HandlerEnd::Panicked);
                    self.failed(&key, UnprocessedState::Panicked);
                }
                // The caller of `shut_down` has it already.
                HandlerOutcome::Stopped => {}
            }
            next = self.finish(key);
        }
    }

    fn failed(&self, key: &Key, state: UnprocessedState) {
        let running = self.state().schedule.running(key).cloned();
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

    /// Marks the running job of a key as finished. Returns the one that runs in its place.
    fn finish(&self, key: Key) -> Option<Turn> {
        let mut state = self.state();
        if state.stopped {
            return None;
        }
        self.release(&mut state, 1);
        state.schedule.finish(key)
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
        let unfinished = {
            let mut state = self.state();
            state.stopped = true;
            let unfinished = state.schedule.drain();
            self.release(&mut state, unfinished.len());
            unfinished
        };
        self.stop.send_replace(true);
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
