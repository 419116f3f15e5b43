//! The settings that calls depend on.

use std::time::Duration;

use http::HeaderValue;

use crate::auth::security::Credentials;
use crate::auth::token::TokenProvider;
use crate::call::retry::policy::RetryPolicy;
use crate::call::trace::propagator::Propagator;
use crate::endpoint::Endpoint;
use crate::transport::Transport;

/// The deadline of calls, if the OpenAPI document, the client and the call specify none.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(30);

/// The limit on the size of a response body in bytes, if the client specifies none.
pub const DEFAULT_RESPONSE_LIMIT: usize = 4 * 1024 * 1024;

/// The settings of a client.
pub(crate) struct Settings {
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Option<Box<dyn TokenProvider>>,
    pub(crate) credentials: Credentials,
    pub(crate) tenant: Option<String>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) retry: Box<dyn RetryPolicy>,
    pub(crate) propagator: Option<Box<dyn Propagator>>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) response_limit: usize,
}
