//! A value that handlers change and tests wait for.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};

/// The limit on waiting for what must happen.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A value that handlers change and tests wait for.
#[derive(Default)]
pub(crate) struct Watched<T> {
    value: Mutex<T>,
    changed: Notify,
    /// Each handler waits for a permit, if there are permits.
    permits: Option<Semaphore>,
}

impl<T: Default> Watched<T> {
    /// Returns a value whose handlers wait for [`let_through`](Self::let_through).
    pub(crate) fn with_permits() -> Self {
        Self {
            permits: Some(Semaphore::new(0)),
            ..Self::default()
        }
    }

    /// Returns the value.
    pub(crate) fn get(&self) -> MutexGuard<'_, T> {
        self.value.lock().expect("no handler panics with it")
    }

    /// Changes the value.
    pub(crate) fn change(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.get());
        self.changed.notify_waiters();
    }

    /// Waits until a condition is true.
    pub(crate) async fn until(&self, condition: impl Fn(&T) -> bool) {
        let wait = async {
            loop {
                let changed = self.changed.notified();
                if condition(&self.get()) {
                    return;
                }
                changed.await;
            }
        };
        let waited = tokio::time::timeout(SOON, wait).await;
        waited.expect("the condition becomes true in time");
    }

    /// Lets a number of handlers finish.
    pub(crate) fn let_through(&self, handlers: usize) {
        if let Some(permits) = &self.permits {
            permits.add_permits(handlers);
        }
    }

    /// Waits until the handler may finish.
    pub(crate) async fn wait_for_permit(&self) {
        if let Some(permits) = &self.permits {
            let permit = permits.acquire().await;
            permit.expect("the semaphore is never closed").forget();
        }
    }
}
