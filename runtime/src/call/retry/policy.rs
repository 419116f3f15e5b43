//! Retry policies. They neither wait nor send.

use std::fmt;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use http::StatusCode;

use crate::transport_error::TransportError;

/// Decides whether a failed attempt is followed by another one.
///
/// [`ClientBuilder::retry`](crate::ClientBuilder::retry) sets the policy of a client:
/// [`StandardRetry`] by default, [`NoRetry`], or your own, which can be a closure:
///
/// ```
/// use std::time::Duration;
/// use specwright_runtime::{RetryReason, Client, RetryDecision, Endpoint, FailedAttempt, StatusCode};
///
/// let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
///     .retry(|failed: &FailedAttempt<'_>| match failed.reason {
///         RetryReason::Status(StatusCode::TOO_MANY_REQUESTS) if failed.number < 3 => {
///             RetryDecision::Retry(failed.retry_after.unwrap_or(Duration::from_secs(1)))
///         }
///         _ => RetryDecision::Stop,
///     })
///     .build();
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
///
/// A policy need not observe the deadline. If the delay would exceed it, the call ends at once with
/// the error of the failed attempt.
pub trait RetryPolicy: Send + Sync {
    /// Decides what follows a failed attempt.
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryDecision;

    /// Returns how long the next attempt waits for the head of the response after the request was
    /// sent, if not until the deadline. `None` by default. The time that is spent on waiting for a
    /// connection does not count.
    ///
    /// An attempt that exceeds it is given up and has failed with a timeout
    /// ([`RetryReason::Transport`]). The service may have processed it nevertheless.
    fn attempt_limit(&self, remaining: Duration) -> Option<Duration> {
        let _ = remaining;
        None
    }
}

impl<F: Fn(&FailedAttempt<'_>) -> RetryDecision + Send + Sync> RetryPolicy for F {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryDecision {
        self(failed)
    }
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Another attempt after this delay.
    Retry(Duration),
    /// No further attempt: the call fails with the error of this one.
    Stop,
}

/// Why an attempt failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RetryReason {
    /// The service responded with this status, which is 400 or above.
    Status(StatusCode),
    /// There was no response, or only a part of it.
    Transport(TransportError),
}

impl RetryReason {
    /// Returns whether the service may have processed the request. It has not if it asks to come
    /// back later or refuses the token.
    pub(crate) fn may_have_been_processed(&self, retry_after: Option<Duration>) -> bool {
        match self {
            Self::Transport(error) => error.may_have_been_sent(),
            Self::Status(StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS) => false,
            Self::Status(StatusCode::SERVICE_UNAVAILABLE) => retry_after.is_none(),
            Self::Status(_) => true,
        }
    }
}

impl fmt::Display for RetryReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Transport(error) => write!(f, "{error}"),
        }
    }
}

/// A failed attempt, the input of a [`RetryPolicy`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// Why it failed.
    pub reason: &'a RetryReason,
    /// Whether the request may be processed twice.
    pub idempotent: bool,
    /// The number of the attempt within the call, starting at 1.
    pub number: u32,
    /// The time that remains until the deadline.
    pub remaining: Duration,
    /// How long the service asked to wait: the header `Retry-After`.
    pub retry_after: Option<Duration>,
    /// Whether the next attempt would carry another token: after a 401, once in a call.
    pub renews_token: bool,
}

impl<'a> FailedAttempt<'a> {
    /// Creates the first attempt of a call that is not idempotent, with no time remaining, for
    /// tests of a policy.
    #[must_use]
    pub fn new(reason: &'a RetryReason) -> Self {
        Self {
            reason,
            idempotent: false,
            number: 1,
            remaining: Duration::ZERO,
            retry_after: None,
            renews_token: false,
        }
    }

    /// Returns the decision of a policy, or to give up if the delay would exceed the deadline.
    #[must_use]
    pub fn decide(&self, policy: &dyn RetryPolicy) -> RetryDecision {
        match policy.decide(self) {
            RetryDecision::Retry(delay) if delay < self.remaining => RetryDecision::Retry(delay),
            _ => RetryDecision::Stop,
        }
    }
}

/// Retries requests, without risk of the service processing a request twice unless it is
/// idempotent.
///
/// | cause | idempotent | any other request |
/// |---|---|---|
/// | no connection, or a stream refused by HTTP/2: nothing was processed | yes | yes |
/// | the certificate of the service is not trusted | no | no |
/// | 429 | yes | yes |
/// | 503 with a valid `Retry-After` | yes | yes |
/// | 401, with another token, once | yes | yes |
/// | 503 without it, 408, 500, 502, 504 | yes | no |
/// | the connection broke after the request was sent | yes | no |
/// | anything else | no | no |
///
/// The delay is that of `Retry-After`, whatever its length, if the deadline allows it. Otherwise it
/// is 200 ms before the second attempt and doubles before each further one, up to 5 seconds, plus a
/// random part of up to the same length. After a 401 there is no delay.
///
/// The next attempt may use the same connection: the transport over reqwest cannot request a new
/// one.
#[derive(Clone, Copy, Debug)]
pub struct StandardRetry {
    max_attempts: u32,
}

impl StandardRetry {
    /// The maximum number of attempts, unless [`max_attempts`](Self::max_attempts) sets another
    /// one.
    pub const DEFAULT_MAX_ATTEMPTS: u32 = 5;

    /// Creates a policy with up to five attempts.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_attempts: Self::DEFAULT_MAX_ATTEMPTS,
        }
    }

    /// Sets the maximum number of attempts, including the first.
    #[must_use]
    pub const fn max_attempts(mut self, count: u32) -> Self {
        self.max_attempts = count;
        self
    }
}

impl Default for StandardRetry {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy for StandardRetry {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryDecision {
        if failed.number >= self.max_attempts || !may_be_repeated(failed) {
            return RetryDecision::Stop;
        }
        RetryDecision::Retry(match (failed.reason, failed.retry_after) {
            (RetryReason::Status(StatusCode::UNAUTHORIZED), _) => Duration::ZERO,
            (_, Some(asked)) => asked,
            (_, None) => back_off(failed.number),
        })
    }
}

fn may_be_repeated(failed: &FailedAttempt<'_>) -> bool {
    let can_help = match failed.reason {
        RetryReason::Transport(error) => !error.is_permanent(),
        RetryReason::Status(StatusCode::UNAUTHORIZED) => failed.renews_token,
        RetryReason::Status(status) => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
    };
    can_help && (failed.idempotent || !failed.reason.may_have_been_processed(failed.retry_after))
}

/// Returns the delay after an attempt.
fn back_off(number: u32) -> Duration {
    const LONGEST: Duration = Duration::from_secs(5);
    // The delay doubles, so it reaches the maximum long before.
    let doublings = number.saturating_sub(1).min(16) as usize;
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(LONGEST)
        .without_max_times()
        .with_jitter()
        .build()
        .nth(doublings)
        .unwrap_or(LONGEST)
}

/// Never retries: a call is a single attempt, even after a 401.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetry;

impl RetryPolicy for NoRetry {
    fn decide(&self, _: &FailedAttempt<'_>) -> RetryDecision {
        RetryDecision::Stop
    }
}
