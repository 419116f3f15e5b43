//! A handler that records notifications.

use std::sync::{Arc, Mutex, MutexGuard};

use msgraph_communications::callbacks::comms_notifications::{
    CommsNotificationsHandler, CommsNotificationsPostResponse,
};
use msgraph_communications::models::CommsNotification;
use specwright_runtime::receiver::{InvalidPayload, Received};
use tokio::sync::{Notify, Semaphore};

/// Determines the response to a notification.
type Answer = dyn Fn(&CommsNotification) -> Option<CommsNotificationsPostResponse> + Send + Sync;

/// A handler that records notifications.
#[derive(Clone)]
pub(crate) struct Bot {
    inner: Arc<Inner>,
}

struct Inner {
    seen: Mutex<Seen>,
    news: Notify,
    /// Handlers wait for one each, where they have to wait.
    permits: Option<Semaphore>,
    answer: Box<Answer>,
}

/// The notifications that a handler has recorded.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) asked: usize,
    pub(crate) begun: usize,
    pub(crate) notifications: Vec<Received<CommsNotification>>,
    pub(crate) invalid_payloads: Vec<Received<InvalidPayload>>,
}

impl Bot {
    pub(crate) fn new() -> Self {
        Self::made(None, |_| None)
    }

    /// One whose handlers wait to be let through.
    pub(crate) fn waiting() -> Self {
        Self::made(Some(Semaphore::new(0)), |_| None)
    }

    /// One that answers in the response.
    pub(crate) fn answering(
        answer: impl Fn(&CommsNotification) -> Option<CommsNotificationsPostResponse>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self::made(None, answer)
    }

    fn made(
        permits: Option<Semaphore>,
        answer: impl Fn(&CommsNotification) -> Option<CommsNotificationsPostResponse>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                seen: Mutex::default(),
                news: Notify::new(),
                permits,
                answer: Box::new(answer),
            }),
        }
    }

    /// Lets some handlers through.
    pub(crate) fn let_through(&self, handlers: usize) {
        if let Some(permits) = &self.inner.permits {
            permits.add_permits(handlers);
        }
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.inner.seen.lock().expect("no handler panics under it")
    }

    /// Waits until something holds for what was seen.
    pub(crate) async fn until(&self, holds: impl Fn(&Seen) -> bool) {
        let wait = async {
            loop {
                let news = self.inner.news.notified();
                if holds(&self.seen()) {
                    return;
                }
                news.await;
            }
        };
        let waited = tokio::time::timeout(super::SOON, wait).await;
        waited.expect("it happens in time");
    }

    fn saw(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen());
        self.inner.news.notify_waiters();
    }
}

/// Does not bear to be dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("as the test wants it");
    }
}

impl CommsNotificationsHandler for Bot {
    async fn post(&self, notification: Received<CommsNotification>) {
        self.saw(|seen| seen.begun += 1);
        if let Some(permits) = &self.inner.permits {
            permits
                .acquire()
                .await
                .expect("it is never closed")
                .forget();
        }
        match notification.callback_uri.as_deref() {
            Some("https://panic.example") => panic!("as the test wants it"),
            Some("https://hang.example") => std::future::pending().await,
            Some("https://bomb.example") => {
                let _bomb = Bomb;
                std::future::pending::<()>().await;
            }
            _ => {}
        }
        self.saw(|seen| seen.notifications.push(notification));
    }

    async fn answer_post(
        &self,
        notification: &Received<CommsNotification>,
    ) -> Option<CommsNotificationsPostResponse> {
        self.saw(|seen| seen.asked += 1);
        if notification.callback_uri.as_deref() == Some("https://slow.example") {
            tokio::time::sleep(super::SOON).await;
        }
        match notification.resource_url.as_deref() {
            Some("/answer/panic") => panic!("as the test wants it"),
            Some("/answer/hang") => std::future::pending().await,
            _ => (self.inner.answer)(notification),
        }
    }

    async fn invalid_post(&self, notification: Received<InvalidPayload>) {
        self.saw(|seen| seen.invalid_payloads.push(notification));
    }
}
