//! An operation of the OpenAPI document.

use std::time::Duration;

use bytes::Bytes;
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
    /// one is used. A response without `Content-Type` has the first one.
    Media(&'static [(&'static str, Reply<T, E>)]),
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
    /// Returns what the OpenAPI document declares for the head of a response.
    pub(crate) fn reply(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<&'static Reply<T, E>, UnexpectedResponse> {
        let code = status.as_u16();
        let declared = [
            Status::Code(code),
            Status::Range(code / 100),
            Status::Default,
        ]
        .iter()
        .find_map(|wanted| self.responses.iter().find(|(status, _)| status == wanted));
        match declared {
            None => Err(UnexpectedResponse::Status),
            Some((_, Reply::Media(media))) => {
                let declared = media.iter().map(|(media_type, _)| *media_type);
                let index = media_type::find_best_match(declared, headers);
                let chosen = index.and_then(|index| media.get(index));
                chosen
                    .map(|(_, reply)| reply)
                    .ok_or(UnexpectedResponse::MediaType)
            }
            Some((_, reply)) => Ok(reply),
        }
    }
}
