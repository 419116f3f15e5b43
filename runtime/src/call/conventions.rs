//! The conventions of a service that HTTP leaves open.

use http::{HeaderMap, HeaderName};

/// The conventions of a service that HTTP leaves open: the headers that identify a call, and the
/// challenges that a token with other attributes meets.
///
/// A generated crate has these from the extensions of its OpenAPI document.
/// [`ClientBuilder::conventions`](crate::ClientBuilder::conventions) sets those of a client. By
/// default, a client sends no header that identifies a call.
///
/// ```
/// use specwright_runtime::{Client, Conventions, Endpoint, HeaderName};
///
/// static CONVENTIONS: Conventions = Conventions {
///     request_id_header: Some(HeaderName::from_static("x-correlation-id")),
///     response_id_headers: &["x-request-id"],
///     challenge_errors: &["insufficient_user_authentication"],
/// };
///
/// let client = Client::builder(Endpoint::new("https://api.example.com")?)
///     .conventions(&CONVENTIONS)
///     .build();
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// The request header that identifies a call. All attempts of a call send the same value, a
    /// random UUID unless the caller sets the header. `None` if nothing is sent.
    pub request_id_header: Option<HeaderName>,
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

/// No conventions.
pub(crate) static NONE: Conventions = Conventions {
    request_id_header: None,
    response_id_headers: &[],
    challenge_errors: &[],
};
