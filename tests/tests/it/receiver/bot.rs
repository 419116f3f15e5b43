//! A handler that records notifications.

use std::sync::{Arc, MutexGuard};

use msgraph_communications::callbacks::comms_notifications::{
    CommsNotificationsHandler, CommsNotificationsPostResponse,
};
use msgraph_communications::models::CommsNotification;
use specwright_runtime::receiver::{InvalidPayload, Received};

use crate::support::watched::Watched;

/// Determines the response to a notification.
type Answer = dyn Fn(&CommsNotification) -> Option<CommsNotificationsPostResponse> + Send + Sync;

/// A handler that records notifications.
#[derive(Clone)]
pub(crate) struct Bot {
    watched: Arc<Watched<Seen>>,
    answer: Arc<Answer>,
}

/// The notifications that a handler has recorded.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) begun: usize,
    pub(crate) notifications: Vec<Received<CommsNotification>>,
    pub(crate) invalid_payloads: Vec<Received<InvalidPayload>>,
}

impl Bot {
    pub(crate) fn new() -> Self {
        Self::answering(|_| None)
    }

    /// Returns a bot whose handlers wait for [`let_through`](Self::let_through).
    pub(crate) fn waiting() -> Self {
        Self {
            watched: Arc::new(Watched::with_permits()),
            ..Self::new()
        }
    }

    /// Returns a bot that answers in the response.
    pub(crate) fn answering(
        answer: impl Fn(&CommsNotification) -> Option<CommsNotificationsPostResponse>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self {
            watched: Arc::default(),
            answer: Arc::new(answer),
        }
    }

    /// Lets a number of handlers finish.
    pub(crate) fn let_through(&self, handlers: usize) {
        self.watched.let_through(handlers);
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.watched.get()
    }

    /// Waits until a condition is true.
    pub(crate) async fn until(&self, condition: impl Fn(&Seen) -> bool) {
        self.watched.until(condition).await;
    }
}

impl CommsNotificationsHandler for Bot {
    async fn post(&self, notification: Received<CommsNotification>) {
        self.watched.change(|seen| seen.begun += 1);
        self.watched.wait_for_permit().await;
        self.watched
            .change(|seen| seen.notifications.push(notification));
    }

    async fn answer_post(
        &self,
        notification: &Received<CommsNotification>,
    ) -> Option<CommsNotificationsPostResponse> {
        match notification.resource_url.as_deref() {
            Some("/answer/panic") => panic!("intended by the test"),
            Some("/answer/hang") => std::future::pending().await,
            _ => (self.answer)(notification),
        }
    }

    async fn invalid_post(&self, notification: Received<InvalidPayload>) {
        self.watched
            .change(|seen| seen.invalid_payloads.push(notification));
    }
}
