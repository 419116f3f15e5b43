//! Bearer tokens and their providers.

use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use crate::auth::challenge::Challenge;
use crate::auth::token_attributes::TokenAttributes;
use crate::transport::BoxFuture;

/// Provides the bearer tokens of requests.
///
/// It is called once for every call, and once more if the service refuses the token. A provider
/// that requests tokens over the network should cache them until they expire. Its time counts
/// against the deadline of the call. If the call ends first, the future is dropped.
///
/// ```
/// use specwright_runtime::{AccessToken, BoxFuture, TokenError, TokenProvider, TokenRequest};
///
/// struct Environment;
///
/// impl TokenProvider for Environment {
///     fn token<'a>(
///         &'a self,
///         _: TokenRequest<'a>,
///     ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
///         let token = std::env::var("API_TOKEN");
///         let token = token.map(AccessToken::new).map_err(TokenError::new);
///         Box::pin(std::future::ready(token))
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync {
    /// Returns a token for the request.
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>>;
}

/// A request for a token.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scope of the endpoint.
    pub scope: Option<&'a str>,
    /// The URL of the authority that issues tokens for the endpoint.
    pub authority: Option<&'a str>,
    /// The attributes that the call or the client sets.
    pub attributes: &'a TokenAttributes,
    /// The challenge of the response that refused the token, if its error is one of
    /// [`Conventions::challenge_errors`](crate::Conventions::challenge_errors). Its parameters
    /// state what the next token must have.
    pub challenge: Option<&'a Challenge>,
    /// The token that the service refused in this call. Return a different one: if it is the same,
    /// the call ends with the service's response.
    pub refused: Option<&'a AccessToken>,
    /// The deadline of the call. The call needs a part of the remaining time for itself.
    pub deadline: Option<Instant>,
}

/// A bearer token. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    secret: Arc<str>,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// Creates a token without a known expiry.
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

    /// Returns the token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.secret
    }

    /// Returns when the token expires, if known.
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

/// A token provider that always returns the same token.
#[derive(Clone, Debug)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Creates a provider of this token.
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

/// A token provider that calls an async closure.
///
/// ```
/// use specwright_runtime::{AccessToken, TokenError, TokenFn, TokenRequest};
///
/// let credential = TokenFn::new(|_: TokenRequest<'_>| async {
///     std::env::var("API_TOKEN").map(AccessToken::new).map_err(TokenError::new)
/// });
/// ```
pub struct TokenFn(Box<GetToken>);

impl TokenFn {
    /// Creates a provider that calls `get` for every token. The returned future must own what it
    /// needs of the request.
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

/// Omits the closure, which may contain secrets.
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

/// The error of a token provider.
#[derive(Clone, Debug)]
pub struct TokenError {
    is_transient: bool,
    source: Arc<dyn std::error::Error + Send + Sync>,
}

impl TokenError {
    /// Creates an error with a reason, which must not contain a secret.
    pub fn new(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            is_transient: false,
            source: reason.into().into(),
        }
    }

    /// Marks the error as transient: another request may succeed.
    #[must_use]
    pub fn transient(mut self) -> Self {
        self.is_transient = true;
        self
    }

    /// Returns whether another request may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.is_transient
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
