//! The receiver: dispatches HTTP requests to callbacks.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http::header::{ALLOW, CONNECTION};
use http::uri::PathAndQuery;
use http::{HeaderValue, Request};
use tower_service::Service;

use crate::body::Body;
use crate::receiver::authenticate::{AuthError, Sender};
use crate::receiver::body::read_body::{is_json, read_body};
use crate::receiver::callback::Callback;
use crate::receiver::metrics::counts::{Count, Counts};
use crate::receiver::metrics::handler_report::{HandlerReport, OnHandlerEnd, Reporter};
use crate::receiver::metrics::rejection::{Rejection, Rejections};
use crate::receiver::operation::Shared;
use crate::receiver::public_address::{InvalidCallbackUri, PublicAddress};
use crate::receiver::queue::unprocessed::Unprocessed;
use crate::receiver::queue::{Limits, OnFailure, Queue};
use crate::receiver::received::{self, ReceivedAt};
use crate::receiver::response::Response;
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::transport::BoxFuture;

/// Receives the callbacks of a service: dispatches HTTP requests to handlers and converts their
/// answers to HTTP responses. Clones share all state.
///
/// It implements `tower::Service`. With the feature `axum`, it converts to a `Router`.
#[derive(Clone)]
pub struct Receiver {
    inner: Arc<Inner>,
}

struct Inner {
    address: PublicAddress,
    callbacks: Vec<(String, Callback)>,
    body_limit: usize,
    body_time: Duration,
    closes_connections: bool,
    shared: Shared,
}

/// A builder of a [`Receiver`].
#[must_use = "a builder by itself receives nothing"]
pub struct ReceiverBuilder {
    address: PublicAddress,
    callbacks: Vec<(String, Callback)>,
    body_limit: usize,
    body_time: Duration,
    answer_time: Duration,
    retry_after: Duration,
    closes_connections: bool,
    limits: Limits,
    on_failure: Option<OnFailure>,
    on_handler_end: Option<OnHandlerEnd>,
}

/// Why a receiver cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidReceiver {
    /// A path does not start with a slash, is not a valid HTTP path, or contains pattern characters
    /// of a router.
    #[error("the path of a callback is not a plain path of HTTP")]
    Path(String),
    /// Two callbacks have the same path.
    #[error("two callbacks have the same path")]
    Twice(String),
}

impl Receiver {
    /// Returns a builder of a receiver at a public address.
    pub fn builder(address: PublicAddress) -> ReceiverBuilder {
        ReceiverBuilder {
            address,
            callbacks: Vec::new(),
            body_limit: 1 << 20,
            body_time: Duration::from_secs(10),
            answer_time: Duration::from_secs(5),
            retry_after: Duration::from_secs(1),
            closes_connections: false,
            limits: Limits {
                capacity: 1024,
                parallel: usize::MAX,
                time: Duration::from_secs(60),
            },
            on_failure: None,
            on_handler_end: None,
        }
    }

    /// Responds to a request.
    pub async fn receive<B>(&self, request: Request<B>) -> http::Response<Body>
    where
        B: http_body::Body,
    {
        let mut response: http::Response<Body> = self.answer(request).await.into();
        if self.inner.closes_connections {
            let headers = response.headers_mut();
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    async fn answer<B: http_body::Body>(&self, request: Request<B>) -> Response {
        let now = Instant::now();
        let Inner { shared, .. } = &*self.inner;
        let (head, body) = request.into_parts();
        let received_at = head.extensions.get::<ReceivedAt>();
        let received_at = received_at.map_or(now, |received_at| received_at.0.min(now));
        let reject = |rejection| shared.rejections.reject(rejection);
        let Some(callback) = self.callback(head.uri.path()) else {
            return reject(Rejection::UnknownPath);
        };
        let Some(handler) = callback.operation(&head.method) else {
            return reject(Rejection::UnknownMethod).header(ALLOW.as_str(), &callback.methods());
        };
        let operation = handler.operation();
        let sender = match callback.authenticate().filter(|_| operation.secured) {
            Some(authenticate) => {
                // The part before the first await may panic, too.
                let authentication = async { authenticate.authenticate(&head.headers).await };
                match supervise(AUTHENTICATION, authentication, pending).await {
                    HandlerOutcome::Done(sender) => sender,
                    _ => Err(AuthError::Unavailable {
                        retry_after: shared.retry_after,
                    }),
                }
            }
            // Without authentication, a secured operation refuses every request.
            None if operation.secured => Err(AuthError::Unauthorized),
            None => Ok(Sender::unknown()),
        };
        let sender = match sender {
            Ok(sender) => sender,
            Err(error) => {
                shared.reporter.counters.add(Count::Refused);
                return Response::from(error.response::<Body>());
            }
        };
        let body = match read_body(body, self.inner.body_limit, self.inner.body_time).await {
            Ok(body) => body,
            Err(rejection) => return reject(rejection),
        };
        if body.trim_ascii().is_empty() {
            if !operation.may_be_empty {
                return reject(Rejection::BodyMissing);
            }
        } else if !is_json(&head.headers) {
            return reject(Rejection::NotJson);
        }
        let request = received::Request::new(head.uri, head.headers, sender, received_at);
        handler.serve(body, request, shared).await
    }

    fn callback(&self, path: &str) -> Option<&Callback> {
        let mut callbacks = self.inner.callbacks.iter();
        let (_, callback) = callbacks.find(|(known, _)| known == path)?;
        Some(callback)
    }

    /// Returns the paths of the callbacks.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.inner.callbacks.iter().map(|(path, _)| path.as_str())
    }

    /// Returns the callback URI of a path, to be sent to the service.
    ///
    /// # Errors
    ///
    /// If no callback has this path.
    pub fn callback_uri(&self, path: &str) -> Result<String, InvalidCallbackUri> {
        self.callback(path)
            .map(|_| self.inner.address.uri(path))
            .ok_or(InvalidCallbackUri::UnknownPath)
    }

    /// Checks that a callback URI refers to a callback of this receiver.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub fn check_callback_uri(&self, uri: &str) -> Result<(), InvalidCallbackUri> {
        let path = self.inner.address.path_of(uri)?;
        self.callback(path)
            .map(drop)
            .ok_or(InvalidCallbackUri::UnknownPath)
    }

    /// Returns whether another notification would be accepted, for readiness probes.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.inner.shared.queue.has_room()
    }

    /// Returns the number of accepted notifications that are not handled yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.inner.shared.queue.pending()
    }

    /// Returns when the oldest accepted notification that is not handled yet was received. Its age
    /// grows if handlers do not keep up. Examines all of them, so it is for metrics and logs.
    #[must_use]
    pub fn oldest_pending(&self) -> Option<Instant> {
        self.inner.shared.queue.oldest()
    }

    /// Returns the counts so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let Shared {
            reporter,
            rejections,
            ..
        } = &self.inner.shared;
        Counts {
            rejected: rejections.invalid(),
            busy: rejections.count(Rejection::NoCapacity),
            ..reporter.counters.counts()
        }
    }

    /// Returns the number of requests of which nothing was accepted for this reason so far.
    #[must_use]
    pub fn rejections(&self, reason: Rejection) -> u64 {
        self.inner.shared.rejections.count(reason)
    }

    /// Stops accepting notifications, which are answered with 503 from now on, and waits until the
    /// accepted ones are handled. At the time limit, running handlers are stopped.
    ///
    /// Returns the notifications that no handler has finished, in the order of their receipt.
    pub async fn shut_down(&self, limit: Duration) -> Vec<Unprocessed> {
        self.inner.shared.queue.shut_down(limit).await
    }
}

/// The time limit of authenticating a sender.
const AUTHENTICATION: Duration = Duration::from_secs(10);

impl ReceiverBuilder {
    /// Adds a callback at a path, such as `/api/calls`, which its URI appends to the public
    /// address.
    pub fn callback(mut self, path: impl Into<String>, callback: Callback) -> Self {
        self.callbacks.push((path.into(), callback));
        self
    }

    /// Sets the maximum number of accepted notifications that are not handled yet. Further requests
    /// are answered with 503. A request with more notifications than that is accepted if there are
    /// no others. Defaults to 1024.
    ///
    /// Each notification keeps the body of its request in memory, so memory is bounded by this
    /// limit and [`body_limit`](Self::body_limit) together.
    pub fn capacity(mut self, notifications: usize) -> Self {
        self.limits.capacity = notifications;
        self
    }

    /// Sets the maximum number of notifications with different keys that are handled in parallel,
    /// at least one. By default, only [`capacity`](Self::capacity) limits them: a handler that waits
    /// for the network needs only memory. If more notifications wait, the one whose answer is due
    /// first is handled next; one without a deadline is due after a minute.
    pub fn parallel(mut self, handlers: usize) -> Self {
        self.limits.parallel = handlers;
        self
    }

    /// Sets the time limit of the handler of a notification. After it, the handler is stopped and
    /// [`on_failure`](Self::on_failure) is called. Defaults to one minute.
    pub fn handler_limit(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    /// Sets the time limit of a handler that returns the response, for each notification of a
    /// request, unless the OpenAPI document specifies one. After it, the response is 500, and
    /// nothing of the request is accepted. Defaults to 5 seconds.
    pub fn answer_limit(mut self, time: Duration) -> Self {
        self.answer_time = time;
        self
    }

    /// Sets the maximum size of a body in bytes. Larger bodies are answered with 413. Defaults to 1
    /// MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets the time limit of receiving a body, counted from the head. Slower bodies are answered
    /// with 408. Defaults to 10 seconds.
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// Sets the `Retry-After` of requests that exceed the capacity, rounded to whole seconds.
    /// Defaults to one second.
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = time;
        self
    }

    /// Closes the connection after each response, so that a load balancer may send the next request
    /// to another instance. Off by default. HTTP/2 has no such header and ignores it.
    pub fn close_connections(mut self) -> Self {
        self.closes_connections = true;
        self
    }

    /// Sets a hook called when a handler panics or times out.
    pub fn on_failure(mut self, tell: impl Fn(Unprocessed) + Send + Sync + 'static) -> Self {
        self.on_failure = Some(Box::new(tell));
        self
    }

    /// Sets a hook called whenever a handler has finished, panicked or timed out, for metrics. It
    /// delays the next notification, so it should only record.
    ///
    /// [`Receiver::counts`], [`Receiver::rejections`], [`Receiver::pending`] and
    /// [`Receiver::oldest_pending`] have the other figures.
    pub fn on_handler_end(
        mut self,
        record: impl Fn(&HandlerReport) + Send + Sync + 'static,
    ) -> Self {
        self.on_handler_end = Some(Box::new(record));
        self
    }

    /// Builds the receiver. Its handlers run on the Tokio runtime that it is called on.
    ///
    /// # Errors
    ///
    /// If a path is invalid or repeated.
    pub fn build(self) -> Result<Receiver, InvalidReceiver> {
        let mut known = std::collections::HashSet::new();
        for (path, _) in &self.callbacks {
            if !is_plain(path) {
                return Err(InvalidReceiver::Path(path.clone()));
            }
            if !known.insert(path) {
                return Err(InvalidReceiver::Twice(path.clone()));
            }
        }
        let reporter = Arc::new(Reporter::new(self.on_handler_end));
        let queue = Queue::new(self.limits, Arc::clone(&reporter), self.on_failure);
        Ok(Receiver {
            inner: Arc::new(Inner {
                address: self.address,
                callbacks: self.callbacks,
                body_limit: self.body_limit,
                body_time: self.body_time,
                closes_connections: self.closes_connections,
                shared: Shared {
                    queue: Arc::new(queue),
                    reporter,
                    rejections: Rejections::default(),
                    answer_time: self.answer_time,
                    retry_after: self.retry_after,
                },
            }),
        })
    }
}

/// Returns whether a string is the path of a request without pattern characters of a router.
fn is_plain(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains(['{', '}'])
        && !path
            .split('/')
            .any(|segment| segment.starts_with([':', '*']))
        && path
            .parse::<PathAndQuery>()
            .is_ok_and(|parsed| parsed.query().is_none() && parsed.path() == path)
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("callbacks", &self.inner.callbacks)
            .field("pending", &self.pending())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ReceiverBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiverBuilder")
            .field("callbacks", &self.callbacks)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<B> Service<Request<B>> for Receiver
where
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<http::Response<Body>, Infallible>>;

    /// Always ready: requests that exceed the capacity are answered as well.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let receiver = self.clone();
        Box::pin(async move { Ok(receiver.receive(request).await) })
    }
}

#[cfg(feature = "axum")]
impl<S: Clone + Send + Sync + 'static> From<Receiver> for axum::Router<S> {
    /// Converts to a router with the paths of the receiver, to be merged with others.
    fn from(receiver: Receiver) -> Self {
        receiver.paths().fold(Self::new(), |router, path| {
            router.route_service(path, receiver.clone())
        })
    }
}
