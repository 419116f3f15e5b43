//! The client: an endpoint, a credential, a transport.

mod warm_up;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::auth::security::Credentials;
use crate::auth::token::TokenProvider;
use crate::call::path::Path;
use crate::call::retry::policy::{RetryPolicy, StandardRetry};
use crate::call::settings::{DEFAULT_RESPONSE_LIMIT, Settings};
use crate::call::trace::propagator::Propagator;
use crate::endpoint::Endpoint;
use crate::transport::Transport;
use crate::transport::defaults::{default_transport, user_agent};

/// A client of one service. Cloning it is cheap, and the clones share their connections.
///
/// ```
/// # #[cfg(feature = "reqwest")] {
/// use msgraph_runtime::{Client, Endpoint, StaticToken};
///
/// let endpoint = Endpoint::new("https://graph.microsoft.com/v1.0")?;
/// let client = Client::new(endpoint, StaticToken::new("eyJ0eXAi"));
/// # }
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

impl Client {
    /// A client over reqwest.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn new(endpoint: impl Into<Endpoint>, credential: impl TokenProvider + 'static) -> Self {
        Self::builder(endpoint).credential(credential).build()
    }

    /// Starts a client with settings of its own.
    pub fn builder(endpoint: impl Into<Endpoint>) -> ClientBuilder {
        ClientBuilder {
            endpoint: endpoint.into(),
            credential: None,
            credentials: Credentials::new(),
            tenant: None,
            transport: None,
            retry: Box::new(StandardRetry::new()),
            propagator: None,
            deadline: None,
            user_agent: None,
            response_limit: DEFAULT_RESPONSE_LIMIT,
        }
    }

    /// The service that the client calls.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.settings.endpoint
    }

    /// Starts a path at the root of the service.
    #[must_use]
    pub fn path(&self) -> Path<'_> {
        Path::new(&self.settings)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.settings.endpoint)
            .field("deadline", &self.settings.deadline)
            .field("response_limit", &self.settings.response_limit)
            .finish_non_exhaustive()
    }
}

/// The settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    endpoint: Endpoint,
    credential: Option<Box<dyn TokenProvider>>,
    credentials: Credentials,
    tenant: Option<String>,
    transport: Option<Box<dyn Transport>>,
    retry: Box<dyn RetryPolicy>,
    propagator: Option<Box<dyn Propagator>>,
    deadline: Option<Duration>,
    user_agent: Option<HeaderValue>,
    response_limit: usize,
}

impl ClientBuilder {
    /// Sets the credentials of security schemes by their names.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = credentials.into();
        self
    }

    /// Sets who gives the bearer tokens, of all schemes that have no credential by name.
    pub fn credential(mut self, credential: impl TokenProvider + 'static) -> Self {
        self.credential = Some(Box::new(credential));
        self
    }

    /// Sets the tenant that tokens are asked for, where the call does not say.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Sets what sends the requests. Otherwise it is reqwest, with the feature of that name.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets what follows a failed attempt. Otherwise it is [`StandardRetry`]; [`NoRetry`](crate::NoRetry) makes every
    /// call a single attempt.
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Box::new(policy);
        self
    }

    /// Sets what puts the context of a trace into the headers of a request. Otherwise nothing does.
    pub fn propagator(mut self, propagator: impl Propagator + 'static) -> Self {
        self.propagator = Some(Box::new(propagator));
        self
    }

    /// Sets how long a call may take, instead of what the document says.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the header `User-Agent`. Otherwise it names this crate.
    pub fn user_agent(mut self, user_agent: HeaderValue) -> Self {
        self.user_agent = Some(user_agent);
        self
    }

    /// Sets how many bytes of a response's body are read. Otherwise it is [`DEFAULT_RESPONSE_LIMIT`].
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Makes the client. Nothing is sent yet.
    #[must_use]
    pub fn build(self) -> Client {
        Client {
            settings: Arc::new(Settings {
                endpoint: self.endpoint,
                credential: self.credential,
                credentials: self.credentials,
                tenant: self.tenant,
                transport: self.transport.unwrap_or_else(default_transport),
                retry: self.retry,
                propagator: self.propagator,
                deadline: self.deadline,
                user_agent: self.user_agent.unwrap_or_else(user_agent),
                response_limit: self.response_limit,
            }),
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("endpoint", &self.endpoint)
            .field("deadline", &self.deadline)
            .field("response_limit", &self.response_limit)
            .finish_non_exhaustive()
    }
}
