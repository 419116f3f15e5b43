//! Terms of HTTP.

use std::fmt;

/// The HTTP method of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
    /// Another method, as it is sent: one of `additionalOperations`.
    Other(String),
}

impl Method {
    /// Returns the method as it is sent: `GET`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(method) => method,
        }
    }

    /// Returns the method in lower case, as names contain it: `get`.
    #[must_use]
    pub fn to_lower_case(&self) -> String {
        self.as_str().to_ascii_lowercase()
    }

    /// Returns whether HTTP defines the method as idempotent.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        !matches!(self, Self::Post | Self::Patch | Self::Other(_))
    }
}

/// The key of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// `202`
    Code(u16),
    /// `2XX`
    Range(u8),
    /// `default`: every status that no other response covers.
    Default,
}

impl Status {
    /// Returns whether every status it covers is a success. `default` is not.
    #[must_use]
    pub const fn is_success(self) -> bool {
        match self {
            Self::Code(code) => code >= 200 && code < 300,
            Self::Range(hundreds) => hundreds == 2,
            Self::Default => false,
        }
    }
}

impl fmt::Display for Status {
    /// Writes the key of the response in the document.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Range(hundreds) => write!(formatter, "{hundreds}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}
