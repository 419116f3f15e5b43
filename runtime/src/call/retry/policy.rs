//! Whether a failed attempt is followed by another one. Nothing here waits or sends.

use std::fmt;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use http::StatusCode;

use crate::transport_error::TransportError;

/// Decides whether a failed attempt is followed by another one.
///
/// A client has one, set by [`ClientBuilder::retry`](crate::ClientBuilder::retry): [`StandardRetry`] unless it says
/// otherwise, [`NoRetry`], or one of your own, which can be a closure:
///
/// ```
/// use std::time::Duration;
/// use msgraph_runtime::{Cause, Client, Decision, Endpoint, FailedAttempt, StatusCode};
///
/// let client = Client::builder(Endpoint::new("https://graph.microsoft.com/v1.0")?)
///     .retry(|failed: &FailedAttempt<'_>| match failed.cause {
///         Cause::Status(StatusCode::TOO_MANY_REQUESTS) if failed.number < 3 => {
///             Decision::Retry(failed.retry_after.unwrap_or(Duration::from_secs(1)))
///         }
///         _ => Decision::GiveUp,
///     })
///     .build();
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
/// ```
///
/// A policy does not keep the deadline; the call does. Where waiting would pass it, the call ends at once with the error
/// of the failed attempt.
pub trait RetryPolicy: Send + Sync {
    /// Decides what follows.
    fn decide(&self, failed: &FailedAttempt<'_>) -> Decision;
}

impl<F: Fn(&FailedAttempt<'_>) -> Decision + Send + Sync> RetryPolicy for F {
    fn decide(&self, failed: &FailedAttempt<'_>) -> Decision {
        self(failed)
    }
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Another attempt, after waiting this long.
    Retry(Duration),
    /// Nothing: the call fails as the attempt did.
    GiveUp,
}

/// Why an attempt failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Cause {
    /// The service answered with this status, which is 400 or above.
    Status(StatusCode),
    /// There was no response, or only a part of it.
    Transport(TransportError),
}

impl Cause {
    /// Whether the service may have processed the request. It has not where it asks to come back later, or refuses the
    /// token.
    pub(crate) fn may_have_been_processed(&self, retry_after: Option<Duration>) -> bool {
        match self {
            Self::Transport(error) => error.may_have_been_sent(),
            Self::Status(StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS) => false,
            Self::Status(StatusCode::SERVICE_UNAVAILABLE) => retry_after.is_none(),
            Self::Status(_) => true,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Transport(error) => write!(f, "{error}"),
        }
    }
}

/// A failed attempt, as a [`RetryPolicy`] sees it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// Why it failed.
    pub cause: &'a Cause,
    /// Whether the request may be processed twice.
    pub idempotent: bool,
    /// Which attempt of the call it was: the first is 1.
    pub number: u32,
    /// How much time the call has left.
    pub remaining: Duration,
    /// How long the service asked to wait, by the header `Retry-After`.
    pub retry_after: Option<Duration>,
    /// Whether the next attempt would carry another token. It would after a 401, once in a call.
    pub renews_token: bool,
}

impl<'a> FailedAttempt<'a> {
    /// The first attempt of a call that is not idempotent, with no time left: what a test of a policy starts from.
    #[must_use]
    pub fn new(cause: &'a Cause) -> Self {
        Self {
            cause,
            idempotent: false,
            number: 1,
            remaining: Duration::ZERO,
            retry_after: None,
            renews_token: false,
        }
    }

    /// What a policy decides, held against the deadline: it is to give up where waiting would leave no time.
    #[must_use]
    pub fn decide(&self, policy: &dyn RetryPolicy) -> Decision {
        match policy.decide(self) {
            Decision::Retry(delay) if delay < self.remaining => Decision::Retry(delay),
            _ => Decision::GiveUp,
        }
    }
}

/// Retries what can be retried without the service processing a request twice that must be processed once.
///
/// | cause | idempotent | any other request |
/// |---|---|---|
/// | no connection, or a stream that HTTP/2 refuses: nothing was processed | yes | yes |
/// | the certificate of the service is not to be trusted | no | no |
/// | 429 | yes | yes |
/// | 503 with a `Retry-After` that can be read | yes | yes |
/// | 401, with another token, once | yes | yes |
/// | 503 without it, 408, 500, 502, 504 | yes | no |
/// | the connection broke after the request was handed over | yes | no |
/// | anything else | no | no |
///
/// It waits as long as `Retry-After` says, whatever that is, as long as the deadline allows it. Otherwise it waits 200 ms
/// before the second attempt and twice as long before each further one, up to 5 seconds, and up to as much again by
/// chance. After a 401 it does not wait.
///
/// The next attempt may use the same connection: the transport over reqwest has no way to ask for a new one.
#[derive(Clone, Copy, Debug)]
pub struct StandardRetry {
    max_attempts: u32,
}

impl StandardRetry {
    /// How many attempts a call makes at most, unless [`max_attempts`](Self::max_attempts) says otherwise.
    pub const DEFAULT_MAX_ATTEMPTS: u32 = 5;

    /// Up to five attempts.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_attempts: Self::DEFAULT_MAX_ATTEMPTS,
        }
    }

    /// Sets how many attempts a call makes at most, the first included.
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
    fn decide(&self, failed: &FailedAttempt<'_>) -> Decision {
        if failed.number >= self.max_attempts || !may_be_repeated(failed) {
            return Decision::GiveUp;
        }
        Decision::Retry(match (failed.cause, failed.retry_after) {
            (Cause::Status(StatusCode::UNAUTHORIZED), _) => Duration::ZERO,
            (_, Some(asked)) => asked,
            (_, None) => back_off(failed.number),
        })
    }
}

fn may_be_repeated(failed: &FailedAttempt<'_>) -> bool {
    let can_help = match failed.cause {
        Cause::Transport(error) => !error.is_permanent(),
        Cause::Status(StatusCode::UNAUTHORIZED) => failed.renews_token,
        Cause::Status(status) => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
    };
    can_help && (failed.idempotent || !failed.cause.may_have_been_processed(failed.retry_after))
}

/// How long to wait after an attempt with this number.
fn back_off(number: u32) -> Duration {
    const LONGEST: Duration = Duration::from_secs(5);
    // It doubles, so that it has reached the longest delay long before.
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

/// Never retries: a call is one attempt, also after a 401.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetry;

impl RetryPolicy for NoRetry {
    fn decide(&self, _: &FailedAttempt<'_>) -> Decision {
        Decision::GiveUp
    }
}
