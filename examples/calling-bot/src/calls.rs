//! The calls of the last minutes.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// For how long a call is remembered, so that a notification that comes twice, or late, has no
/// effect.
const MEMORY: Duration = Duration::from_secs(10 * 60);

/// The calls of the last ten minutes. Each operation takes constant time, however many there are.
#[derive(Default)]
pub(crate) struct Calls(Mutex<State>);

#[derive(Default)]
struct State {
    calls: HashMap<Arc<str>, Call>,
    /// When each call was last heard of, oldest first. A call can be here several times; only its
    /// last entry counts.
    ages: VecDeque<(Instant, Arc<str>)>,
}

struct Call {
    since: Instant,
    ended: bool,
}

impl Calls {
    /// Begins to reject a call. Returns why there is nothing to do, if so.
    pub(crate) fn begin(&self, call: &str) -> Option<&'static str> {
        let mut state = self.state();
        match state.calls.get(call) {
            Some(Call { ended: true, .. }) => Some("it has ended"),
            Some(Call { ended: false, .. }) => Some("it was rejected before"),
            None => {
                state.remember(call, false);
                None
            }
        }
    }

    /// Remembers that a call has ended.
    pub(crate) fn ended(&self, call: &str) {
        self.state().remember(call, true);
    }

    /// Forgets a call, so that it is rejected if it comes in once more.
    pub(crate) fn forget(&self, call: &str) {
        self.state().calls.remove(call);
    }

    /// Returns the calls without those that are too old.
    fn state(&self) -> MutexGuard<'_, State> {
        // No code that may panic runs under the lock.
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.expire();
        state
    }
}

impl State {
    fn remember(&mut self, call: &str, ended: bool) {
        let (since, call) = (Instant::now(), Arc::<str>::from(call));
        self.ages.push_back((since, Arc::clone(&call)));
        self.calls.insert(call, Call { since, ended });
    }

    /// Removes the calls that are too old. Each entry is removed once, so that this takes constant
    /// time on average.
    fn expire(&mut self) {
        while let Some((since, call)) = self.ages.front() {
            if since.elapsed() < MEMORY {
                return;
            }
            // It may have been heard of since then.
            if self
                .calls
                .get(call)
                .is_some_and(|known| known.since == *since)
            {
                self.calls.remove(call);
            }
            self.ages.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn many_calls_are_remembered_in_linear_time() {
        // In quadratic time, this would take minutes.
        let calls = Calls::default();
        for number in 0..100_000 {
            assert_eq!(calls.begin(&number.to_string()), None);
            calls.ended(&number.to_string());
        }
        let sizes = || {
            let state = calls.state();
            (state.calls.len(), state.ages.len())
        };
        assert_eq!(sizes(), (100_000, 200_000));
        advance(MEMORY).await;
        assert_eq!(sizes(), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn the_age_of_a_call_counts_from_what_was_heard_last() {
        let calls = Calls::default();
        assert_eq!(calls.begin("one"), None);
        assert_eq!(calls.begin("two"), None);
        calls.forget("two");
        advance(MEMORY / 2).await;
        calls.ended("one");
        assert_eq!(calls.begin("two"), None);
        advance(MEMORY / 2).await;
        assert_eq!(calls.begin("one"), Some("it has ended"));
        assert_eq!(calls.begin("two"), Some("it was rejected before"));
        advance(MEMORY / 2).await;
        assert_eq!(calls.begin("one"), None);
        assert_eq!(calls.begin("two"), None);
    }
}
