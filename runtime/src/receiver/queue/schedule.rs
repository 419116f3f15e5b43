//! Which notification is handled next: those with the same key one after the other, otherwise the
//! one that is due first.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::receiver::queue::unprocessed::{Unprocessed, UnprocessedState};
use crate::transport::BoxFuture;

/// A notification without a deadline is due after this time, so that those with a deadline do not
/// overtake it for ever.
const DUE: Duration = Duration::from_secs(60);

/// A notification to be handled.
pub(crate) struct Job {
    pub(crate) unprocessed: Unprocessed,
    /// The deadline of the answer, if there is one and jobs may have to wait for each other.
    pub(crate) deadline: Option<Instant>,
    /// Runs the handler. Does nothing until it is polled.
    pub(crate) run: BoxFuture<'static, ()>,
}

/// A job whose turn it is.
pub(crate) struct Turn {
    pub(crate) key: Key,
    /// When the head of its request was received.
    pub(crate) received_at: Instant,
    pub(crate) operation: &'static str,
    pub(crate) run: BoxFuture<'static, ()>,
}

/// Unfinished jobs, and which of them run.
pub(crate) struct Schedule {
    /// The maximum number of running jobs.
    parallel: usize,
    running: usize,
    key_queues: HashMap<Key, KeyQueue>,
    /// The keys with waiting jobs, none of which runs, by when the first of them is due. Empty
    /// unless as many jobs run as may.
    ready: BTreeMap<Due, Key>,
    /// The number of jobs so far.
    accepted: u64,
}

/// When a job is due. Jobs that are due at the same time have the order of their acceptance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Due(Instant, u64);

impl Due {
    fn of(job: &Job) -> Self {
        let Job {
            unprocessed,
            deadline,
            ..
        } = job;
        let due = deadline.unwrap_or(unprocessed.received_at + DUE);
        Self(due, unprocessed.number)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
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
#[derive(Default)]
struct KeyQueue {
    waiting: VecDeque<Job>,
    running: Option<Unprocessed>,
}

impl KeyQueue {
    /// Marks a job as running.
    fn start(&mut self, key: Key, job: Job) -> Turn {
        let Job {
            unprocessed, run, ..
        } = job;
        let (operation, received_at) = (unprocessed.operation, unprocessed.received_at);
        self.running = Some(Unprocessed {
            state: UnprocessedState::Interrupted,
            ..unprocessed
        });
        Turn {
            key,
            received_at,
            operation,
            run,
        }
    }
}

impl Schedule {
    pub(crate) fn new(parallel: usize) -> Self {
        Self {
            parallel: parallel.max(1),
            running: 0,
            key_queues: HashMap::new(),
            ready: BTreeMap::new(),
            accepted: 0,
        }
    }

    /// Adds a job. Returns it if it can run now.
    pub(crate) fn add(&mut self, mut job: Job) -> Option<Turn> {
        job.unprocessed.number = self.accepted;
        self.accepted = self.accepted.wrapping_add(1);
        let key = match &job.unprocessed.key {
            Some(key) => Key::Shared(job.unprocessed.operation, Arc::clone(key)),
            None => Key::Alone(job.unprocessed.number),
        };
        match self.key_queues.entry(key) {
            Entry::Occupied(mut key_queue) => {
                key_queue.get_mut().waiting.push_back(job);
                None
            }
            Entry::Vacant(vacant) => {
                let key = vacant.key().clone();
                let key_queue = vacant.insert(KeyQueue::default());
                if self.running < self.parallel {
                    self.running += 1;
                    return Some(key_queue.start(key, job));
                }
                self.ready.insert(Due::of(&job), key);
                key_queue.waiting.push_back(job);
                None
            }
        }
    }

    /// Removes the running job of a key. Returns the job that runs in its place, if one waits.
    pub(crate) fn finish(&mut self, key: Key) -> Option<Turn> {
        if let Entry::Occupied(mut key_queue) = self.key_queues.entry(key) {
            key_queue.get_mut().running = None;
            match key_queue.get().waiting.front() {
                Some(next) => {
                    let due = Due::of(next);
                    self.ready.insert(due, key_queue.key().clone());
                }
                None => {
                    key_queue.remove();
                }
            }
        }
        while let Some((_, key)) = self.ready.pop_first() {
            if let Some(key_queue) = self.key_queues.get_mut(&key)
                && let Some(job) = key_queue.waiting.pop_front()
            {
                return Some(key_queue.start(key, job));
            }
        }
        self.running = self.running.saturating_sub(1);
        None
    }

    /// Returns the running job of a key.
    pub(crate) fn running(&self, key: &Key) -> Option<&Unprocessed> {
        self.key_queues.get(key)?.running.as_ref()
    }

    /// Returns when the oldest unfinished job was received. Examines all of them.
    pub(crate) fn oldest(&self) -> Option<Instant> {
        let jobs = self.key_queues.values().flat_map(|key_queue| {
            let waiting = key_queue.waiting.iter().map(|job| &job.unprocessed);
            key_queue.running.iter().chain(waiting)
        });
        jobs.map(|job| job.received_at).min()
    }

    /// Removes all unfinished jobs. Those that run continue.
    pub(crate) fn drain(&mut self) -> Vec<Unprocessed> {
        let mut unfinished = Vec::new();
        self.ready.clear();
        for (_, key_queue) in self.key_queues.drain() {
            unfinished.extend(key_queue.running);
            unfinished.extend(key_queue.waiting.into_iter().map(|job| job.unprocessed));
        }
        unfinished.sort_by_key(|unprocessed| unprocessed.number);
        unfinished
    }
}
