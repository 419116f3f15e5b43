//! The identity that Azure gives a machine.

use std::fmt;

use http::header::HeaderName;
use http::{HeaderValue, Request, Uri};

use crate::auth::cached_token::CachedToken;
use crate::auth::token::{AccessToken, TokenError, TokenProvider, TokenRequest};
use crate::body::{Body, form};
use crate::model::secret::Secret;
use crate::oauth2::request::Sender;
use crate::transport::{BoxFuture, Transport};

/// The address of the metadata service of virtual machines. It is link-local, without TLS.
const VIRTUAL_MACHINE: &str = "http://169.254.169.254/metadata/identity/oauth2/token";

/// A token provider that requests tokens for the managed identity of the machine on which the
/// program runs, and caches them: on virtual machines, App Service, Functions and Container Apps of
/// Azure.
///
/// The resource is the scope of the client's endpoint without `/.default`. The identity belongs to
/// one account, so the token is the same whatever attributes a call has. The [module](crate::oauth2)
/// describes how long a request may take and when it is repeated.
///
/// On Kubernetes, use
/// [`ClientAuthentication::assertion_file`](crate::oauth2::ClientAuthentication::assertion_file).
pub struct ManagedIdentity(CachedToken<Machine>);

impl ManagedIdentity {
    /// Creates a provider for the endpoint that the variables `IDENTITY_ENDPOINT` and
    /// `IDENTITY_HEADER` of the environment name, or else for that of a virtual machine.
    #[must_use]
    pub fn from_environment() -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        match (variable("IDENTITY_ENDPOINT"), variable("IDENTITY_HEADER")) {
            (Some(url), Some(header)) => Self::app_service(url, header),
            _ => Self::virtual_machine(VIRTUAL_MACHINE),
        }
    }

    /// Creates a provider for the metadata service of a virtual machine at this URL.
    #[must_use]
    pub fn virtual_machine(url: impl Into<String>) -> Self {
        Self::of(Machine::new(url.into(), Platform::VirtualMachine))
    }

    /// Creates a provider for the identity endpoint of App Service at this URL, with the value of
    /// the header `X-IDENTITY-HEADER`.
    #[must_use]
    pub fn app_service(url: impl Into<String>, header: impl Into<Secret>) -> Self {
        Self::of(Machine::new(
            url.into(),
            Platform::AppService(header.into()),
        ))
    }

    /// Selects the user-assigned identity with this client id, instead of the system-assigned
    /// identity.
    #[must_use]
    pub fn client_id(self, id: impl Into<String>) -> Self {
        Self::of(Machine {
            client_id: Some(id.into()),
            ..self.0.into_inner()
        })
    }

    /// Sets the transport of the token requests, instead of a default transport without a proxy.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        Self::of(Machine {
            sender: Sender::new(transport),
            ..self.0.into_inner()
        })
    }

    fn of(machine: Machine) -> Self {
        Self(CachedToken::new(machine))
    }
}

impl TokenProvider for ManagedIdentity {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        self.0.token(TokenRequest {
            authority: None,
            attributes: Default::default(),
            ..request
        })
    }
}

/// Omits the header.
impl fmt::Debug for ManagedIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManagedIdentity").finish_non_exhaustive()
    }
}

/// The provider without a cache.
struct Machine {
    url: String,
    platform: Platform,
    client_id: Option<String>,
    sender: Sender,
}

enum Platform {
    VirtualMachine,
    AppService(Secret),
}

impl Machine {
    fn new(url: String, platform: Platform) -> Self {
        Self {
            url,
            platform,
            client_id: None,
            sender: Sender::without_proxy(),
        }
    }

    fn request(&self, scope: &str) -> Result<Request<Body>, TokenError> {
        let (version, name, value) = match &self.platform {
            Platform::VirtualMachine => ("2018-02-01", "metadata", "true"),
            Platform::AppService(header) => ("2019-08-01", "x-identity-header", header.expose()),
        };
        let resource = scope.strip_suffix("/.default").unwrap_or(scope);
        let mut pairs = vec![
            ("api-version", version.into()),
            ("resource", resource.into()),
        ];
        pairs.extend(self.client_id.as_deref().map(|id| ("client_id", id.into())));
        let url = format!("{}?{}", self.url, form::encode_pairs(&pairs));
        let url = Uri::try_from(url)
            .map_err(|_| TokenError::new("the URL of the identity endpoint is not valid"))?;
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| TokenError::new("the header of the identity endpoint is not valid"))?;
        value.set_sensitive(matches!(self.platform, Platform::AppService(_)));
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = url;
        let name = HeaderName::from_static(name);
        request.headers_mut().insert(name, value);
        Ok(request)
    }

    async fn get(&self, request: TokenRequest<'_>) -> Result<AccessToken, TokenError> {
        let scope = request
            .scope
            .ok_or_else(|| TokenError::new("the endpoint of the API has no scope"))?;
        self.sender.send(&request, || self.request(scope)).await
    }
}

impl TokenProvider for Machine {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(self.get(request))
    }
}
