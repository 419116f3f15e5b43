//! Requests of which nothing is accepted: why, how many, and in the log.

use std::array;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::receiver::metrics::log_limit::LogLimit;
use crate::receiver::response::Response;

/// Why nothing of a request was accepted, if its sender was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rejection {
    /// No callback has the path.
    UnknownPath,
    /// No operation has the method.
    UnknownMethod,
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The body did not arrive in time.
    BodyTooSlow,
    /// The connection broke within the body.
    BodyIncomplete,
    /// A required body is absent or white space.
    BodyMissing,
    /// By its headers, the body is not JSON in UTF-8, or is compressed.
    NotJson,
    /// The body is not JSON, or not what the operation declares.
    InvalidBody,
    /// The body does not have the property with the notifications.
    NoNotifications,
    /// The body has more than 10,000 notifications.
    TooManyNotifications,
    /// The capacity is exceeded, or the receiver was shut down.
    NoCapacity,
}

impl Rejection {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::UnknownPath,
        Self::UnknownMethod,
        Self::BodyTooLarge,
        Self::BodyTooSlow,
        Self::BodyIncomplete,
        Self::BodyMissing,
        Self::NotJson,
        Self::InvalidBody,
        Self::NoNotifications,
        Self::TooManyNotifications,
        Self::NoCapacity,
    ];

    /// Returns the name, for metrics, such as `unknown_path`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownPath => "unknown_path",
            Self::UnknownMethod => "unknown_method",
            Self::BodyTooLarge => "body_too_large",
            Self::BodyTooSlow => "body_too_slow",
            Self::BodyIncomplete => "body_incomplete",
            Self::BodyMissing => "body_missing",
            Self::NotJson => "not_json",
            Self::InvalidBody => "invalid_body",
            Self::NoNotifications => "no_notifications",
            Self::TooManyNotifications => "too_many_notifications",
            Self::NoCapacity => "no_capacity",
        }
    }

    /// Returns the status of the response, unless the OpenAPI document specifies another one.
    const fn status(self) -> u16 {
        match self {
            Self::UnknownPath => 404,
            Self::UnknownMethod => 405,
            Self::BodyTooSlow => 408,
            Self::BodyTooLarge | Self::TooManyNotifications => 413,
            Self::NotJson => 415,
            Self::NoCapacity => 503,
            Self::BodyIncomplete
            | Self::BodyMissing
            | Self::InvalidBody
            | Self::NoNotifications => 400,
        }
    }
}

/// Displays the reason, such as `no callback has its path`.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownPath => "no callback has its path",
            Self::UnknownMethod => "no operation has its method",
            Self::BodyTooLarge => "its body is larger than the limit",
            Self::BodyTooSlow => "its body did not arrive in time",
            Self::BodyIncomplete => "its body is incomplete",
            Self::BodyMissing => "it has no body",
            Self::NotJson => "by its headers, its body is not JSON in UTF-8, or is compressed",
            Self::InvalidBody => "its body is not what the operation declares",
            Self::NoNotifications => "its body has no notifications",
            Self::TooManyNotifications => "its body has too many notifications",
            Self::NoCapacity => "there is no capacity left",
        })
    }
}

/// Counts and logs the requests of which nothing is accepted.
pub(in crate::receiver) struct Rejections {
    counters: [AtomicU64; Rejection::ALL.len()],
    /// The number of responses with 4xx.
    invalid: AtomicU64,
    log_limit: LogLimit<Rejection>,
}

impl Default for Rejections {
    fn default() -> Self {
        Self {
            counters: array::from_fn(|_| AtomicU64::new(0)),
            invalid: AtomicU64::new(0),
            log_limit: LogLimit::default(),
        }
    }
}

impl Rejections {
    /// Counts and logs a rejection, and returns the response.
    pub(in crate::receiver) fn reject(&self, rejection: Rejection) -> Response {
        self.reject_with(rejection, rejection.status())
    }

    /// Counts and logs a rejection, and returns the response with this status.
    pub(in crate::receiver) fn reject_with(&self, rejection: Rejection, status: u16) -> Response {
        self.counters[rejection as usize].fetch_add(1, Ordering::Relaxed);
        if (400..500).contains(&status) {
            self.invalid.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(left_out) = self.log_limit.admit(rejection) {
            if status < 400 {
                tracing::info!(status, left_out, reason = %rejection, "a request has no effect");
            } else {
                tracing::warn!(status, left_out, reason = %rejection, "a request is rejected");
            }
        }
        Response::status(status)
    }

    pub(in crate::receiver) fn count(&self, rejection: Rejection) -> u64 {
        self.counters[rejection as usize].load(Ordering::Relaxed)
    }

    /// Returns the number of invalid requests.
    pub(in crate::receiver) fn invalid(&self) -> u64 {
        self.invalid.load(Ordering::Relaxed)
    }
}
