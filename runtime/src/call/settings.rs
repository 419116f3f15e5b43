//! The settings that calls depend on.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::auth::security::Credentials;
use crate::auth::token::TokenProvider;
use crate::auth::token_attributes::TokenAttributes;
use crate::call::conventions::{self, Conventions};
use crate::call::retry::policy::RetryPolicy;
use crate::call::trace::propagator::Propagator;
use crate::endpoint::Endpoint;
use crate::transport::Transport;

/// The deadline of calls, if the OpenAPI document, the client and the call specify none.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(30);

/// The limit on the size of a response body in bytes, if the client specifies none.
pub const DEFAULT_RESPONSE_LIMIT: usize = 4 * 1024 * 1024;

/// The settings of a client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Option<Arc<dyn TokenProvider>>,
    pub(crate) credentials: Credentials,
    pub(crate) token_attributes: TokenAttributes,
    pub(crate) conventions: Option<&'static Conventions>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) retry: Arc<dyn RetryPolicy>,
    pub(crate) propagator: Option<Arc<dyn Propagator>>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) response_limit: usize,
}

impl Settings {
    /// Returns the conventions of the service.
    pub(crate) fn conventions(&self) -> &'static Conventions {
        self.conventions.unwrap_or(&conventions::NONE)
    }
}
