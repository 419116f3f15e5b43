//! The default transport and the default user agent.

use http::HeaderValue;

#[cfg(not(feature = "reqwest"))]
use crate::body::Body;
#[cfg(not(feature = "reqwest"))]
use crate::transport::BoxFuture;
use crate::transport::Transport;
#[cfg(feature = "reqwest")]
use crate::transport::reqwest_transport::ReqwestTransport;
#[cfg(not(feature = "reqwest"))]
use crate::transport_error::TransportError;

/// Returns the name and version of this crate, for the header `User-Agent`.
pub(crate) fn user_agent() -> HeaderValue {
    HeaderValue::from_static(concat!(
        env!("CARGO_PKG_NAME"),
        "/",
        env!("CARGO_PKG_VERSION")
    ))
}

#[cfg(feature = "reqwest")]
pub(crate) fn default_transport() -> Box<dyn Transport> {
    Box::new(ReqwestTransport::new())
}

/// Returns a transport that ignores the proxies of the environment.
#[cfg(all(feature = "reqwest", feature = "oauth2"))]
pub(crate) fn transport_without_proxy() -> Box<dyn Transport> {
    Box::new(ReqwestTransport::from_settings(|| {
        ReqwestTransport::settings().no_proxy()
    }))
}

#[cfg(all(not(feature = "reqwest"), feature = "oauth2"))]
pub(crate) fn transport_without_proxy() -> Box<dyn Transport> {
    default_transport()
}

#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport() -> Box<dyn Transport> {
    Box::new(NoTransport)
}

/// The transport of a client that was built without one, so that building never fails. Its calls
/// fail.
#[cfg(not(feature = "reqwest"))]
struct NoTransport;

#[cfg(not(feature = "reqwest"))]
impl Transport for NoTransport {
    fn send(
        &self,
        _: http::Request<Body>,
        _: std::time::Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let error = TransportError::not_sent(
            "the client was built without a transport, and without the feature `reqwest`",
        )
        .permanent();
        Box::pin(std::future::ready(Err(error)))
    }
}
