//! What sends one request and brings back one response.

pub(crate) mod defaults;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_transport;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use crate::body::Body;
use crate::transport_error::TransportError;

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
