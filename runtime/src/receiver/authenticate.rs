//! Authentication of the sender of a request.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value};

use crate::transport::BoxFuture;

/// Authenticates the sender of a request before its body is read.
///
/// ```
/// use specwright_runtime::receiver::{Authenticate, AuthError, Sender};
/// use specwright_runtime::{BoxFuture, HeaderMap};
///
/// /// Behind a proxy that verifies client certificates and adds a header.
/// struct ByCertificate;
///
/// impl Authenticate for ByCertificate {
///     fn authenticate<'a>(
///         &'a self,
///         headers: &'a HeaderMap,
///     ) -> BoxFuture<'a, Result<Sender, AuthError>> {
///         let certificate = headers.get("x-client-certificate");
///         let sender = match certificate {
///             Some(value) if value == "verified" => Ok(Sender::unknown()),
///             _ => Err(AuthError::Unauthorized),
///         };
///         Box::pin(std::future::ready(sender))
///     }
/// }
/// ```
pub trait Authenticate: Send + Sync {
    /// Authenticates the sender by the headers of a request.
    ///
    /// # Errors
    ///
    /// If the request is refused. The reason is logged and never sent.
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>>;
}

impl<S: Authenticate + ?Sized> Authenticate for Arc<S> {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>> {
        (**self).authenticate(headers)
    }
}

impl<S: Authenticate + ?Sized> Authenticate for Box<S> {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>> {
        (**self).authenticate(headers)
    }
}

/// The sender of a request: the verified claims of its token, and the attributes that the OpenAPI
/// document derives from them.
#[derive(Clone, Default)]
pub struct Sender {
    claims: Arc<Map<String, Value>>,
    attributes: Arc<[(Cow<'static, str>, String)]>,
}

impl Sender {
    /// Creates a sender without claims.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Creates a sender with claims.
    #[must_use]
    pub fn new(claims: Map<String, Value>) -> Self {
        Self {
            claims: Arc::new(claims),
            attributes: Arc::default(),
        }
    }

    /// Sets a named attribute of the sender.
    #[must_use]
    pub fn with_attribute(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        let name = name.into();
        let others = self.attributes.iter().filter(|(known, _)| *known != name);
        let mut attributes: Vec<_> = others.cloned().collect();
        attributes.push((name, value.into()));
        self.attributes = attributes.into();
        self
    }

    /// Returns the issuer of the token: the claim `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.claim("iss")?.as_str()
    }

    /// Returns a named attribute of the sender, if known. A generated crate has a method for each
    /// attribute that its OpenAPI document names.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Returns a claim by name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }
}

/// Shows the issuer and the named attributes. Other claims may be personal data.
impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes = self.attributes.iter();
        let attributes: BTreeMap<&str, &str> = attributes
            .map(|(name, value)| (&**name, value.as_str()))
            .collect();
        f.debug_struct("Sender")
            .field("issuer", &self.issuer())
            .field("attributes", &attributes)
            .finish_non_exhaustive()
    }
}

/// Why a request is refused. The sender receives only the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The sender is unknown: 401.
    #[error("the sender of the request is not known")]
    Unauthorized,
    /// The sender is known, and not allowed: 403.
    #[error("the sender of the request has no business here")]
    Forbidden,
    /// The sender cannot be authenticated at present: 503, with `Retry-After`.
    #[error("it cannot be said at present who sent the request")]
    Unavailable {
        /// The delay before another attempt.
        retry_after: Duration,
    },
}

impl AuthError {
    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Returns the response: the status, the header that HTTP requires for it, and no body.
    #[must_use]
    pub fn response<B: Default>(&self) -> Response<B> {
        let mut response = Response::new(B::default());
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        match self {
            Self::Unauthorized => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::Forbidden => {}
            Self::Unavailable { retry_after } => {
                // The header has whole seconds, so fractions are rounded up.
                let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
                headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
            }
        }
        response
    }
}

/// Accepts every request without authentication. For tests, and behind a proxy that authenticates
/// the sender.
#[derive(Clone, Copy, Debug, Default)]
pub struct DangerouslyUnauthenticated;

impl Authenticate for DangerouslyUnauthenticated {
    fn authenticate<'a>(&'a self, _: &'a HeaderMap) -> BoxFuture<'a, Result<Sender, AuthError>> {
        Box::pin(std::future::ready(Ok(Sender::unknown())))
    }
}
