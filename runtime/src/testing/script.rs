//! The scripted transport.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::body::Body;
use crate::transport::{BoxFuture, Transport};
use crate::transport_error::TransportError;

/// A transport that returns scripted responses. Clones share the script and the recorded requests.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    responses: VecDeque<ScriptedResponse>,
    requests: Vec<http::Request<Bytes>>,
}

/// The deadline of a call, an extension of each request that a [`Script`] records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(pub Instant);

impl Script {
    /// Creates a script without responses: every call fails and is recorded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the response to one more request.
    #[must_use]
    pub fn then(self, response: impl Into<ScriptedResponse>) -> Self {
        self.state().responses.push_back(response.into());
        self
    }

    /// Returns the requests sent so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Omits the requests, which contain tokens.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Script")
            .field("responses_left", &state.responses.len())
            .field("requests", &state.requests.len())
            .finish()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let mut request = http::Request::from_parts(head, body.collect().await?);
            request.extensions_mut().insert(Deadline(deadline));
            let scripted = {
                let mut state = self.state();
                state.requests.push(request);
                state.responses.pop_front()
            };
            let Some(scripted) = scripted else {
                let error = TransportError::not_sent("the script has no response to this request");
                return Err(error.permanent());
            };
            tokio::time::sleep(scripted.delay).await;
            scripted.outcome.map(|response| response.map(Body::from))
        })
    }
}

/// The response of a [`Script`] to one request.
#[derive(Debug)]
#[must_use]
pub struct ScriptedResponse {
    delay: Duration,
    outcome: Result<http::Response<Bytes>, TransportError>,
}

impl ScriptedResponse {
    /// Creates a response with a status and without a body.
    pub fn status(code: u16) -> Self {
        let mut response = http::Response::new(Bytes::new());
        let outcome = StatusCode::from_u16(code).map_err(Self::misspelt);
        Self {
            delay: Duration::ZERO,
            outcome: outcome.map(|status| {
                *response.status_mut() = status;
                response
            }),
        }
    }

    /// Adds a header to the response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.outcome = self.outcome.and_then(|mut response| {
            let name: HeaderName = name.parse().map_err(Self::misspelt)?;
            let value: HeaderValue = value.parse().map_err(Self::misspelt)?;
            response.headers_mut().append(name, value);
            Ok(response)
        });
        self
    }

    /// Sets the body of the response.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.outcome = self.outcome.map(|response| response.map(|_| body.into()));
        self
    }

    /// Delays the response.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Converts an invalid part of a script to the error of the call that receives it.
    fn misspelt(error: impl std::error::Error + Send + Sync + 'static) -> TransportError {
        TransportError::not_sent(error).permanent()
    }
}

impl From<http::Response<Bytes>> for ScriptedResponse {
    fn from(response: http::Response<Bytes>) -> Self {
        Self {
            delay: Duration::ZERO,
            outcome: Ok(response),
        }
    }
}

/// Fails with an error of the transport.
impl From<TransportError> for ScriptedResponse {
    fn from(error: TransportError) -> Self {
        Self {
            delay: Duration::ZERO,
            outcome: Err(error),
        }
    }
}
