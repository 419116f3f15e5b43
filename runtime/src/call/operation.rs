//! An operation of the OpenAPI document.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, StatusCode};

use crate::auth::security::Security;
use crate::body::{Body, media_type};
use crate::call::error::UnexpectedResponse;
use crate::decode::error::DecodeError;

/// An operation of the OpenAPI document: everything that does not change from call to call.
///
/// Generated code has one `static` for each operation.
///
/// ```
/// use std::convert::Infallible;
/// use specwright_runtime::{Method, Operation, Reply, Security, Status, body};
///
/// static DELETE: Operation<(), Infallible> = Operation {
///     id: "communications.DeleteCalls",
///     method: Method::DELETE,
///     path: "/communications/calls/{call-id}",
///     deadline: None,
///     idempotent: true,
///     security: Security::Bearer,
///     responses: &[(Status::Code(204), Reply::Success(body::none))],
/// };
/// ```
#[derive(Debug)]
pub struct Operation<T: 'static, E: 'static> {
    /// The `operationId`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template of the OpenAPI document.
    pub path: &'static str,
    /// The deadline of calls, if the OpenAPI document specifies one.
    pub deadline: Option<Duration>,
    /// Whether processing a request twice has the effect of processing it once.
    pub idempotent: bool,
    /// The security requirement.
    pub security: Security,
    /// The declared responses.
    pub responses: &'static [(Status, Reply<T, E>)],
}

/// The status codes that an entry of [`Operation::responses`] applies to. The most specific entry
/// is used, regardless of its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One code, such as `202`.
    Code(u16),
    /// A range of codes, by its first digit: `4` is `4XX`.
    Range(u16),
    /// All status codes that no other entry applies to.
    Default,
}

/// The meaning of a declared response, and how its body is decoded.
#[derive(Debug)]
pub enum Reply<T: 'static, E: 'static> {
    /// The operation succeeded.
    Success(fn(&http::Response<Bytes>) -> Result<T, DecodeError>),
    /// The operation succeeded, and the body is a stream.
    Stream(fn(Body) -> T),
    /// The operation failed with a declared error.
    Failure(fn(&http::Response<Bytes>) -> Result<E, DecodeError>),
    /// Depends on the media type of the response. Of the matching media types, the most specific
    /// one is used. A response without `Content-Type` has the first one, and one with another JSON
    /// media type has the first that is JSON.
    Media(&'static [(&'static str, Reply<T, E>)]),
    /// A reply with one of these media types, or without a body if there are none. A reply that is
    /// not listed in this way is JSON.
    ///
    /// This only matters for a success whose status is not declared: it is decoded as the nearest
    /// declared success with its media type.
    MediaTypes(&'static [&'static str], &'static Reply<T, E>),
}

/// Which response bodies are streams. Independent of the types of an operation, so that the
/// pipeline is.
pub(crate) trait Streams: Sync {
    /// Returns whether the body of a response with this head is a stream.
    fn streams(&self, status: StatusCode, headers: &HeaderMap) -> bool;
}

impl<T, E> Streams for Operation<T, E> {
    fn streams(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        matches!(self.reply(status, headers), Ok(Reply::Stream(_)))
    }
}

impl<T, E> Operation<T, E> {
    /// Returns what the OpenAPI document declares for the head of a response. A success whose status
    /// is not declared is the nearest declared success with its media type.
    pub(crate) fn reply(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<&'static Reply<T, E>, UnexpectedResponse> {
        let declared = self.declared_reply(status);
        let reply = match declared {
            Some(reply @ Reply::Media(_)) => reply
                .in_media_type(headers)
                .ok_or(UnexpectedResponse::MediaType)?,
            Some(reply) => reply,
            None => self
                .nearest_success(status, headers)
                .ok_or(UnexpectedResponse::Status)?,
        };
        Ok(match reply {
            Reply::MediaTypes(_, reply) => reply,
            reply => reply,
        })
    }

    /// Returns the reply that is declared for a status. `Default` does not describe the failure of
    /// a success.
    fn declared_reply(&self, status: StatusCode) -> Option<&'static Reply<T, E>> {
        let code = status.as_u16();
        let find = |wanted: Status| {
            let mut responses = self.responses.iter();
            let found = responses.find(|(status, _)| *status == wanted);
            found.map(|(_, reply)| reply)
        };
        let default = || find(Status::Default);
        find(Status::Code(code))
            .or_else(|| find(Status::Range(code / 100)))
            .or_else(|| default().filter(|reply| !status.is_success() || !reply.is_failure()))
    }

    /// Returns the reply of the declared success that is nearest to a status and has the media type
    /// of a response.
    fn nearest_success(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<&'static Reply<T, E>> {
        let code = status.as_u16();
        let successes = self.responses.iter().filter_map(|(declared, reply)| {
            let Status::Code(declared @ 200..300) = declared else {
                return None;
            };
            // Without a media type, there is probably no body.
            let has_body = !matches!(reply, Reply::MediaTypes([], _));
            let rank = (has_body, declared.abs_diff(code));
            Some((rank, reply.in_media_type(headers)?))
        });
        let nearest = successes.min_by_key(|(rank, _)| *rank);
        nearest
            .filter(|_| status.is_success())
            .map(|(_, reply)| reply)
    }
}

impl<T, E> Reply<T, E> {
    /// Returns whether the reply describes an error, whatever its media type.
    fn is_failure(&self) -> bool {
        match self {
            Self::Failure(_) => true,
            Self::Success(_) | Self::Stream(_) => false,
            Self::Media(media) => media.iter().all(|(_, reply)| reply.is_failure()),
            Self::MediaTypes(_, reply) => reply.is_failure(),
        }
    }

    /// Returns the reply for a response with the media type in its headers, or `None` if the reply
    /// has another one.
    fn in_media_type(&'static self, headers: &HeaderMap) -> Option<&'static Self> {
        match self {
            Self::Media(media) => {
                let declared = media.iter().map(|(media_type, _)| *media_type);
                let index = media_type::find_declared(declared, headers)?;
                media.get(index).map(|(_, reply)| reply)
            }
            Self::MediaTypes([], reply) => (!headers.contains_key(CONTENT_TYPE)).then_some(reply),
            Self::MediaTypes(declared, reply) => {
                media_type::find_declared(declared.iter().copied(), headers).map(|_| *reply)
            }
            reply => {
                let json = ["application/json"].into_iter();
                media_type::find_declared(json, headers).map(|_| reply)
            }
        }
    }
}

/// Returns a method that [`Method`] has no constant for.
///
/// # Panics
///
/// Panics if the string is not a token of HTTP. Generated code passes tokens only.
#[must_use]
pub fn extension_method(token: &'static str) -> Method {
    Method::from_bytes(token.as_bytes()).expect("the token of an HTTP method")
}
