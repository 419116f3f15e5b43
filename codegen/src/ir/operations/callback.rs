//! Callbacks and webhooks: requests that the client receives.

use std::time::Duration;

use super::operation::Operation;
use crate::ir::types::docs::Docs;
use crate::ir::types::id::TypeId;
use crate::ir::types::ty::Type;

/// A callback or a webhook.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// The name.
    pub name: String,
    /// The runtime expression of the URL; `None` for a webhook.
    pub expression: Option<String>,
    /// The documentation of the path item.
    pub docs: Docs,
    /// The operations.
    pub operations: Vec<InboundOperation>,
}

/// An operation whose requests the client receives.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundOperation {
    /// The operation. Its `path` is the expression, and its `success` and `failure` are empty: the
    /// client chooses one of the responses.
    pub operation: Operation,
    /// Whether the sender must authenticate itself.
    pub secured: bool,
    /// The settings for handlers that run after the response.
    pub delivery: Option<AsyncDelivery>,
}

/// `x-background`: the handler runs after the response.
#[derive(Clone, Debug, PartialEq)]
pub struct AsyncDelivery {
    /// The status of the response.
    pub accepted: u16,
    /// The type passed to the handler: an item of the batch, or the entire body.
    pub notification: Type,
    /// `x-batch`: the location of the notifications in the body.
    pub batch: Option<Batch>,
    /// `x-inline` of a response.
    pub sync_response: Option<SyncResponse>,
}

/// `x-batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The property of the body that holds the array of notifications.
    pub property: String,
    /// The status of the response to a body without the property.
    pub empty_status: Option<u16>,
}

/// `x-inline`: a response that waits for the handler of certain notifications.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncResponse {
    /// The index in the [conditions](Correlation::conditions) of the notification.
    pub condition: usize,
    /// The time limit of the handler.
    pub deadline: Duration,
    /// The status of the response.
    pub status: u16,
    /// The body if the handler returns none.
    pub default: serde_json::Value,
}

/// The correlation of notifications: `x-key` and `x-conditions` of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// The type.
    pub ty: TypeId,
    /// `x-key`: what relates notifications to each other.
    pub key: Option<CorrelationKey>,
    /// `x-conditions`.
    pub conditions: Vec<Condition>,
}

/// `x-key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrelationKey {
    /// The name.
    pub name: String,
    /// The properties that contain the key, as tokens of JSON pointers.
    pub properties: Vec<Vec<String>>,
    /// The templates of those values, with the key in braces.
    pub templates: Vec<String>,
}

/// One of `x-conditions`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The name.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// Properties and their accepted values.
    pub when: Vec<(Vec<String>, Vec<String>)>,
    /// Properties that must be present.
    pub has: Vec<Vec<String>>,
    /// The time limit for the response, counted from receipt.
    pub deadline: Option<Duration>,
}
