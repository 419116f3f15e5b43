//! Transports: the trait that sends one request and returns one response, and its implementation
//! over reqwest. May be used by `auth`, `call`, `paging`, `client`, `receiver` and `testing`.

pub(crate) mod defaults;
#[cfg(feature = "reqwest")]
mod reqwest_clients;
#[cfg(feature = "reqwest")]
mod reqwest_error;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_transport;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use crate::body::Body;
use crate::transport_error::TransportError;

/// A boxed future, returned by object-safe traits.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and returns one response.
///
/// A transport does not retry, does not follow redirects, and does not interpret the status. The
/// call ends at `deadline` in any case: the future is dropped.
///
/// A transport reads the body only once a connection accepts it. If a call ends before that, the
/// service cannot have processed the request ([`Phase::Connection`](crate::Phase::Connection)), and
/// the body can no longer be read.
///
/// ```
/// use std::time::Instant;
/// use specwright_runtime::{Body, BoxFuture, Client, Endpoint, Transport, TransportError};
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
/// let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
///     .transport(AlwaysAccepted)
///     .build();
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
pub trait Transport: Send + Sync {
    /// Sends the request. The future resolves to the head of the response; the body may still be in
    /// transit.
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
