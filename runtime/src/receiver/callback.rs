//! A callback: what a service sends to one address, and who handles it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::answer::Answer;
use super::authenticate::Authenticate;
use super::counts::Counters;
use super::queue::Queue;
use super::received::Request;
use super::{notify, respond};
use crate::BoxFuture;

/// What a service sends to one address, and who handles it. Generated code makes it of a handler.
#[derive(Clone, Default)]
pub struct Callback {
    operations: Vec<Arc<dyn Serve>>,
    authenticate: Option<Arc<dyn Authenticate>>,
}

impl Callback {
    /// A callback without operations, to which requests come from anybody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A callback without operations, whose senders have to say who they are where the document wants it.
    #[must_use]
    pub fn authenticated(by: impl Authenticate + 'static) -> Self {
        Self {
            operations: Vec::new(),
            authenticate: Some(Arc::new(by)),
        }
    }

    /// Adds an operation whose handler gives the answer.
    #[must_use]
    pub fn respond(mut self, handler: impl respond::Respond) -> Self {
        self.operations.push(Arc::new(respond::Responding(handler)));
        self
    }

    /// Adds an operation whose handler runs behind the answer.
    #[must_use]
    pub fn notify(mut self, handler: impl notify::Notify) -> Self {
        let handler = Arc::new(handler);
        self.operations.push(Arc::new(notify::Notifying(handler)));
        self
    }

    /// The operation of a method, where there is one.
    pub(super) fn operation(&self, method: &Method) -> Option<&dyn Serve> {
        let mut operations = self.operations.iter().map(AsRef::as_ref);
        operations.find(|operation| operation.served().method == *method)
    }

    /// The methods that there are operations of, as `Allow` lists them.
    pub(super) fn methods(&self) -> String {
        let methods = self.operations.iter();
        let methods: Vec<&str> = methods
            .map(|operation| operation.served().method.as_str())
            .collect();
        methods.join(", ")
    }

    pub(super) fn authenticate(&self) -> Option<&dyn Authenticate> {
        self.authenticate.as_deref()
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.operations.iter();
        f.debug_struct("Callback")
            .field(
                "operations",
                &operations
                    .map(|operation| operation.served().id)
                    .collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}

/// An operation that is served, as the document describes it.
#[derive(Clone, Debug)]
pub struct Served {
    /// Its `operationId`.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Whether the sender has to say who it is.
    pub secured: bool,
    /// Whether a request need not have a body. One without is read as null.
    pub may_be_empty: bool,
}

/// An operation with its handler, whatever the types are.
pub(super) trait Serve: Send + Sync {
    fn served(&self) -> &'static Served;

    /// Answers a request whose sender is known, and whose body is there.
    fn serve<'a>(
        &'a self,
        body: Bytes,
        request: Request,
        shared: &'a Shared,
    ) -> BoxFuture<'a, Answer>;
}

/// What the operations of a receiver share.
pub(super) struct Shared {
    pub(super) queue: Arc<Queue>,
    pub(super) counters: Arc<Counters>,
    /// How long the handler of an answer may take.
    pub(super) answer_time: Duration,
    /// What a sender is told when there is no room.
    pub(super) retry_after: Duration,
}
