//! A handler that records its events.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use specwright_runtime::receiver::{
    AsyncDelivery, Authenticate, Batch, Callback, EventHandler, InboundOperation, InvalidPayload,
    Received, Response,
};
use specwright_runtime::{AdditionalData, Key, Method, Object};
use tokio::sync::{Notify, Semaphore};

#[derive(Clone, Debug, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) item: Option<String>,
    /// What the handler does: `panic`, `hang`, or `panic when dropped`.
    pub(crate) action: Option<String>,
    /// What the handler does before the response: `panic`, `hang`, or `wait`.
    pub(crate) answer: Option<String>,
    /// The limit on the answer, in seconds.
    pub(crate) limit: Option<u32>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

const ITEM: Key = Key {
    properties: &[&["item"]],
    templates: &["/items/{item}"],
};

static OPERATION: InboundOperation = InboundOperation {
    id: "events.notify",
    method: Method::POST,
    secured: true,
    may_be_empty: false,
};

static DELIVERY: AsyncDelivery = AsyncDelivery {
    accepted: 202,
    batch: Some(Batch {
        property: "value",
        empty_status: Some(204),
    }),
    key: Some(&ITEM),
    sync_response: None,
};

/// A handler that records its events.
#[derive(Clone)]
pub(crate) struct Recorder {
    inner: Arc<Inner>,
}

struct Inner {
    recorded: Mutex<Recorded>,
    changed: Notify,
    /// Each handler waits for a permit, if there are permits.
    permits: Option<Semaphore>,
}

/// The events that a handler has recorded.
#[derive(Default)]
pub(crate) struct Recorded {
    /// The number of events for which a response was requested.
    pub(crate) asked: usize,
    /// The number of events whose handler has started.
    pub(crate) begun: usize,
    pub(crate) events: Vec<Received<Event>>,
    pub(crate) invalid_payloads: Vec<Received<InvalidPayload>>,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Self::with_permits(None)
    }

    /// Returns a recorder whose handlers wait for [`let_through`](Self::let_through).
    pub(crate) fn waiting() -> Self {
        Self::with_permits(Some(Semaphore::new(0)))
    }

    fn with_permits(permits: Option<Semaphore>) -> Self {
        Self {
            inner: Arc::new(Inner {
                recorded: Mutex::default(),
                changed: Notify::new(),
                permits,
            }),
        }
    }

    pub(crate) fn callback(&self, authenticate: impl Authenticate + 'static) -> Callback {
        Callback::authenticated(authenticate).event_handler(self.clone())
    }

    /// Lets a number of handlers finish.
    pub(crate) fn let_through(&self, handlers: usize) {
        if let Some(permits) = &self.inner.permits {
            permits.add_permits(handlers);
        }
    }

    pub(crate) fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.inner
            .recorded
            .lock()
            .expect("no handler panics with it")
    }

    /// Waits until a condition is true.
    pub(crate) async fn until(&self, condition: impl Fn(&Recorded) -> bool) {
        let wait = async {
            loop {
                let changed = self.inner.changed.notified();
                if condition(&self.recorded()) {
                    return;
                }
                changed.await;
            }
        };
        let waited = tokio::time::timeout(super::SOON, wait).await;
        waited.expect("the condition becomes true in time");
    }

    fn record(&self, change: impl FnOnce(&mut Recorded)) {
        change(&mut self.recorded());
        self.inner.changed.notify_waiters();
    }
}

/// Panics when it is dropped.
struct PanicOnDrop;

impl Drop for PanicOnDrop {
    fn drop(&mut self) {
        panic!("intended by the test");
    }
}

impl EventHandler for Recorder {
    type Notification = Event;

    const OPERATION: &'static InboundOperation = &OPERATION;

    const DELIVERY: &'static AsyncDelivery = &DELIVERY;

    fn key(event: &Event) -> Option<String> {
        ITEM.of(event)
    }

    fn time_to_answer(event: &Event) -> Option<Duration> {
        event.limit.map(|limit| Duration::from_secs(limit.into()))
    }

    async fn respond(&self, event: &Received<Event>) -> Option<Response> {
        self.record(|recorded| recorded.asked += 1);
        match event.answer.as_deref() {
            Some("panic") => panic!("intended by the test"),
            Some("hang") => std::future::pending().await,
            Some("wait") => tokio::time::sleep(super::SOON).await,
            _ => {}
        }
        None
    }

    async fn handle(&self, event: Received<Event>) {
        self.record(|recorded| recorded.begun += 1);
        if let Some(permits) = &self.inner.permits {
            permits
                .acquire()
                .await
                .expect("it is never closed")
                .forget();
        }
        match event.action.as_deref() {
            Some("panic") => panic!("intended by the test"),
            Some("hang") => std::future::pending().await,
            Some("panic when dropped") => {
                let _panic = PanicOnDrop;
                std::future::pending::<()>().await;
            }
            _ => {}
        }
        self.record(|recorded| recorded.events.push(event));
    }

    async fn handle_invalid(&self, payload: Received<InvalidPayload>) {
        self.record(|recorded| recorded.invalid_payloads.push(payload));
    }
}
