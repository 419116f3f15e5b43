//! What the document says of an operation.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::auth::security::Security;
use crate::body::{Body, media_type};
use crate::call::error::UnexpectedResponse;
use crate::decode::error::DecodeError;

/// An operation of the document: everything about it that does not change from call to call.
///
/// Generated code holds one of these in a `static` per operation.
///
/// ```
/// use std::convert::Infallible;
/// use msgraph_runtime::{Method, Operation, Reply, Security, Status, body};
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
    /// The path template, as the document writes it.
    pub path: &'static str,
    /// How long a call may take, where the document says so.
    pub deadline: Option<Duration>,
    /// Whether a request that is processed twice has the effect of one.
    pub idempotent: bool,
    /// What the request has to carry to be let in.
    pub security: Security,
    /// What the service may answer.
    pub responses: &'static [(Status, Reply<T, E>)],
}

/// For which status codes an entry of [`Operation::responses`] stands. The most precise entry wins, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One code, such as `202`.
    Code(u16),
    /// A range, by its first digit: `4` is `4XX`.
    Range(u16),
    /// Whatever no other entry stands for.
    Default,
}

/// What a declared response means, and how its body is read.
#[derive(Debug)]
pub enum Reply<T: 'static, E: 'static> {
    /// The operation succeeded.
    Success(fn(&http::Response<Bytes>) -> Result<T, DecodeError>),
    /// The operation succeeded, and the body is handed out as it comes.
    Stream(fn(Body) -> T),
    /// The operation failed, in a way that the document declares.
    Failure(fn(&http::Response<Bytes>) -> Result<E, DecodeError>),
    /// It depends on the media type of the response. Of those that fit, the narrowest counts; a response without
    /// `Content-Type` is of the first.
    Media(&'static [(&'static str, Reply<T, E>)]),
}

/// Which bodies are handed out as they come: all that a call asks of an operation while it runs, whatever its types.
pub(crate) trait Streams: Sync {
    /// Whether that of a response with this head is.
    fn streams(&self, status: StatusCode, headers: &HeaderMap) -> bool;
}

impl<T, E> Streams for Operation<T, E> {
    fn streams(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        matches!(self.reply(status, headers), Ok(Reply::Stream(_)))
    }
}

impl<T, E> Operation<T, E> {
    /// What the document declares for the head of a response.
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
                let place = media_type::place(declared, headers);
                let chosen = place.and_then(|place| media.get(place));
                chosen
                    .map(|(_, reply)| reply)
                    .ok_or(UnexpectedResponse::MediaType)
            }
            Some((_, reply)) => Ok(reply),
        }
    }
}
