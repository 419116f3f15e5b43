//! The deadline of a call.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::call::error::Phase;
use crate::call::outcome::Failure;

/// The deadline of a call, as a duration and as an instant.
pub(crate) struct Deadline {
    duration: Duration,
    pub(crate) end: Instant,
}

impl Deadline {
    pub(crate) fn start(deadline: Duration) -> Self {
        const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        let now = Instant::now();
        Self {
            duration: deadline,
            end: now + deadline.min(FAR),
        }
    }

    pub(crate) fn remaining(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// Waits for a future until the deadline. The future is not polled after it.
    pub(crate) async fn within<F: Future>(
        &self,
        phase: Phase,
        future: F,
    ) -> Result<F::Output, Failure> {
        if Instant::now() >= self.end {
            return Err(self.exceeded(phase));
        }
        self.wait(phase, future).await
    }

    /// Waits for a future until the deadline. The future may be polled once after it.
    pub(crate) async fn wait<F: Future>(
        &self,
        phase: Phase,
        future: F,
    ) -> Result<F::Output, Failure> {
        let output = timeout_at(self.end, future).await;
        output.map_err(|_| self.exceeded(phase))
    }

    pub(crate) fn exceeded(&self, phase: Phase) -> Failure {
        Failure::DeadlineExceeded {
            deadline: self.duration,
            phase,
        }
    }
}
