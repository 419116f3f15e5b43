//! What sends one request and brings back one response.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use crate::Body;

/// A future on the heap, as the object-safe traits return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and brings back one response.
///
/// A transport does not retry, does not follow redirects and does not look at the status. The call ends at `deadline`,
/// with or without the transport: it drops the future then.
///
/// A transport reads the body when it has a connection that takes it, and no earlier: a call that ends before knows by
/// that that the service cannot have processed it ([`Phase::Connection`](crate::Phase::Connection)), and the body cannot be
/// read any more.
///
/// ```
/// use std::time::Instant;
/// use msgraph_runtime::{Body, BoxFuture, Client, Endpoint, Transport, TransportError};
///
/// struct AlwaysAccepted;
///
/// impl Transport for AlwaysAccepted {
///     fn send(
///         &self,
///         _: http::Request<Body>,
///         _: Instant,
///     ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
///         let mut response = http::Response::new(Body::empty());
///         *response.status_mut() = http::StatusCode::ACCEPTED;
///         Box::pin(std::future::ready(Ok(response)))
///     }
/// }
///
/// let client = Client::builder(Endpoint::new("https://graph.microsoft.com/v1.0")?)
///     .transport(AlwaysAccepted)
///     .build();
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
/// ```
pub trait Transport: Send + Sync {
    /// Sends the request. The future is done when the head of the response is there; its body may still be on its way.
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

impl<S: Transport + ?Sized> Transport for Arc<S> {
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request, deadline)
    }
}

impl<S: Transport + ?Sized> Transport for Box<S> {
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request, deadline)
    }
}

/// Why there is no response, or only a part of it.
#[derive(Clone, Debug)]
pub struct TransportError {
    sent: bool,
    timeout: bool,
    permanent: bool,
    source: Arc<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// There was no connection, or the service has refused the request unseen: it cannot have processed anything.
    pub fn not_sent(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(false, reason.into())
    }

    /// The connection failed later, so the service may have processed the request.
    pub fn maybe_sent(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(true, reason.into())
    }

    fn new(sent: bool, source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self {
            sent,
            timeout: false,
            permanent: false,
            source: source.into(),
        }
    }

    /// Marks the error as one of waiting too long.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        self
    }

    /// Marks the error as one that no other attempt would mend, such as contradictory settings.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.permanent = true;
        self
    }

    /// Whether the service may have processed the request.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// Whether the reason was waiting too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// Whether another attempt would fail in the same way.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.sent, self.timeout) {
            (false, false) => "the request did not reach the service",
            (false, true) => "the request did not reach the service in time",
            (true, false) => "the connection to the service broke",
            (true, true) => "the service did not answer in time",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
