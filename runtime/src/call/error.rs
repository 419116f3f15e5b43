//! How a call fails.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::auth::token::TokenError;
use crate::call::metadata::CallMetadata;
use crate::call::retry::policy::Cause;
use crate::decode::error::DecodeError;
use crate::invalid_request::InvalidRequest;
use crate::transport_error::TransportError;

/// How a call fails. `E` is what the document declares for the errors of the operation.
///
/// Printing it gives one line without any token, query or body; the causes behind it are in
/// [`source`](std::error::Error::source).
///
/// ```
/// use msgraph_runtime::Error;
///
/// fn report<E>(error: &Error<E>) {
///     match error {
///         Error::Service { .. } if error.is_not_found() => eprintln!("the call is gone"),
///         Error::DeadlineExceeded { phase, .. } => eprintln!("too late: {phase}"),
///         _ => eprintln!("{error}"),
///     }
/// }
/// ```
#[non_exhaustive]
pub enum Error<E> {
    /// Something that the caller gave cannot be sent, and was not.
    InvalidRequest(InvalidRequest),
    /// There is no token. The request was not sent, or the service refused the token it had, and there is no other.
    #[non_exhaustive]
    Token {
        /// Why.
        error: TokenError,
        /// What is known of the call.
        exchange: Box<CallMetadata>,
    },
    /// There is no response, or only its head.
    #[non_exhaustive]
    Transport {
        /// Why.
        error: TransportError,
        /// What is known of the call.
        exchange: Box<CallMetadata>,
    },
    /// The call took longer than it may.
    #[non_exhaustive]
    DeadlineExceeded {
        /// How long the call may take.
        deadline: Duration,
        /// What the call was waiting for.
        phase: Phase,
        /// What is known of the call.
        exchange: Box<CallMetadata>,
    },
    /// The service answered with an error that the document declares.
    #[non_exhaustive]
    Service {
        /// The status of the response.
        status: StatusCode,
        /// The declared error.
        body: Box<E>,
        /// What is known of the call.
        exchange: Box<CallMetadata>,
    },
    /// The service answered with something that the document does not declare.
    #[non_exhaustive]
    Unexpected {
        /// The status of the response.
        status: StatusCode,
        /// The body, as it came.
        raw: Bytes,
        /// What the document does not declare.
        why: UnexpectedResponse,
        /// What is known of the call.
        exchange: Box<CallMetadata>,
    },
}

/// What a call was waiting for when its time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// For the token. The request was not sent.
    Token,
    /// For a connection that takes the request. The service cannot have processed it: of its body, nothing was sent.
    ///
    /// That shows by the body alone. A request without one that is still waiting for a connection counts as
    /// [`Response`](Self::Response).
    Connection,
    /// For the head of the response. The service may have processed the request.
    Response,
    /// For the body of the response, whose status is known.
    Body,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "waiting for the token",
            Self::Connection => "waiting for a connection",
            Self::Response => "waiting for the response",
            Self::Body => "waiting for the body of the response",
        })
    }
}

/// What of a response the document does not declare.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnexpectedResponse {
    /// The status.
    #[error("the status is not declared")]
    Status,
    /// The media type. Several others are declared for the status.
    #[error("the media type is not declared")]
    MediaType,
    /// The status is declared, and the body is not what is declared for it.
    #[error("the body is not what is declared")]
    Body(#[source] Box<DecodeError>),
    /// The body is longer than the client reads. What was read until then is kept.
    #[error("the body is longer than {limit} bytes")]
    #[non_exhaustive]
    TooLong {
        /// How many bytes the client reads.
        limit: usize,
    },
}

impl From<DecodeError> for UnexpectedResponse {
    fn from(error: DecodeError) -> Self {
        Self::Body(Box::new(error))
    }
}

impl<E> Error<E> {
    /// What is known of the call. Nothing is, where nothing was to be sent.
    #[must_use]
    pub fn exchange(&self) -> Option<&CallMetadata> {
        match self {
            Self::InvalidRequest(_) => None,
            Self::Token { exchange, .. }
            | Self::Transport { exchange, .. }
            | Self::DeadlineExceeded { exchange, .. }
            | Self::Service { exchange, .. }
            | Self::Unexpected { exchange, .. } => Some(exchange),
        }
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.exchange()?.status()
    }

    /// The headers of the response, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.exchange()
            .filter(|exchange| exchange.status().is_some())
            .map(CallMetadata::headers)
    }

    /// The identity that the service gave to the call: the response header `request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.exchange()?.request_id()
    }

    /// The identity that the client gave to the call: the request header `client-request-id`.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.exchange().map(CallMetadata::client_request_id)
    }

    /// How many requests were handed to the transport.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.exchange().map_or(0, CallMetadata::attempts)
    }

    /// Why the attempt before the last one failed, where there was more than one.
    #[must_use]
    pub fn previous_cause(&self) -> Option<&Cause> {
        self.exchange()?.previous_cause()
    }

    /// How long the service asked to wait before another request, where it did: the response header `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.exchange()?.retry_after()
    }

    /// Whether the service may have processed a request of the call.
    ///
    /// It has not where nothing was sent, nor where it answered 401, 429, or 503 with `Retry-After`. Any other status is
    /// no proof: it can stand for a request that was processed in part.
    #[must_use]
    pub fn may_have_been_processed(&self) -> bool {
        let last = match self {
            Self::InvalidRequest(_) | Self::Token { .. } => false,
            Self::Transport { error, .. } => error.may_have_been_sent(),
            Self::DeadlineExceeded { phase, .. } => match phase {
                Phase::Token | Phase::Connection => false,
                Phase::Response | Phase::Body => self.attempts() > 0,
            },
            Self::Service { status, .. } | Self::Unexpected { status, .. } => {
                Cause::Status(*status).may_have_been_processed(self.retry_after())
            }
        };
        last || self
            .exchange()
            .is_some_and(|exchange| exchange.earlier_processed)
    }

    /// The error that the document declares, where the service answered with it.
    #[must_use]
    pub fn body(&self) -> Option<&E> {
        match self {
            Self::Service { body, .. } => Some(body),
            _ => None,
        }
    }

    /// The body as it came, where it is not what the document declares.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match self {
            Self::Unexpected { raw, .. } => Some(raw),
            _ => None,
        }
    }

    /// Whether the reason was waiting too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::DeadlineExceeded { .. } => true,
            Self::Transport { error, .. } => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether the service answered 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the service answered 429: too many requests.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }
}

/// A declared error that has a code: what tells one reason of a service from another.
///
/// ```
/// use msgraph_runtime::{Error, ErrorCode};
///
/// // In a generated client, this is generated.
/// struct ODataError {
///     code: String,
/// }
///
/// impl ErrorCode for ODataError {
///     fn error_code(&self) -> Option<&str> {
///         Some(&self.code)
///     }
/// }
///
/// fn is_gone(error: &Error<ODataError>) -> bool {
///     error.code() == Some("8522")
/// }
/// ```
pub trait ErrorCode {
    /// The code, where the error has one.
    fn error_code(&self) -> Option<&str>;
}

/// No error is declared.
impl ErrorCode for std::convert::Infallible {
    fn error_code(&self) -> Option<&str> {
        None
    }
}

impl<E: ErrorCode> Error<E> {
    /// The code of the declared error, where the service answered with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body()?.error_code()
    }
}

impl<E> From<InvalidRequest> for Error<E> {
    fn from(invalid: InvalidRequest) -> Self {
        Self::InvalidRequest(invalid)
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(exchange) = self.exchange() {
            write!(f, "{}: ", exchange.operation())?;
        }
        match self {
            Self::InvalidRequest(invalid) => write!(f, "{invalid}"),
            Self::Token { error, exchange } => write!(f, "{error} {exchange}"),
            Self::Transport { error, exchange } => write!(f, "{error} {exchange}"),
            Self::DeadlineExceeded {
                deadline,
                phase,
                exchange,
            } => write!(f, "deadline of {deadline:?} exceeded {phase} {exchange}"),
            Self::Service {
                status, exchange, ..
            } => write!(f, "the service answered {status} {exchange}"),
            Self::Unexpected {
                status,
                why,
                exchange,
                ..
            } => write!(f, "the service answered {status}, and {why} {exchange}"),
        }
    }
}

/// Leaves out the bodies.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(invalid) => {
                f.debug_tuple("InvalidRequest").field(invalid).finish()
            }
            Self::Token { error, exchange } => f
                .debug_struct("Token")
                .field("error", error)
                .field("exchange", exchange)
                .finish(),
            Self::Transport { error, exchange } => f
                .debug_struct("Transport")
                .field("error", error)
                .field("exchange", exchange)
                .finish(),
            Self::DeadlineExceeded {
                deadline,
                phase,
                exchange,
            } => f
                .debug_struct("DeadlineExceeded")
                .field("deadline", deadline)
                .field("phase", phase)
                .field("exchange", exchange)
                .finish(),
            Self::Service { exchange, .. } => f
                .debug_struct("Service")
                .field("exchange", exchange)
                .finish_non_exhaustive(),
            Self::Unexpected {
                raw, why, exchange, ..
            } => f
                .debug_struct("Unexpected")
                .field("why", why)
                .field("raw_len", &raw.len())
                .field("exchange", exchange)
                .finish_non_exhaustive(),
        }
    }
}

impl<E> std::error::Error for Error<E> {
    /// What the line of `Display` does not say yet.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::InvalidRequest(invalid) => invalid.source(),
            Self::Token { error, .. } => error.source(),
            Self::Transport { error, .. } => error.source(),
            Self::Unexpected {
                why: UnexpectedResponse::Body(error),
                ..
            } => Some(&**error),
            Self::DeadlineExceeded { .. } | Self::Service { .. } | Self::Unexpected { .. } => None,
        }
    }
}
