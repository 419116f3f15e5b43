//! The grant `client_credentials`.

use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Request};

use crate::auth::cached_token::CachedToken;
use crate::auth::token::{AccessToken, TokenError, TokenProvider, TokenRequest};
use crate::body::{Body, form};
use crate::oauth2::client_authentication::ClientAuthentication;
use crate::oauth2::request::Sender;
use crate::oauth2::token_endpoint::TokenEndpoint;
use crate::transport::{BoxFuture, Transport};

/// A token provider that requests tokens by the grant `client_credentials` (RFC 6749, section 4.4),
/// and caches them.
///
/// The scope is that of the client's endpoint
/// ([`Endpoint::with_token_scope`](crate::Endpoint::with_token_scope)). The [module](crate::oauth2) describes
/// how long a request may take and when it is repeated.
pub struct ClientCredentials(CachedToken<Grant>);

impl ClientCredentials {
    /// Creates a provider for the client with this id.
    #[must_use]
    pub fn new(
        endpoint: TokenEndpoint,
        client_id: impl Into<String>,
        authentication: ClientAuthentication,
    ) -> Self {
        Self::of(Grant {
            endpoint,
            client_id: client_id.into(),
            authentication,
            sender: Sender::default(),
        })
    }

    /// Sets the transport of the token requests, instead of the default transport.
    ///
    /// Use one transport for tokens and calls if both need the same proxy or certificates:
    /// `ReqwestTransport` shares its connections with its clones.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        Self::of(Grant {
            sender: Sender::new(transport),
            ..self.0.into_inner()
        })
    }

    fn of(grant: Grant) -> Self {
        Self(CachedToken::new(grant))
    }
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        self.0.token(request)
    }
}

/// Omits the client's authentication.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}

/// The provider without a cache.
struct Grant {
    endpoint: TokenEndpoint,
    client_id: String,
    authentication: ClientAuthentication,
    sender: Sender,
}

impl Grant {
    async fn get(&self, token_request: TokenRequest<'_>) -> Result<AccessToken, TokenError> {
        let url = self.endpoint.url(&token_request)?;
        let build = || {
            let authentication = self.authentication.parameters(&self.client_id, &url)?;
            let mut pairs = vec![
                ("grant_type", "client_credentials".into()),
                ("client_id", self.client_id.as_str().into()),
            ];
            pairs.extend(token_request.scope.map(|scope| ("scope", scope.into())));
            pairs.extend(authentication);
            pairs.extend(self.endpoint.challenge_parameters(&token_request));
            let mut request = Request::post(&url).body(Body::from(form::encode_pairs(&pairs)));
            if let Ok(request) = &mut request {
                let headers = request.headers_mut();
                headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
                headers.insert(
                    CONTENT_TYPE,
                    HeaderValue::from_static("application/x-www-form-urlencoded"),
                );
            }
            request.map_err(TokenError::new)
        };
        self.sender.send(&token_request, build).await
    }
}

impl TokenProvider for Grant {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(self.get(request))
    }
}
