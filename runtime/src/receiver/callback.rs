//! A callback: its operations and their handlers.

use std::fmt;
use std::sync::Arc;

use http::Method;

use crate::receiver::authenticate::Authenticate;
use crate::receiver::event_handler::{EventAdapter, EventHandler};
use crate::receiver::operation::Serve;
use crate::receiver::request_handler::{RequestAdapter, RequestHandler};

/// A callback: the operations at one URL, and their handlers. Created by generated code.
#[derive(Clone, Default)]
pub struct Callback {
    operations: Vec<Arc<dyn Serve>>,
    authenticate: Option<Arc<dyn Authenticate>>,
}

impl Callback {
    /// Creates a callback without operations, which does not authenticate senders.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a callback without operations, which authenticates senders if the OpenAPI document
    /// requires it.
    #[must_use]
    pub fn authenticated(authenticate: impl Authenticate + 'static) -> Self {
        Self {
            operations: Vec::new(),
            authenticate: Some(Arc::new(authenticate)),
        }
    }

    /// Adds an operation whose handler returns the response.
    #[must_use]
    pub fn request_handler(mut self, handler: impl RequestHandler) -> Self {
        self.operations.push(Arc::new(RequestAdapter(handler)));
        self
    }

    /// Adds an operation whose handler runs after the response.
    #[must_use]
    pub fn event_handler(mut self, handler: impl EventHandler) -> Self {
        let handler = Arc::new(handler);
        self.operations.push(Arc::new(EventAdapter(handler)));
        self
    }

    /// Returns the operation of a method, if there is one.
    pub(super) fn operation(&self, method: &Method) -> Option<&dyn Serve> {
        let mut operations = self.operations.iter().map(AsRef::as_ref);
        operations.find(|operation| operation.operation().method == *method)
    }

    /// Returns the methods of all operations, in the format of `Allow`.
    pub(super) fn methods(&self) -> String {
        let methods = self.operations.iter();
        let methods: Vec<&str> = methods
            .map(|operation| operation.operation().method.as_str())
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
                    .map(|operation| operation.operation().id)
                    .collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}
