//! The client of a service, and its builder. Nothing else in this crate uses it.

mod warm_up;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::auth::security::Credentials;
use crate::auth::token::TokenProvider;
use crate::auth::token_attributes::{SetTokenAttribute, TokenAttributes};
use crate::call::conventions::Conventions;
use crate::call::path::Path;
use crate::call::retry::policy::{RetryPolicy, StandardRetry};
use crate::call::settings::{DEFAULT_RESPONSE_LIMIT, Settings};
use crate::call::trace::propagator::Propagator;
use crate::endpoint::Endpoint;
use crate::transport::Transport;
use crate::transport::defaults::{default_transport, user_agent};

/// A client of a service. Clones are cheap and share their connections.
///
/// ```
/// # #[cfg(feature = "reqwest")] {
/// use specwright_runtime::{Client, Endpoint, StaticToken};
///
/// let endpoint = Endpoint::new("https://api.example.com/v1")?;
/// let client = Client::new(endpoint, StaticToken::new("eyJ0eXAi"));
/// # }
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

impl Client {
    /// Creates a client with the reqwest transport.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn new(endpoint: impl Into<Endpoint>, credential: impl TokenProvider + 'static) -> Self {
        Self::builder(endpoint).credential(credential).build()
    }

    /// Returns a builder.
    pub fn builder(endpoint: impl Into<Endpoint>) -> ClientBuilder {
        ClientBuilder {
            endpoint: endpoint.into(),
            credential: None,
            credentials: Credentials::new(),
            token_attributes: TokenAttributes::new(),
            conventions: None,
            transport: None,
            retry: Arc::new(StandardRetry::new()),
            propagator: None,
            deadline: None,
            user_agent: None,
            response_limit: DEFAULT_RESPONSE_LIMIT,
        }
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.settings.endpoint
    }

    /// Sets the conventions of the service, unless [`ClientBuilder::conventions`] set some. Called
    /// by generated code.
    #[must_use]
    pub fn with_default_conventions(mut self, conventions: &'static Conventions) -> Self {
        if self.settings.conventions.is_none() {
            Arc::make_mut(&mut self.settings).conventions = Some(conventions);
        }
        self
    }

    /// Returns a path at the root of the service.
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

/// A builder of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    endpoint: Endpoint,
    credential: Option<Arc<dyn TokenProvider>>,
    credentials: Credentials,
    token_attributes: TokenAttributes,
    conventions: Option<&'static Conventions>,
    transport: Option<Arc<dyn Transport>>,
    retry: Arc<dyn RetryPolicy>,
    propagator: Option<Arc<dyn Propagator>>,
    deadline: Option<Duration>,
    user_agent: Option<HeaderValue>,
    response_limit: usize,
}

impl ClientBuilder {
    /// Sets the credentials by the name of their security scheme.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = credentials.into();
        self
    }

    /// Sets the default token provider, used by schemes without their own credential.
    pub fn credential(mut self, credential: impl TokenProvider + 'static) -> Self {
        self.credential = Some(Arc::new(credential));
        self
    }

    /// Sets an attribute of token requests, unless the call sets it.
    pub fn token_attribute(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.token_attributes.insert(name.into(), value.into());
        self
    }

    /// Sets the conventions of the service, overriding the OpenAPI document.
    pub fn conventions(mut self, conventions: &'static Conventions) -> Self {
        self.conventions = Some(conventions);
        self
    }

    /// Sets the transport. Defaults to reqwest, with the feature `reqwest`.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the retry policy. Defaults to [`StandardRetry`]. With [`NoRetry`](crate::NoRetry),
    /// every call is a single attempt.
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Arc::new(policy);
        self
    }

    /// Sets the trace propagator. None by default.
    pub fn propagator(mut self, propagator: impl Propagator + 'static) -> Self {
        self.propagator = Some(Arc::new(propagator));
        self
    }

    /// Sets the deadline of calls, overriding the OpenAPI document.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the header `User-Agent`. Defaults to the name of this crate.
    pub fn user_agent(mut self, user_agent: HeaderValue) -> Self {
        self.user_agent = Some(user_agent);
        self
    }

    /// Sets the limit on the size of a response body. Defaults to [`DEFAULT_RESPONSE_LIMIT`].
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Builds the client, without sending anything.
    #[must_use]
    pub fn build(self) -> Client {
        Client {
            settings: Arc::new(Settings {
                endpoint: self.endpoint,
                credential: self.credential,
                credentials: self.credentials,
                token_attributes: self.token_attributes,
                conventions: self.conventions,
                transport: self.transport.unwrap_or_else(|| default_transport().into()),
                retry: self.retry,
                propagator: self.propagator,
                deadline: self.deadline,
                user_agent: self.user_agent.unwrap_or_else(user_agent),
                response_limit: self.response_limit,
            }),
        }
    }
}

impl SetTokenAttribute for ClientBuilder {
    fn token_attribute(self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        ClientBuilder::token_attribute(self, name, value)
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
