//! The outcome of a call, before it is decoded to the types of the operation.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use crate::auth::token::TokenError;
use crate::body::Body;
use crate::call::error::{Error, Phase, UnexpectedResponse};
use crate::call::metadata::CallMetadata;
use crate::transport_error::TransportError;

/// A response whose body was read into memory or is a stream, or the failure.
pub(crate) type Outcome = Result<http::Response<Body>, Failure>;

/// Why a call has no readable response.
pub(crate) enum Failure {
    Token(TokenError),
    Transport(TransportError),
    DeadlineExceeded {
        deadline: Duration,
        phase: Phase,
    },
    TooLong {
        status: StatusCode,
        raw: Bytes,
        limit: usize,
    },
}

impl Failure {
    pub(crate) fn into_error<E>(self, metadata: Box<CallMetadata>) -> Error<E> {
        match self {
            Self::Token(error) => Error::Token { error, metadata },
            Self::Transport(error) => Error::Transport { error, metadata },
            Self::DeadlineExceeded { deadline, phase } => Error::DeadlineExceeded {
                deadline,
                phase,
                metadata,
            },
            Self::TooLong { status, raw, limit } => Error::Unexpected {
                status,
                raw,
                why: UnexpectedResponse::TooLong { limit },
                metadata,
            },
        }
    }
}
