//! Why a request was not sent.

use std::fmt;

use crate::endpoint::InvalidEndpoint;
use crate::params::style::value::NotSerializable;
use crate::validate::violation::Violation;

/// Why a request was not sent: something that the caller gave cannot be, or must not be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The value of a path parameter cannot be sent as one segment.
    #[error("not sent: path parameter `{name}` {reason}")]
    #[non_exhaustive]
    PathParameter {
        /// The name of the parameter.
        name: &'static str,
        /// What is wrong with the value.
        reason: &'static str,
    },
    /// The value of a parameter, or the body as a whole, does not keep to the constraints of the document. All
    /// violations are listed.
    #[error("not sent: {}", Listed(.0))]
    Parameter(Vec<Violation>),
    /// A header cannot be set.
    #[error("not sent: header `{name}` {reason}")]
    #[non_exhaustive]
    Header {
        /// The name of the header, where it is one.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// The body does not keep to the constraints of the document. All violations are listed.
    #[error("not sent: {}", Listed(.0))]
    Body(Vec<Violation>),
    /// The body cannot be written.
    #[error("not sent: the body cannot be written")]
    Encode(#[source] serde_json::Error),
    /// The endpoint has no base URL.
    #[error("not sent: {0}")]
    Endpoint(InvalidEndpoint),
    /// The client has no credential for what the operation needs: the security schemes by name, or what they are.
    #[error("not sent: the client has no credential for {0}")]
    Credential(String),
    /// The request needs a credential, and somebody on the way could read it.
    #[error("not sent: a credential travels only over https, or over http to a loopback address")]
    InsecureEndpoint,
    /// The service gave an address for the next page that is not followed.
    #[error("not sent: the address of the next page {reason}")]
    #[non_exhaustive]
    NextLink {
        /// Why not.
        reason: &'static str,
    },
    /// The URL of the request is longer than a URL can be, 65534 bytes.
    #[error("not sent: the URL is too long")]
    UrlTooLong,
}

/// A property of a form, or a part, has no text.
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
