//! What the bot does about a notification.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use msgraph_communications::Client;
use msgraph_communications::callbacks::comms_notifications::CommsNotificationsHandler;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ChangeType, CommsNotification, RejectReason};
use msgraph_communications::runtime::receiver::{Received, Undecoded};

use crate::journal::{Journal, Step, with_causes};

/// For how long a call is remembered, so that a notification that comes twice, or late, is known for what it is.
const MEMORY: Duration = Duration::from_secs(10 * 60);

/// Rejects every call.
pub(crate) struct Rejecting {
    pub(crate) client: Client,
    pub(crate) reason: RejectReason,
    /// Where the later notifications of a rejected call are to come.
    pub(crate) callback_uri: Option<String>,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) calls: Calls,
}

impl CommsNotificationsHandler for Rejecting {
    async fn post(&self, notification: Received<CommsNotification>) {
        let Some(call) = notification.call_id() else {
            let why = "it names no call".to_owned();
            return self.journal.note("-", Step::Unreadable { why });
        };
        if notification.is_incoming_call() {
            self.reject(&call, &notification).await;
        } else if notification.change_type == ChangeType::Deleted {
            self.calls.ended(&call);
            self.journal.note(&call, Step::Ended);
        } else {
            let what = notification.change_type.to_string();
            self.journal.note(&call, Step::Changed { what });
        }
    }

    async fn undecoded_post(&self, notification: Received<Undecoded>) {
        let why = notification.error().to_string();
        let call = notification.key().unwrap_or("-");
        self.journal.note(call, Step::Unreadable { why });
    }
}

impl Rejecting {
    async fn reject(&self, call: &str, notification: &Received<CommsNotification>) {
        let left = notification.time_left().unwrap_or_default();
        self.journal.note(call, Step::Incoming { left });
        if let Some(why) = self.calls.begin(call) {
            return self.journal.note(call, Step::NothingToDo { why });
        }
        let body = RejectPostRequestBody {
            reason: Some(self.reason.clone()),
            callback_uri: self.callback_uri.clone(),
            ..Default::default()
        };
        let calls = self.client.communications().calls();
        let mut request = calls.by_call_id(call).reject().post(body).deadline(left);
        // A token is good for one tenant: that of the call, for which its sender speaks.
        if let Some(tenant) = notification.sender().tenant() {
            request = request.tenant(tenant);
        }
        match request.await {
            Ok(response) => {
                let attempts = response.attempts();
                self.journal.note(call, Step::Rejected { attempts });
            }
            Err(error) => {
                // If it comes in once more, it is tried once more.
                self.calls.forget(call);
                let mut why = with_causes(&error);
                if let Some(code) = error.code() {
                    why = format!("{why}, code {code}");
                }
                self.journal.note(call, Step::NotRejected { why });
            }
        }
    }
}

/// The calls of the last minutes.
#[derive(Default)]
pub(crate) struct Calls(Mutex<HashMap<String, Call>>);

struct Call {
    since: Instant,
    ended: bool,
}

impl Calls {
    /// Begins to reject a call, unless that has been done, or there is no call any more: then it says so.
    fn begin(&self, call: &str) -> Option<&'static str> {
        let mut calls = self.calls();
        match calls.get(call) {
            Some(Call { ended: true, .. }) => Some("it has ended"),
            Some(Call { ended: false, .. }) => Some("it was rejected before"),
            None => {
                calls.insert(
                    call.to_owned(),
                    Call {
                        since: Instant::now(),
                        ended: false,
                    },
                );
                None
            }
        }
    }

    fn ended(&self, call: &str) {
        let ended = Call {
            since: Instant::now(),
            ended: true,
        };
        self.calls().insert(call.to_owned(), ended);
    }

    fn forget(&self, call: &str) {
        self.calls().remove(call);
    }

    /// All that are not too old.
    fn calls(&self) -> MutexGuard<'_, HashMap<String, Call>> {
        // Nothing that could panic runs under the lock.
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.retain(|_, call| call.since.elapsed() < MEMORY);
        calls
    }
}
