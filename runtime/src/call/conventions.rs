//! The conventions of a service that HTTP leaves open.

use http::header::InvalidHeaderValue;
use http::{HeaderMap, HeaderName, HeaderValue};

/// The conventions of a service that HTTP leaves open: the headers that identify a call, and the
/// challenges that a token with other attributes meets.
///
/// A generated crate has these from the extensions of its OpenAPI document.
/// [`ClientBuilder::conventions`](crate::ClientBuilder::conventions) sets those of a client. By
/// default, a client sends no header that identifies a call.
///
/// ```
/// # #[cfg(feature = "uuid")]
/// # fn client() -> Result<specwright_runtime::Client, specwright_runtime::InvalidEndpoint> {
/// use specwright_runtime::{Client, Conventions, Endpoint, HeaderName, RequestIdHeader};
///
/// static CONVENTIONS: Conventions = Conventions {
///     request_id_header: Some(RequestIdHeader::random_uuid(HeaderName::from_static(
///         "x-correlation-id",
///     ))),
///     response_id_headers: &["x-request-id"],
///     challenge_errors: &["insufficient_user_authentication"],
/// };
///
/// let client = Client::builder(Endpoint::new("https://api.example.com")?)
///     .conventions(&CONVENTIONS)
///     .build();
/// # Ok(client)
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// The request header that identifies a call. `None` if nothing is sent.
    pub request_id_header: Option<RequestIdHeader>,
    /// The response headers with the id that the service gave the call. The first one that a
    /// response has is used.
    pub response_id_headers: &'static [&'static str],
    /// The `error` of those `Bearer` challenges whose parameters the next token request needs. See
    /// [`TokenRequest::challenge`](crate::TokenRequest::challenge).
    pub challenge_errors: &'static [&'static str],
}

impl Conventions {
    /// Returns the name and the value of the response header with the id of the call.
    pub(crate) fn response_id_header<'a>(
        &self,
        headers: &'a HeaderMap,
    ) -> Option<(&'static str, &'a str)> {
        self.response_id_headers
            .iter()
            .find_map(|name| Some((*name, headers.get(*name)?.to_str().ok()?)))
    }

    /// Returns the id that the service gave the call.
    pub(crate) fn response_id<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        self.response_id_header(headers).map(|(_, id)| id)
    }
}

/// A request header that identifies a call.
///
/// All attempts of a call send the same value: that of the caller, or a generated one.
#[derive(Clone, Debug)]
pub struct RequestIdHeader {
    name: HeaderName,
    generate: fn() -> String,
}

impl RequestIdHeader {
    /// Creates a header whose value is what `generate` returns for each call, which must be valid
    /// in a header.
    #[must_use]
    pub const fn new(name: HeaderName, generate: fn() -> String) -> Self {
        Self { name, generate }
    }

    /// Creates a header whose value is a random UUID.
    #[cfg(feature = "uuid")]
    #[must_use]
    pub const fn random_uuid(name: HeaderName) -> Self {
        Self::new(name, || uuid::Uuid::new_v4().to_string())
    }

    pub(crate) const fn name(&self) -> &HeaderName {
        &self.name
    }

    /// Returns the value for another call.
    pub(crate) fn generate(&self) -> Result<HeaderValue, InvalidHeaderValue> {
        HeaderValue::try_from((self.generate)())
    }
}

/// No conventions.
pub(crate) static NONE: Conventions = Conventions {
    request_id_header: None,
    response_id_headers: &[],
    challenge_errors: &[],
};
