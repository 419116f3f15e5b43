//! A handler that records its events.

use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use specwright_runtime::receiver::{
    AsyncDelivery, Authenticate, Batch, Callback, EventHandler, InboundOperation, InvalidPayload,
    Received, Response,
};
use specwright_runtime::{AdditionalData, Key, Method, Object};

use crate::support::watched::Watched;

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
    watched: Arc<Watched<Recorded>>,
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
        Self {
            watched: Arc::default(),
        }
    }

    /// Returns a recorder whose handlers wait for [`let_through`](Self::let_through).
    pub(crate) fn waiting() -> Self {
        Self {
            watched: Arc::new(Watched::with_permits()),
        }
    }

    pub(crate) fn callback(&self, authenticate: impl Authenticate + 'static) -> Callback {
        Callback::authenticated(authenticate).event_handler(self.clone())
    }

    /// Lets a number of handlers finish.
    pub(crate) fn let_through(&self, handlers: usize) {
        self.watched.let_through(handlers);
    }

    pub(crate) fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.watched.get()
    }

    /// Waits until a condition is true.
    pub(crate) async fn until(&self, condition: impl Fn(&Recorded) -> bool) {
        self.watched.until(condition).await;
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
        self.watched.change(|recorded| recorded.asked += 1);
        match event.answer.as_deref() {
            Some("panic") => panic!("intended by the test"),
            Some("hang") => std::future::pending().await,
            Some("wait") => tokio::time::sleep(super::SOON).await,
            _ => {}
        }
        None
    }

    async fn handle(&self, event: Received<Event>) {
        self.watched.change(|recorded| recorded.begun += 1);
        self.watched.wait_for_permit().await;
        match event.action.as_deref() {
            Some("panic") => panic!("intended by the test"),
            Some("hang") => std::future::pending().await,
            Some("panic when dropped") => {
                let _panic = PanicOnDrop;
                std::future::pending::<()>().await;
            }
            _ => {}
        }
        self.watched.change(|recorded| recorded.events.push(event));
    }

    async fn handle_invalid(&self, payload: Received<InvalidPayload>) {
        self.watched
            .change(|recorded| recorded.invalid_payloads.push(payload));
    }
}
