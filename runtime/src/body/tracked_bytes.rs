//! Bytes in memory that record whether they were read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body::Frame;
use tokio::time::Instant;

use crate::transport_error::TransportError;

const WAITING: u64 = 0;
const CANCELLED: u64 = 1;
/// The bytes were read. The nanoseconds from their lending to then are added, if they are measured.
const READ: u64 = 2;

/// Bytes that record whether they were read, and that cannot be read any more once cancelled.
#[derive(Clone)]
pub(crate) struct TrackedBytes {
    bytes: Bytes,
    /// When the bytes were lent, if the time until they are read is measured.
    lent_at: Option<Instant>,
    state: Arc<AtomicU64>,
}

impl TrackedBytes {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self {
            bytes,
            lent_at: None,
            state: Arc::new(AtomicU64::new(WAITING)),
        }
    }

    /// Returns the bytes for another attempt, in the state of not having been read. If `start` is the
    /// current time, the time until they are read is measured.
    pub(super) fn lend(&self, start: Option<Instant>) -> Self {
        self.state.store(WAITING, Ordering::Release);
        Self {
            lent_at: start,
            ..self.clone()
        }
    }

    /// Prevents the bytes from being read. Returns whether they had not been read.
    pub(super) fn cancel(&self) -> bool {
        self.change(CANCELLED)
    }

    /// Changes the state, if it is `WAITING`. Returns whether it was.
    fn change(&self, to: u64) -> bool {
        self.state
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// Returns the bytes and marks them as read, unless they are cancelled.
    pub(super) fn read(&self) -> Option<&Bytes> {
        let waited = self.lent_at.map(|lent_at| lent_at.elapsed().as_nanos());
        let nanoseconds = u64::try_from(waited.unwrap_or_default());
        self.change(READ.saturating_add(nanoseconds.unwrap_or(u64::MAX)));
        (self.state.load(Ordering::Acquire) >= READ).then_some(&self.bytes)
    }

    /// Returns when the bytes were read that were lent with this `start`.
    pub(super) fn read_at(&self, start: Instant) -> Option<Instant> {
        let nanoseconds = self.state.load(Ordering::Acquire).checked_sub(READ)?;
        let read_at = start.checked_add(Duration::from_nanos(nanoseconds));
        Some(read_at.unwrap_or(start))
    }

    /// Takes the only frame.
    pub(super) fn take(&mut self) -> Option<Result<Frame<Bytes>, TransportError>> {
        if self.bytes.is_empty() {
            return None;
        }
        Some(match self.read() {
            Some(_) => Ok(Frame::data(std::mem::take(&mut self.bytes))),
            None => Err(TransportError::not_sent("the call was over")),
        })
    }

    /// Returns the number of bytes left.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }
}
