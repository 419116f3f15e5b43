//! Notifications that were accepted and that no handler has finished.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

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
    /// When its request was received: see
    /// [`Received::received_at`](crate::receiver::Received::received_at).
    pub received_at: Instant,
    /// Why no handler has finished it.
    pub state: UnprocessedState,
    /// The number of jobs that were accepted before it.
    pub(crate) number: u64,
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
