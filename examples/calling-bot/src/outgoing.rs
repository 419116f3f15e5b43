//! What became of the calls that the bot tried to reject.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use metrics::{counter, histogram};
use serde_json::{Value, json};

use crate::prometheus::{ATTEMPTS, REJECTIONS, TIME_LEFT};

/// Counts rejections by their outcome, for health checks and metrics.
#[derive(Debug, Default)]
pub(crate) struct Outgoing(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    rejected: u64,
    probably_rejected: u64,
    failed: u64,
    /// The failures since the last call that was rejected.
    failed_in_a_row: u64,
    last_failure: Option<(SystemTime, String)>,
}

impl Outgoing {
    /// Counts a call that was rejected.
    pub(crate) fn rejected(&self, attempts: u32, left: Duration) {
        record("rejected", attempts);
        histogram!(TIME_LEFT).record(left);
        let mut state = self.state();
        state.rejected += 1;
        state.failed_in_a_row = 0;
    }

    /// Counts a call that was probably rejected.
    pub(crate) fn probably_rejected(&self, attempts: u32) {
        record("probably_rejected", attempts);
        self.state().probably_rejected += 1;
    }

    /// Counts a call that could not be rejected.
    pub(crate) fn failed(&self, attempts: u32, why: &str) {
        record("failed", attempts);
        let mut state = self.state();
        state.failed += 1;
        state.failed_in_a_row += 1;
        state.last_failure = Some((SystemTime::now(), why.to_owned()));
    }

    /// Returns the counts, for `/health`.
    pub(crate) fn health(&self) -> Value {
        let state = self.state();
        let seconds = |time: &SystemTime| time.duration_since(UNIX_EPOCH).map(|it| it.as_secs());
        let last = state.last_failure.as_ref();
        json!({
            "rejected": state.rejected,
            "probablyRejected": state.probably_rejected,
            "failed": state.failed,
            "failedInARow": state.failed_in_a_row,
            "lastFailureAt": last.and_then(|(time, _)| seconds(time).ok()),
            "lastFailure": last.map(|(_, why)| why),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that may panic runs under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn record(outcome: &'static str, attempts: u32) {
    counter!(REJECTIONS, "outcome" => outcome).increment(1);
    histogram!(ATTEMPTS).record(f64::from(attempts));
}
