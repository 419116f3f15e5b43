//! The error of a request that was not sent.

use std::fmt;

use crate::endpoint::InvalidEndpoint;
use crate::params::style::value::NotSerializable;
use crate::validate::violation::Violation;

/// Why a request is invalid and was not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The value of a path parameter cannot be sent as one segment.
    #[error("not sent: path parameter `{name}` {reason}")]
    #[non_exhaustive]
    PathParameter {
        /// The name of the parameter.
        name: &'static str,
        /// Why the value is invalid.
        reason: &'static str,
    },
    /// The value of a parameter, or the body as a whole, violates constraints of the OpenAPI
    /// document. Lists all violations.
    #[error("not sent: {}", Listed(.0))]
    Parameter(Vec<Violation>),
    /// A header cannot be set.
    #[error("not sent: header `{name}` {reason}")]
    #[non_exhaustive]
    Header {
        /// The name of the header, or the string that is not a header name.
        name: String,
        /// Why the header is invalid.
        reason: &'static str,
    },
    /// The body violates constraints of the OpenAPI document. Lists all violations.
    #[error("not sent: {}", Listed(.0))]
    Body(Vec<Violation>),
    /// The body cannot be serialized.
    #[error("not sent: the body cannot be written")]
    Encode(#[source] serde_json::Error),
    /// The endpoint has no valid base URL.
    #[error("not sent: {0}")]
    Endpoint(InvalidEndpoint),
    /// The client has no credential that the operation accepts. Contains the names of the security
    /// schemes.
    #[error("not sent: the client has no credential for {0}")]
    Credential(String),
    /// The request carries a credential, and the endpoint is neither https nor a loopback address.
    #[error("not sent: a credential travels only over https, or over http to a loopback address")]
    InsecureEndpoint,
    /// The URL of the next page is not followed.
    #[error("not sent: the address of the next page {reason}")]
    #[non_exhaustive]
    NextLink {
        /// Why the URL is not followed.
        reason: &'static str,
    },
    /// The URL is longer than the maximum of 65534 bytes.
    #[error("not sent: the URL is too long")]
    UrlTooLong,
}

/// A property of a form, or a part of a multipart body, cannot be serialized as a string.
impl From<NotSerializable> for InvalidRequest {
    fn from(not_serializable: NotSerializable) -> Self {
        Self::Encode(serde::ser::Error::custom(not_serializable))
    }
}

struct Listed<'a>(&'a [Violation]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}
