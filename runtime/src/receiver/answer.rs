//! What a request is answered with.

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::ser::Serialize;

use crate::body::Body;
use crate::params::style::Style;
use crate::params::style::value::ParamValue;

/// What a request is answered with: a status, headers, and perhaps a body.
#[derive(Debug)]
pub struct Answer(Response<Body>);

impl Answer {
    /// An answer without a body. A number that is no status of HTTP makes it a 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(response)
    }

    /// Puts in a body of JSON, as `application/json` where no header says another media type. One that cannot be
    /// written makes the answer a 500.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.json_text(json),
            Err(_) => Self::status(500),
        }
    }

    /// Puts in a body that is JSON already.
    pub(crate) fn json_text(mut self, json: impl Into<bytes::Bytes>) -> Self {
        *self.0.body_mut() = Body::from(json.into());
        self.0
            .headers_mut()
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
        self
    }

    /// Adds a header: a text, a number, a list of these or an object of these; nothing, where the value is null or empty.
    /// One that HTTP cannot carry makes the answer a 500.
    #[must_use]
    pub fn header(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.header_as(name, value, Style::SIMPLE)
    }

    /// Adds a header in a style, as [`header`](Self::header) does.
    #[must_use]
    pub fn header_as(
        mut self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        // JSON has a text for null, too.
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

    /// Come back later.
    pub(crate) fn busy(retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let mut answer = Self::status(503);
        let headers = answer.0.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        answer
    }

    /// Whether it says that the request was taken.
    pub(crate) fn is_success(&self) -> bool {
        self.0.status().is_success()
    }
}

impl From<Answer> for Response<Body> {
    fn from(answer: Answer) -> Self {
        answer.0
    }
}

impl From<Response<Body>> for Answer {
    fn from(response: Response<Body>) -> Self {
        Self(response)
    }
}
