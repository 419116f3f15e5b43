//! The response to a request.

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::ser::Serialize;

use crate::body::Body;
use crate::params::style::Style;
use crate::params::style::value::ParamValue;

/// The response to a request: a status, headers, and an optional body.
#[derive(Debug)]
pub struct Response(http::Response<Body>);

impl Response {
    /// Creates a response without a body. An invalid HTTP status becomes 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let mut response = http::Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(response)
    }

    /// Sets a JSON body, as `application/json` unless a header sets another media type. If it
    /// cannot be serialized, the response becomes a 500.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.json_text(json),
            Err(_) => Self::status(500),
        }
    }

    /// Sets a body that is JSON text.
    pub(crate) fn json_text(mut self, json: impl Into<bytes::Bytes>) -> Self {
        *self.0.body_mut() = Body::from(json.into());
        self.0
            .headers_mut()
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
        self
    }

    /// Adds a header: a scalar, a list of scalars or an object of scalars. Omitted if the value is
    /// null or empty. An invalid header value makes the response a 500.
    #[must_use]
    pub fn header(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.header_as(name, value, Style::SIMPLE)
    }

    /// Adds a header in a style. Otherwise the same as [`header`](Self::header).
    #[must_use]
    pub fn header_as(
        mut self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        // JSON represents null as text, too.
        let is_null = matches!(ParamValue::new(value), Ok(ParamValue::Null));
        let text = match style.in_header(value) {
            Ok(Some(text)) if !is_null => text,
            Ok(_) => return self,
            Err(_) => return Self::status(500),
        };
        match (name.parse::<HeaderName>(), HeaderValue::try_from(text)) {
            (Ok(name), Ok(value)) => {
                self.0.headers_mut().append(name, value);
                self
            }
            _ => Self::status(500),
        }
    }

    /// Sets `Retry-After`, rounded up to whole seconds.
    pub(crate) fn retry_after(mut self, retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let headers = self.0.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        self
    }

    /// Returns whether the status is a success.
    pub(crate) fn is_success(&self) -> bool {
        self.0.status().is_success()
    }
}

impl From<Response> for http::Response<Body> {
    fn from(response: Response) -> Self {
        response.0
    }
}

impl From<http::Response<Body>> for Response {
    fn from(response: http::Response<Body>) -> Self {
        Self(response)
    }
}
