//! Terms of HTTP.

/// An HTTP method that a path item can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

impl Method {
    /// Returns the method as written in the document: lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// Returns whether HTTP defines the method as idempotent.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
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
