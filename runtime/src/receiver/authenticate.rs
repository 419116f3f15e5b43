//! Who sent a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value};

use crate::transport::BoxFuture;

/// Says who sent a request, before its body is looked at.
///
/// ```
/// use msgraph_runtime::receiver::{Authenticate, Refusal, Sender};
/// use msgraph_runtime::{BoxFuture, HeaderMap};
///
/// /// Behind a proxy that checks certificates, and tells of them.
/// struct ByCertificate;
///
/// impl Authenticate for ByCertificate {
///     fn authenticate<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Sender, Refusal>> {
///         let verified = headers.get("x-client-certificate").is_some_and(|value| value == "verified");
///         Box::pin(async move { if verified { Ok(Sender::unknown()) } else { Err(Refusal::Unauthorized) } })
///     }
/// }
/// ```
pub trait Authenticate: Send + Sync {
    /// Says who sent a request with these headers.
    ///
    /// # Errors
    ///
    /// When the request is refused. Why it is goes to the log, never to the sender.
    fn authenticate<'a>(&'a self, headers: &'a HeaderMap)
    -> BoxFuture<'a, Result<Sender, Refusal>>;
}

impl<S: Authenticate + ?Sized> Authenticate for Arc<S> {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, Refusal>> {
        (**self).authenticate(headers)
    }
}

impl<S: Authenticate + ?Sized> Authenticate for Box<S> {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, Refusal>> {
        (**self).authenticate(headers)
    }
}

/// Who sent a request: the claims of its token, once that has been verified.
#[derive(Clone, Default)]
pub struct Sender {
    claims: Arc<Map<String, Value>>,
    tenant: Option<Arc<str>>,
}

impl Sender {
    /// A sender of whom nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    /// A sender with these claims.
    #[must_use]
    pub fn new(claims: Map<String, Value>) -> Self {
        Self {
            claims: Arc::new(claims),
            tenant: None,
        }
    }

    /// Sets for which tenant the sender speaks.
    #[must_use]
    pub fn with_tenant(mut self, tenant: impl Into<Arc<str>>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Who issued the token: the claim `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.claim("iss")?.as_str()
    }

    /// The tenant for which the sender speaks, where it is known.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// A claim by its name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }
}

/// Shows issuer and tenant. Other claims may be about persons.
impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("issuer", &self.issuer())
            .field("tenant", &self.tenant())
            .finish_non_exhaustive()
    }
}

/// Why a request goes no further. It tells the sender no more than its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nobody knows who sent the request: 401.
    #[error("the sender of the request is not known")]
    Unauthorized,
    /// The sender is known, and the request is none of its business here: 403.
    #[error("the sender of the request has no business here")]
    Forbidden,
    /// Nobody can say at present who sent the request: 503, with `Retry-After`.
    #[error("it cannot be said at present who sent the request")]
    Unavailable {
        /// After how long another try makes sense.
        retry_after: Duration,
    },
}

impl Refusal {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The response, which has no body: its status, and the header that HTTP wants beside it.
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
                // The header has whole seconds, and a fraction of one is a second that has not passed.
                let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
                headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
            }
        }
        response
    }
}

/// Takes every request for a good one, whoever sent it. For tests, and behind a proxy that has verified the sender.
#[derive(Clone, Copy, Debug, Default)]
pub struct DangerouslyUnauthenticated;

impl Authenticate for DangerouslyUnauthenticated {
    fn authenticate<'a>(&'a self, _: &'a HeaderMap) -> BoxFuture<'a, Result<Sender, Refusal>> {
        Box::pin(std::future::ready(Ok(Sender::unknown())))
    }
}
