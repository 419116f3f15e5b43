//! The pipeline of a call: token, attempts and response within one deadline. Independent of the
//! types of the operation.

use std::borrow::Cow;
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use http_body::Body as _;
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{Instrument, Span};

use crate::auth::challenge::{Challenge, find_challenge};
use crate::auth::security::{Authorization, Security};
use crate::auth::token::{AccessToken, TokenError, TokenProvider, TokenRequest};
use crate::auth::token_attributes::TokenAttributes;
use crate::body::idle_timeout::IdleTimeoutBody;
use crate::body::replayable::ReplayableBody;
use crate::body::{Body, ReadError};
use crate::call::deadline::Deadline;
use crate::call::error::Phase;
use crate::call::metadata::CallMetadata;
use crate::call::operation::Streams;
use crate::call::outcome::{Failure, Outcome};
use crate::call::retry::policy::{FailedAttempt, RetryDecision, RetryReason};
use crate::call::retry::retry_after::retry_after;
use crate::call::settings::Settings;
use crate::call::trace::spans as trace;
use crate::endpoint::Endpoint;
use crate::invalid_request::InvalidRequest;
use crate::transport_error::TransportError;

/// The input of a call.
pub(crate) struct Call<'a> {
    pub(crate) settings: &'a Settings,
    /// The endpoint, if it is not that of the client.
    pub(crate) endpoint: Option<Box<Endpoint>>,
    /// Whether the OpenAPI document selects the endpoint, and not the caller.
    pub(crate) is_own_server: bool,
    pub(crate) operation: &'static str,
    pub(crate) method: &'static Method,
    pub(crate) security: Security,
    pub(crate) idempotent: bool,
    /// Path and query, percent-encoded.
    pub(crate) target: String,
    /// The whole URL, replacing endpoint and target.
    pub(crate) address: Option<Uri>,
    /// The path template of the OpenAPI document.
    pub(crate) template: &'static str,
    /// The attributes of the token request, besides those of the client.
    pub(crate) token_attributes: TokenAttributes,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// Which response bodies are streams. `None` if none are.
    pub(crate) streams: Option<&'static dyn Streams>,
    pub(crate) deadline: Duration,
}

/// A call that is complete except for its token.
pub(crate) struct PreparedCall<'a> {
    settings: &'a Settings,
    endpoint: Option<Box<Endpoint>>,
    credential: Option<&'a dyn TokenProvider>,
    idempotent: bool,
    token_attributes: Cow<'a, TokenAttributes>,
    template: &'static str,
    /// The request without its body. Contains the token once there is one.
    request: http::Request<()>,
    body: ReplayableBody,
    streams: Option<&'static dyn Streams>,
    deadline: Duration,
    pub(crate) metadata: Box<CallMetadata>,
}

impl<'a> Call<'a> {
    /// Completes the request. If it is invalid, nothing is sent and no token is requested.
    pub(crate) fn prepare(mut self) -> Result<PreparedCall<'a>, InvalidRequest> {
        let authorization = self.authorization()?;
        if let Some(address) = self.address.take() {
            let mut address = address.to_string();
            authorization.apply(&mut address, &mut self.headers)?;
            let address = Uri::try_from(address).map_err(|_| InvalidRequest::UrlTooLong)?;
            self.address = Some(address);
        } else {
            authorization.apply(&mut self.target, &mut self.headers)?;
        }
        let is_secret = authorization.is_secret() || self.headers.contains_key(AUTHORIZATION);
        let uri = self.uri(is_secret)?;
        let metadata = Box::new(CallMetadata {
            operation: self.operation,
            conventions: self.settings.conventions(),
            client_request_id: self.identify()?,
            attempts: 0,
            retry_reason: None,
            earlier_processed: false,
            status: None,
            headers: HeaderMap::new(),
        });
        self.complete_headers();
        let mut request = http::Request::new(());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(PreparedCall {
            settings: self.settings,
            endpoint: self.endpoint,
            credential: authorization.token,
            idempotent: self.idempotent,
            template: self.template,
            token_attributes: self.token_attributes.or(&self.settings.token_attributes),
            request,
            body: ReplayableBody::new(self.body),
            streams: self.streams,
            deadline: self.deadline,
            metadata,
        })
    }

    /// Selects the credentials. What the OpenAPI document does not require is not sent to a server
    /// that the caller did not choose.
    fn authorization(&self) -> Result<Authorization<'a>, InvalidRequest> {
        let settings = self.settings;
        let has_header = self.headers.contains_key(AUTHORIZATION);
        let is_foreign = self.security.accepts_header()
            && self.is_own_server
            && self
                .endpoint
                .as_ref()
                .is_some_and(|endpoint| !endpoint.has_origin_of(&settings.endpoint));
        if is_foreign && has_header {
            return Err(InvalidRequest::Header {
                name: AUTHORIZATION.to_string(),
                reason: "is not sent to a server of the operation; choose it with `endpoint`",
            });
        }
        let mut authorization = self
            .security
            .authorization(settings.credential.as_deref(), &settings.credentials)?;
        if is_foreign || has_header {
            authorization.token = None;
        }
        Ok(authorization)
    }

    fn uri(&self, is_secret: bool) -> Result<Uri, InvalidRequest> {
        let endpoint = self.endpoint.as_deref().unwrap_or(&self.settings.endpoint);
        let base = endpoint.base().map_err(InvalidRequest::Endpoint)?;
        if is_secret && !base.private {
            return Err(InvalidRequest::InsecureEndpoint);
        }
        if let Some(address) = &self.address {
            return Ok(address.clone());
        }
        // Both parts are validated or encoded, so only the length can be invalid.
        Uri::try_from([base.url.as_str(), &self.target].concat())
            .map_err(|_| InvalidRequest::UrlTooLong)
    }

    /// Returns the id of the call, if the service has a header for it. Creates one unless the
    /// caller set it.
    fn identify(&mut self) -> Result<Option<HeaderValue>, InvalidRequest> {
        let Some(header) = &self.settings.conventions().request_id_header else {
            return Ok(None);
        };
        if let Some(given) = self.headers.get(header.name()) {
            given.to_str().map_err(|_| InvalidRequest::Header {
                name: header.name().to_string(),
                reason: "is not visible ASCII",
            })?;
            return Ok(Some(given.clone()));
        }
        let id = header.generate().map_err(|_| InvalidRequest::Header {
            name: header.name().to_string(),
            reason: "has a generated value that is not valid in a header",
        })?;
        self.headers.insert(header.name().clone(), id.clone());
        Ok(Some(id))
    }

    fn complete_headers(&mut self) {
        self.headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        self.headers
            .entry(USER_AGENT)
            .or_insert_with(|| self.settings.user_agent.clone());
        // Some servers respond with 411 to a request of these methods without `Content-Length`.
        let could_have_body = [Method::POST, Method::PUT, Method::PATCH].contains(self.method);
        if self.body.is_end_stream() && could_have_body {
            self.headers
                .insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }
}

impl PreparedCall<'_> {
    /// Returns the span of the call.
    pub(crate) fn span(&self) -> Span {
        trace::call(&self.metadata, self.request.method(), self.template)
    }

    /// Sends the request and reads the response, whatever its status.
    ///
    /// The head of the response is in the response, or in the metadata if the body could not be
    /// read.
    pub(crate) async fn run(&mut self) -> Outcome {
        let deadline = Deadline::start(self.deadline);
        let token = self.token(&deadline, None, None).await?;
        self.attempts(&deadline, token).await
    }

    /// Requests the token, and opens the connection by a request that does not carry it.
    pub(crate) async fn warm_up(&mut self) -> Outcome {
        let deadline = Deadline::start(self.deadline);
        self.token(&deadline, None, None).await?;
        self.traced_attempt(&deadline).await
    }

    async fn attempts(&mut self, deadline: &Deadline, mut token: Option<AccessToken>) -> Outcome {
        let mut renewed = false;
        self.set_authorization(token.as_ref())?;
        loop {
            let outcome = self.traced_attempt(deadline).await;
            let Some(reason) = retry_reason(&outcome) else {
                return outcome;
            };
            if !self.body.is_whole() {
                if token.is_some() && is_unauthorized(&reason) {
                    // For later calls.
                    let challenge = self.challenge(&outcome);
                    let _ = self
                        .token(deadline, token.as_ref(), challenge.as_ref())
                        .await;
                }
                return outcome;
            }
            let wait = retry_after(self.headers(&outcome), SystemTime::now());
            let failed = FailedAttempt {
                reason: &reason,
                idempotent: self.idempotent,
                number: self.metadata.attempts,
                remaining: deadline.remaining(),
                retry_after: wait,
                renews_token: token.is_some() && !renewed && is_unauthorized(&reason),
            };
            let RetryDecision::Retry(delay) = failed.decide(&*self.settings.retry) else {
                return outcome;
            };
            sleep(delay).await;
            if is_unauthorized(&reason) {
                renewed = true;
                let challenge = self.challenge(&outcome);
                let second = self
                    .token(deadline, token.as_ref(), challenge.as_ref())
                    .await;
                match second {
                    // The service would refuse it again.
                    Ok(same) if is_same(same.as_ref(), token.as_ref()) => return outcome,
                    Ok(fresh) => token = fresh,
                    Err(failure) => {
                        self.metadata.retried(reason, wait);
                        return Err(failure);
                    }
                }
                self.set_authorization(token.as_ref())?;
            }
            trace::retry(&reason, delay);
            self.metadata.retried(reason, wait);
        }
    }

    /// Sets the header `Authorization` to the token.
    fn set_authorization(&mut self, token: Option<&AccessToken>) -> Result<(), Failure> {
        let Some(token) = token else {
            return Ok(());
        };
        let mut value = HeaderValue::try_from(["Bearer ", token.expose()].concat())
            .map_err(|_| Failure::Token(TokenError::new("the token is not valid in a header")))?;
        value.set_sensitive(true);
        self.request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    /// Returns the headers of the response, if there was one.
    fn headers<'a>(&'a self, outcome: &'a Outcome) -> &'a HeaderMap {
        match outcome {
            Ok(response) => response.headers(),
            Err(_) => self.metadata.headers(),
        }
    }

    /// Returns the challenge of a response that refused the token.
    fn challenge(&self, outcome: &Outcome) -> Option<Challenge> {
        let errors = self.settings.conventions().challenge_errors;
        find_challenge(self.headers(outcome), errors)
    }

    /// Requests a token, different from the one that the service refused.
    async fn token(
        &self,
        deadline: &Deadline,
        refused: Option<&AccessToken>,
        challenge: Option<&Challenge>,
    ) -> Result<Option<AccessToken>, Failure> {
        let Some(provider) = self.credential else {
            return Ok(None);
        };
        let endpoint = self.endpoint.as_deref().unwrap_or(&self.settings.endpoint);
        let token = provider.token(TokenRequest {
            scope: endpoint.token_scope(),
            authority: endpoint.token_authority(),
            attributes: &self.token_attributes,
            challenge,
            refused,
            deadline: Some(deadline.end.into_std()),
        });
        let token = deadline.within(Phase::Token, token).await?;
        token.map(Some).map_err(Failure::Token)
    }

    async fn traced_attempt(&mut self, deadline: &Deadline) -> Outcome {
        let span = trace::attempt(&self.request, self.template, self.metadata.attempts + 1);
        let outcome = self.attempt(deadline).instrument(span.clone()).await;
        trace::ended(&span, &outcome, &self.metadata);
        outcome
    }

    async fn attempt(&mut self, deadline: &Deadline) -> Outcome {
        let start = Instant::now();
        let remaining = deadline.end.saturating_duration_since(start);
        if remaining.is_zero() {
            return Err(deadline.exceeded(Phase::Connection));
        }
        let limit = self.settings.retry.attempt_limit(remaining);
        let body = self.body.lend(limit.map(|_| start));
        let mut request = self.request.clone().map(|()| body);
        if let Some(propagator) = &self.settings.propagator {
            let headers = request.headers_mut();
            // The propagator must not see the token.
            let token = headers.remove(AUTHORIZATION);
            propagator.inject(headers);
            if let Some(token) = token {
                headers.insert(AUTHORIZATION, token);
            }
        }
        let response = self
            .settings
            .transport
            .send(request, deadline.end.into_std());
        self.metadata.attempts += 1;
        // Boxed, since most policies have no limit.
        let mut late = limit.map(|limit| Box::pin(unanswered(&self.body, start, limit)));
        let response = {
            let mut response = pin!(deadline.wait(Phase::Response, response));
            poll_fn(|cx| match (response.as_mut().poll(cx), &mut late) {
                (Poll::Pending, Some(late)) => late.as_mut().poll(cx).map(|()| None),
                (response, _) => response.map(Some),
            })
            .await
        };
        let response = response.ok_or_else(|| {
            let error = TransportError::maybe_sent("an attempt has a time limit");
            Failure::Transport(error.timed_out())
        })?;
        let response = response
            .map_err(|failure| self.refine_timeout_phase(failure))?
            .map_err(Failure::Transport)?;
        let (head, body) = response.into_parts();
        let declared = self.streams;
        if declared.is_some_and(|declared| declared.streams(head.status, &head.headers)) {
            let body = Body::stream(IdleTimeoutBody::new(body, self.deadline));
            return Ok(http::Response::from_parts(head, body));
        }
        let limit = self.settings.response_limit;
        // An empty body needs no wait.
        if body.is_end_stream() {
            return Ok(http::Response::from_parts(head, Body::empty()));
        }
        let raw = match deadline.wait(Phase::Body, body.at_most(limit)).await {
            Ok(Ok(raw)) => Ok(raw),
            Ok(Err(ReadError::Broken(error))) => Err(Failure::Transport(error)),
            Ok(Err(ReadError::TooLong(raw))) => Err(Failure::TooLong {
                status: head.status,
                raw,
                limit,
            }),
            Err(failure) => Err(failure),
        };
        match raw {
            Ok(raw) => Ok(http::Response::from_parts(head, raw.into())),
            Err(failure) => {
                self.metadata.answered(head);
                Err(failure)
            }
        }
    }

    /// Returns the failure with the phase that the call was actually waiting for, if the deadline
    /// passed before the head of the response: the transport reads the body once it has a
    /// connection, and cannot read it any more after this.
    fn refine_timeout_phase(&self, failure: Failure) -> Failure {
        match failure {
            Failure::DeadlineExceeded { deadline, .. } if self.body.cancel() => {
                Failure::DeadlineExceeded {
                    deadline,
                    phase: Phase::Connection,
                }
            }
            failure => failure,
        }
    }
}

/// Returns why an attempt failed, unless it succeeded or failed finally.
fn retry_reason(outcome: &Outcome) -> Option<RetryReason> {
    match outcome {
        Ok(response) => {
            let status = response.status();
            (status.is_client_error() || status.is_server_error())
                .then_some(RetryReason::Status(status))
        }
        Err(Failure::Transport(error)) => Some(RetryReason::Transport(error.clone())),
        Err(_) => None,
    }
}

/// Waits until a request has had no response for this time after it was sent. `start` is when its
/// body was lent.
async fn unanswered(body: &ReplayableBody, start: Instant, limit: Duration) {
    loop {
        let sent_at = body.read_at(start).unwrap_or_else(Instant::now);
        match sent_at.checked_add(limit) {
            Some(end) if end <= Instant::now() => return,
            Some(end) => sleep_until(end).await,
            None => pending().await,
        }
    }
}

fn is_unauthorized(reason: &RetryReason) -> bool {
    matches!(reason, RetryReason::Status(StatusCode::UNAUTHORIZED))
}

/// Returns whether both tokens are the same, or both are absent.
fn is_same(second: Option<&AccessToken>, first: Option<&AccessToken>) -> bool {
    second.map(AccessToken::expose) == first.map(AccessToken::expose)
}
