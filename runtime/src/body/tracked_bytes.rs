//! Bytes in memory that record whether they were read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use bytes::Bytes;
use http_body::Frame;

use crate::transport_error::TransportError;

const WAITING: u8 = 0;
const READ: u8 = 1;
const CANCELLED: u8 = 2;

/// Bytes that record whether they were read, and that cannot be read any more once cancelled.
#[derive(Clone)]
pub(crate) struct TrackedBytes {
    bytes: Bytes,
    state: Arc<AtomicU8>,
}

impl TrackedBytes {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self {
            bytes,
            state: Arc::new(AtomicU8::new(WAITING)),
        }
    }

    /// Returns the bytes for another attempt, in the state of not having been read.
    pub(super) fn lend(&self) -> Self {
        self.state.store(WAITING, Ordering::Release);
        self.clone()
    }

    /// Prevents the bytes from being read. Returns whether they had not been read.
    pub(super) fn cancel(&self) -> bool {
        self.change(CANCELLED)
    }

    /// Changes the state, if it is `WAITING`. Returns whether it was.
    fn change(&self, to: u8) -> bool {
        self.state
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// Returns the bytes and marks them as read, unless they are cancelled.
    pub(super) fn read(&self) -> Option<&Bytes> {
        self.change(READ);
        (self.state.load(Ordering::Acquire) == READ).then_some(&self.bytes)
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
