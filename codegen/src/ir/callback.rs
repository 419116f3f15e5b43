//! What the client serves: requests that the service sends to it.

use std::time::Duration;

use super::{Docs, Operation, Type, TypeId};

/// The place of a callback in [`Api::callbacks`](super::Api::callbacks).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallbackId(usize);

impl CallbackId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index)
    }

    /// The index into [`Api::callbacks`](super::Api::callbacks).
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

/// Requests that the service sends to its client: a callback, a webhook, or one that is both.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// The name of the callback.
    pub name: String,
    /// Where the requests go: a runtime expression; absent for a webhook.
    pub expression: Option<String>,
    /// What its path item says of itself.
    pub docs: Docs,
    /// The operations of it.
    pub operations: Vec<InboundOperation>,
}

/// An operation that the client serves.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundOperation {
    /// The operation; its `path` is the expression. Its success and failure are empty: what the client answers is one of
    /// the responses.
    pub operation: Operation,
    /// Whether the sender has to say who it is.
    pub secured: bool,
    /// How requests are taken in whose handler runs behind the answer.
    pub delivery: Option<AsyncDelivery>,
}

/// `x-background`: the handler runs behind the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AsyncDelivery {
    /// The status of the answer.
    pub accepted: u16,
    /// What is handed over: an element of the batch, or the whole body.
    pub notification: Type,
    /// `x-batch`: where in the body the notifications are.
    pub batch: Option<Batch>,
    /// `x-inline` of a response.
    pub sync_response: Option<SyncResponse>,
}

/// `x-batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The member of the body that is an array of notifications.
    pub property: String,
    /// The status of the answer to a body without it.
    pub empty_status: Option<u16>,
}

/// `x-inline`: a response to certain notifications, which waits for their handler.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncResponse {
    /// The place among the [conditions](Correlation::conditions) of the notification.
    pub condition: usize,
    /// How long the handler may take.
    pub deadline: Duration,
    /// The status of the response.
    pub status: u16,
    /// Its body, where the handler gives none.
    pub default: serde_json::Value,
}

/// What the values of a type say of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// The type.
    pub ty: TypeId,
    /// `x-key`: what a value is about.
    pub key: Option<CorrelationKey>,
    /// `x-conditions`.
    pub conditions: Vec<Condition>,
}

/// `x-key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrelationKey {
    /// What it is called.
    pub name: String,
    /// The places of the paths that it is in, as the tokens of JSON pointers.
    pub properties: Vec<Vec<String>>,
    /// What such a path looks like, with the key in braces.
    pub templates: Vec<String>,
}

/// One of `x-conditions`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What it is called.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Places, and the texts one of which stands there.
    pub when: Vec<(Vec<String>, Vec<String>)>,
    /// Places where something stands.
    pub has: Vec<Vec<String>>,
    /// How long after its receipt such a value has to be answered.
    pub deadline: Option<Duration>,
}
