//! The request for a token, and its repetition.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::{Request, StatusCode};
use tokio::time::{Instant, sleep, timeout_at};

use crate::auth::token::{AccessToken, TokenError, TokenRequest};
use crate::body::{Body, ReadError};
use crate::call::retry::policy::{FailedAttempt, RetryDecision, RetryReason, StandardRetry};
use crate::call::retry::retry_after::retry_after;
use crate::call::settings::DEFAULT_DEADLINE;
use crate::oauth2::response;
use crate::transport::Transport;
use crate::transport::defaults::{default_transport, transport_without_proxy};
use crate::transport_error::TransportError;

/// The longest time that one attempt may take.
const MAX_ATTEMPT: Duration = Duration::from_secs(5);

/// The largest response that is read, in bytes.
const MAX_RESPONSE: usize = 64 * 1024;

/// Sends requests for tokens.
#[derive(Clone)]
pub(super) struct Sender(Arc<dyn Transport>);

impl Sender {
    pub(super) fn new(transport: impl Transport + 'static) -> Self {
        Self(Arc::new(transport))
    }

    /// Returns a sender that uses no proxy: a proxy would have another identity than this machine.
    pub(super) fn without_proxy() -> Self {
        Self(transport_without_proxy().into())
    }

    /// Sends the request that `build` returns until there is a token, an error that another attempt
    /// would not change, or no time.
    pub(super) async fn send(
        &self,
        token_request: &TokenRequest<'_>,
        build: impl Fn() -> Result<Request<Body>, TokenError>,
    ) -> Result<AccessToken, TokenError> {
        let times = Times::of(token_request);
        let policy = StandardRetry::new().max_attempts(u32::MAX);
        let mut number = 0;
        loop {
            number += 1;
            let failed = match self.attempt(build()?, &times).await {
                Ok(token) => return Ok(token),
                Err(failed) => failed,
            };
            let attempt = FailedAttempt {
                reason: &failed.reason,
                // A token more does no harm.
                idempotent: true,
                number,
                remaining: times.end.saturating_duration_since(Instant::now()),
                retry_after: failed.retry_after,
                renews_token: false,
            };
            match attempt.decide(&policy) {
                RetryDecision::Retry(delay) => sleep(delay).await,
                RetryDecision::Stop => return Err(failed.into_error()),
            }
        }
    }

    async fn attempt(
        &self,
        request: Request<Body>,
        times: &Times,
    ) -> Result<AccessToken, FailedRequest> {
        let end = times.end.min(Instant::now() + times.attempt);
        let requested_at = SystemTime::now();
        let received = timeout_at(end, async {
            let response = self.0.send(request, end.into_std()).await?;
            let (head, body) = response.into_parts();
            let body = match body.at_most(MAX_RESPONSE).await {
                Ok(body) => body,
                Err(ReadError::Broken(error)) => return Err(error),
                // It is no token. The status decides what follows.
                Err(ReadError::TooLong(_)) => bytes::Bytes::new(),
            };
            Ok((head, body))
        });
        let late = |elapsed| TransportError::maybe_sent(elapsed).timed_out();
        let received = received.await.unwrap_or_else(|elapsed| Err(late(elapsed)));
        let (head, body) = received.map_err(|error| FailedRequest {
            error: TokenError::new(error.clone()),
            reason: RetryReason::Transport(error),
            retry_after: None,
        })?;
        response::decode(head.status, &body, requested_at).map_err(|error| FailedRequest {
            error,
            reason: RetryReason::Status(head.status),
            retry_after: retry_after(&head.headers, SystemTime::now()),
        })
    }
}

impl Default for Sender {
    fn default() -> Self {
        Self(default_transport().into())
    }
}

/// How long the attempts may take.
struct Times {
    attempt: Duration,
    end: Instant,
}

impl Times {
    /// The rest of the time to the deadline is for the call that needs the token.
    fn of(request: &TokenRequest<'_>) -> Self {
        let now = Instant::now();
        let remaining = request.deadline.map_or(DEFAULT_DEADLINE, |deadline| {
            Instant::from_std(deadline).saturating_duration_since(now)
        });
        Self {
            attempt: (remaining / 4).min(MAX_ATTEMPT),
            end: now + remaining / 3 * 2,
        }
    }
}

/// A request without a token.
struct FailedRequest {
    reason: RetryReason,
    retry_after: Option<Duration>,
    /// What the caller gets if the request is not repeated.
    error: TokenError,
}

impl FailedRequest {
    /// Returns the error. Another request may succeed, unless the refusal is final.
    fn into_error(self) -> TokenError {
        let is_transient = match &self.reason {
            RetryReason::Transport(error) => !error.is_permanent(),
            RetryReason::Status(status) => {
                status.is_server_error()
                    || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(status)
            }
        };
        if is_transient {
            self.error.transient()
        } else {
            self.error
        }
    }
}
