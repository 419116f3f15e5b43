//! Bearer tokens.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::transport::BoxFuture;

/// Gives the bearer token for a request.
///
/// It is asked once for every call, and once more where the service refuses the token; a provider that gets its tokens over the network keeps them until they expire.
/// Time that it takes counts against the deadline of the call; where the call ends first, the future is dropped.
///
/// ```
/// use msgraph_runtime::{AccessToken, BoxFuture, TokenError, TokenProvider, TokenRequest};
///
/// struct Environment;
///
/// impl TokenProvider for Environment {
///     fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
///         Box::pin(async { std::env::var("GRAPH_TOKEN").map(AccessToken::new).map_err(TokenError::new) })
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync {
    /// Gives a token for what is asked.
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>>;
}

/// What a token is asked for.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scope of the endpoint.
    pub scope: Option<&'a str>,
    /// The URL of the authority that gives out tokens for the endpoint.
    pub authority: Option<&'a str>,
    /// The tenant, where the call or the client names one.
    pub tenant: Option<&'a str>,
    /// The claims that the service missed in the refused token, as its challenge writes them: JSON, as a rule in base64.
    /// The next token has to be asked for with them.
    pub claims: Option<&'a str>,
    /// A token that the service refused in this call: the next one has to be another. Where it is the same again, the
    /// call ends with what the service answered.
    pub refused: Option<&'a AccessToken>,
}

/// A bearer token. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    secret: Arc<str>,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// A token whose end is not known.
    #[must_use]
    pub fn new(secret: impl Into<Arc<str>>) -> Self {
        Self {
            secret: secret.into(),
            expires_at: None,
        }
    }

    /// Sets when the token expires.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// The token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.secret
    }

    /// When the token expires, where that is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Always the same token.
#[derive(Clone, Debug)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Gives this token to every request.
    #[must_use]
    pub fn new(secret: impl Into<Arc<str>>) -> Self {
        Self(AccessToken::new(secret))
    }
}

impl TokenProvider for StaticToken {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

type GetToken =
    dyn Fn(TokenRequest<'_>) -> BoxFuture<'static, Result<AccessToken, TokenError>> + Send + Sync;

/// Tokens from an async closure.
///
/// ```
/// use msgraph_runtime::{AccessToken, TokenError, TokenFn, TokenRequest};
///
/// let credential = TokenFn::new(|_: TokenRequest<'_>| async {
///     std::env::var("GRAPH_TOKEN").map(AccessToken::new).map_err(TokenError::new)
/// });
/// ```
pub struct TokenFn(Box<GetToken>);

impl TokenFn {
    /// Calls this for every token. Its future owns what it needs of the request.
    pub fn new<F, R>(get: F) -> Self
    where
        F: Fn(TokenRequest<'_>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<AccessToken, TokenError>> + Send + 'static,
    {
        Self(Box::new(move |request| Box::pin(get(request))))
    }
}

impl TokenProvider for TokenFn {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        (self.0)(request)
    }
}

/// Leaves out the closure, which may hold secrets.
impl fmt::Debug for TokenFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenFn").finish_non_exhaustive()
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        (**self).token(request)
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Box<P> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        (**self).token(request)
    }
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub struct TokenError {
    source: Arc<dyn std::error::Error + Send + Sync>,
}

impl TokenError {
    /// There is no token, for this reason, which must not show a secret.
    pub fn new(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            source: reason.into().into(),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no token")
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
