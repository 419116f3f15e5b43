//! The error of a transport or a streamed body.

use std::fmt;
use std::sync::Arc;

/// Why there is no response, or only a part of it.
#[derive(Clone, Debug)]
pub struct TransportError {
    sent: bool,
    timeout: bool,
    permanent: bool,
    detail: Option<&'static str>,
    source: Arc<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// Creates an error of a request that was not sent or that the service refused unprocessed, so
    /// the service cannot have processed it.
    pub fn not_sent(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(false, reason.into())
    }

    /// Creates an error of a request that may have been sent, so the service may have processed it.
    pub fn maybe_sent(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(true, reason.into())
    }

    fn new(sent: bool, source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self {
            sent,
            timeout: false,
            permanent: false,
            detail: None,
            source: source.into(),
        }
    }

    /// Marks the error as a timeout.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        self
    }

    /// Marks the error as permanent: another attempt would fail in the same way, for instance
    /// because of contradictory settings.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.permanent = true;
        self
    }

    /// Adds what went wrong, in a few words, to the output of `Display`.
    ///
    /// The detail is a constant, so that it cannot contain a URL, a token or another secret.
    ///
    /// ```
    /// use specwright_runtime::TransportError;
    ///
    /// let error = TransportError::not_sent("ECONNREFUSED").with_detail("connection refused");
    /// let expected = "the request did not reach the service: connection refused";
    /// assert_eq!(error.to_string(), expected);
    /// ```
    #[must_use]
    pub fn with_detail(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Returns whether the service may have processed the request.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// Returns whether the error is a timeout.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// Returns whether another attempt would fail in the same way.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.sent, self.timeout) {
            (false, false) => "the request did not reach the service",
            (false, true) => "the request did not reach the service in time",
            (true, false) => "the connection to the service broke",
            (true, true) => "the service did not answer in time",
        })?;
        match self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
