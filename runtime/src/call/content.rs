//! The body of a request.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::body::form::Encoding;
use crate::body::multipart::Multipart;
use crate::body::{Body, form};
use crate::call::request::Request;
use crate::invalid_request::InvalidRequest;

impl<T, E> Request<'_, T, E> {
    /// Sets the body as JSON.
    pub fn json<B: Serialize + ?Sized>(self, body: &B) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.with_body(HeaderValue::from_static("application/json"), json),
            Err(error) => self.record_error(Err(InvalidRequest::Encode(error))),
        }
    }

    /// Sets the body as a form of the media type `application/x-www-form-urlencoded`.
    ///
    /// `encodings` are those of the OpenAPI document, by property.
    pub fn form<B: Serialize + ?Sized>(
        self,
        body: &B,
        encodings: &[(&'static str, Encoding)],
    ) -> Self {
        match form::encode(body, encodings) {
            Ok(form) => self.with_body(
                HeaderValue::from_static("application/x-www-form-urlencoded"),
                form,
            ),
            Err(not_serializable) => self.record_error(Err(not_serializable.into())),
        }
    }

    /// Sets a multipart body.
    pub fn multipart(self, body: impl Into<Multipart>) -> Self {
        match body.into().into_body() {
            Ok((media_type, body)) => self.content(&media_type, body),
            Err(invalid) => self.record_error(Err(invalid)),
        }
    }

    /// Sets the body unchanged. The media type is used unless a `Content-Type` is set.
    pub fn content(self, media_type: &str, body: impl Into<Body>) -> Self {
        match HeaderValue::try_from(media_type) {
            Ok(media_type) => self.with_body(media_type, body),
            Err(_) => self.record_error(Err(InvalidRequest::Header {
                name: CONTENT_TYPE.to_string(),
                reason: "has a value that is not valid in a header",
            })),
        }
    }

    fn with_body(mut self, media_type: HeaderValue, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self.headers.entry(CONTENT_TYPE).or_insert(media_type);
        self
    }

    /// Sets the body as text in UTF-8. The media type is used unless a `Content-Type` is set.
    pub fn text(self, media_type: &str, body: impl Into<String>) -> Self {
        self.content(media_type, body.into())
    }

    /// Sets the body in the media type that the caller chose.
    pub fn one_of<C: Content>(self, body: C) -> Self {
        body.set(self)
    }
}

/// A body in one of several media types. Generated for each operation that declares more than one.
pub trait Content {
    /// Sets the body of a request.
    fn set<T, E>(self, request: Request<'_, T, E>) -> Request<'_, T, E>;
}
