//! A limit on the lines of the log that senders can cause.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The maximum number of lines of a kind in a [`WINDOW`].
const LINES: u32 = 10;

const WINDOW: Duration = Duration::from_secs(1);

/// Limits the lines of each kind to ten per second. There must be few kinds.
pub(in crate::receiver) struct LogLimit<K>(Mutex<HashMap<K, Window>>);

struct Window {
    start: Instant,
    lines: u32,
    left_out: u64,
}

impl<K> Default for LogLimit<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> LogLimit<K> {
    /// Returns the number of lines of this kind that were left out before this one. `None` if this
    /// line has to be left out.
    pub(in crate::receiver) fn admit(&self, kind: K) -> Option<u64> {
        let now = Instant::now();
        // No code that may panic runs under the lock.
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(kind).or_insert(Window {
            start: now,
            lines: 0,
            left_out: 0,
        });
        if now.duration_since(window.start) >= WINDOW {
            window.start = now;
            window.lines = 0;
        }
        if window.lines >= LINES {
            window.left_out += 1;
            return None;
        }
        window.lines += 1;
        Some(std::mem::take(&mut window.left_out))
    }
}
