//! The error of a call.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::auth::token::TokenError;
use crate::call::metadata::CallMetadata;
use crate::call::retry::policy::RetryReason;
use crate::decode::error::DecodeError;
use crate::invalid_request::InvalidRequest;
use crate::transport_error::TransportError;

/// The error of a call. `E` is the type of the errors that the OpenAPI document declares.
///
/// `Display` prints one line without tokens, query or bodies. The causes are available by
/// [`source`](std::error::Error::source).
///
/// ```
/// use specwright_runtime::Error;
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
    /// The request is invalid and was not sent.
    InvalidRequest(InvalidRequest),
    /// There is no token. Either the request was not sent, or the service refused its token and
    /// there is no other one.
    #[non_exhaustive]
    Token {
        /// The error of the token provider.
        error: TokenError,
        /// The metadata of the call.
        metadata: Box<CallMetadata>,
    },
    /// There is no response, or only its head.
    #[non_exhaustive]
    Transport {
        /// The error of the transport.
        error: TransportError,
        /// The metadata of the call.
        metadata: Box<CallMetadata>,
    },
    /// The deadline passed.
    #[non_exhaustive]
    DeadlineExceeded {
        /// The deadline of the call.
        deadline: Duration,
        /// What the call was waiting for.
        phase: Phase,
        /// The metadata of the call.
        metadata: Box<CallMetadata>,
    },
    /// The service responded with an error that the OpenAPI document declares.
    #[non_exhaustive]
    Service {
        /// The status of the response.
        status: StatusCode,
        /// The declared error.
        body: Box<E>,
        /// The metadata of the call.
        metadata: Box<CallMetadata>,
    },
    /// The service responded with something that the OpenAPI document does not declare.
    #[non_exhaustive]
    Unexpected {
        /// The status of the response.
        status: StatusCode,
        /// The body of the response.
        raw: Bytes,
        /// The part of the response that is not declared.
        why: UnexpectedResponse,
        /// The metadata of the call.
        metadata: Box<CallMetadata>,
    },
}

/// What a call was waiting for when its deadline passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// The token. The request was not sent.
    Token,
    /// A connection that accepts the request. Nothing of the body was sent, so the service cannot
    /// have processed the request.
    ///
    /// Only a body shows this. A request without a body that is still waiting for a connection
    /// counts as [`Response`](Self::Response).
    Connection,
    /// The head of the response. The service may have processed the request.
    Response,
    /// The body of the response. Its status is known.
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

/// The part of a response that the OpenAPI document does not declare.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnexpectedResponse {
    /// The status.
    #[error("the status is not declared")]
    Status,
    /// The media type. Other media types are declared for the status.
    #[error("the media type is not declared")]
    MediaType,
    /// The body. The status is declared, but the body does not decode.
    #[error("the body is not what is declared")]
    Body(#[source] Box<DecodeError>),
    /// The body exceeds the limit of the client. The bytes up to the limit are available.
    #[error("the body is longer than {limit} bytes")]
    #[non_exhaustive]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
}

impl From<DecodeError> for UnexpectedResponse {
    fn from(error: DecodeError) -> Self {
        Self::Body(Box::new(error))
    }
}

impl<E> Error<E> {
    /// Returns the metadata of the call, unless the request was invalid.
    #[must_use]
    pub fn metadata(&self) -> Option<&CallMetadata> {
        match self {
            Self::InvalidRequest(_) => None,
            Self::Token { metadata, .. }
            | Self::Transport { metadata, .. }
            | Self::DeadlineExceeded { metadata, .. }
            | Self::Service { metadata, .. }
            | Self::Unexpected { metadata, .. } => Some(metadata),
        }
    }

    /// Returns the status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.metadata()?.status()
    }

    /// Returns the headers of the response, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.metadata()
            .filter(|metadata| metadata.status().is_some())
            .map(CallMetadata::headers)
    }

    /// Returns the id that the service gave the call, in the header that the conventions of the
    /// service name.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.metadata()?.request_id()
    }

    /// Returns the id that the client gave the call, if the conventions of the service name a header
    /// for it.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.metadata()?.client_request_id()
    }

    /// Returns the number of requests passed to the transport.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.metadata().map_or(0, CallMetadata::attempts)
    }

    /// Returns why the second to last attempt failed, if there was more than one.
    #[must_use]
    pub fn retry_reason(&self) -> Option<&RetryReason> {
        self.metadata()?.retry_reason()
    }

    /// Returns how long the service asked to wait before another request: the response header
    /// `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.metadata()?.retry_after()
    }

    /// Returns whether the service may have processed a request of the call.
    ///
    /// It has not if nothing was sent, or if it responded with 401, 429, or 503 with `Retry-After`.
    /// Any other status is inconclusive: the request may have been processed partially.
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
                RetryReason::Status(*status).may_have_been_processed(self.retry_after())
            }
        };
        last || self
            .metadata()
            .is_some_and(|metadata| metadata.earlier_processed)
    }

    /// Returns the declared error, if the service responded with one.
    #[must_use]
    pub fn body(&self) -> Option<&E> {
        match self {
            Self::Service { body, .. } => Some(body),
            _ => None,
        }
    }

    /// Returns the body of an undeclared response.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match self {
            Self::Unexpected { raw, .. } => Some(raw),
            _ => None,
        }
    }

    /// Returns whether the service reported a success, but the client could not read the response:
    /// the status is 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status().is_some_and(|status| status.is_success())
    }

    /// Returns whether the error is a timeout.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::DeadlineExceeded { .. } => true,
            Self::Transport { error, .. } => error.is_timeout(),
            _ => false,
        }
    }

    /// Returns whether the service responded with 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns whether the service responded with 429: too many requests.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }
}

/// A declared error that has a code, which distinguishes the reasons of a service.
///
/// ```
/// use specwright_runtime::{Error, ErrorCode};
///
/// // Generated code.
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
    /// Returns the code, if the error has one.
    fn error_code(&self) -> Option<&str>;
}

/// No error is declared.
impl ErrorCode for std::convert::Infallible {
    fn error_code(&self) -> Option<&str> {
        None
    }
}

impl<E: ErrorCode> Error<E> {
    /// Returns the code of the declared error, if the service responded with one.
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
        if let Some(metadata) = self.metadata() {
            write!(f, "{}: ", metadata.operation())?;
        }
        match self {
            Self::InvalidRequest(invalid) => write!(f, "{invalid}"),
            Self::Token { error, metadata } => write!(f, "{error} {metadata}"),
            Self::Transport { error, metadata } => write!(f, "{error} {metadata}"),
            Self::DeadlineExceeded {
                deadline,
                phase,
                metadata,
            } => write!(f, "deadline of {deadline:?} exceeded {phase} {metadata}"),
            Self::Service {
                status, metadata, ..
            } => write!(f, "the service answered {status} {metadata}"),
            Self::Unexpected {
                status,
                why,
                metadata,
                ..
            } => write!(f, "the service answered {status}, and {why} {metadata}"),
        }
    }
}

/// Omits the bodies.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(invalid) => {
                f.debug_tuple("InvalidRequest").field(invalid).finish()
            }
            Self::Token { error, metadata } => f
                .debug_struct("Token")
                .field("error", error)
                .field("metadata", metadata)
                .finish(),
            Self::Transport { error, metadata } => f
                .debug_struct("Transport")
                .field("error", error)
                .field("metadata", metadata)
                .finish(),
            Self::DeadlineExceeded {
                deadline,
                phase,
                metadata,
            } => f
                .debug_struct("DeadlineExceeded")
                .field("deadline", deadline)
                .field("phase", phase)
                .field("metadata", metadata)
                .finish(),
            Self::Service { metadata, .. } => f
                .debug_struct("Service")
                .field("metadata", metadata)
                .finish_non_exhaustive(),
            Self::Unexpected {
                raw, why, metadata, ..
            } => f
                .debug_struct("Unexpected")
                .field("why", why)
                .field("raw_len", &raw.len())
                .field("metadata", metadata)
                .finish_non_exhaustive(),
        }
    }
}

impl<E> std::error::Error for Error<E> {
    /// Returns the cause that `Display` does not print.
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
