//! From an HTTP request to its answer.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http::header::{ALLOW, CONNECTION};
use http::uri::PathAndQuery;
use http::{HeaderValue, Request, Response};
use tower_service::Service;

use crate::body::Body;
use crate::receiver::answer::Answer;
use crate::receiver::authenticate::{Refusal, Sender};
use crate::receiver::callback::Callback;
use crate::receiver::counts::{Count, Counters, Counts};
use crate::receiver::operation::Shared;
use crate::receiver::public_address::{InvalidCallbackUri, PublicAddress};
use crate::receiver::queue::{Limits, OnFailure, Queue, Undelivered};
use crate::receiver::read_body::BodyRejection;
use crate::receiver::supervise::{HandlerOutcome, supervise};
use crate::receiver::{read_body as intake, received};
use crate::transport::BoxFuture;

/// Takes in what a service posts: from an HTTP request to the handler of its callback, and from the answer of that to
/// an HTTP response. Clones share everything.
///
/// It is a `tower` service; with the feature `axum` it turns into a `Router`.
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

/// Makes a [`Receiver`].
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
}

/// Why a receiver cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidReceiver {
    /// A path does not begin with a slash, is none of HTTP, or has the signs of a router's patterns.
    #[error("the path of a callback is not a plain path of HTTP")]
    Path(String),
    /// Two callbacks have the same path.
    #[error("two callbacks have the same path")]
    Twice(String),
}

impl Receiver {
    /// Begins to make a receiver that is reached at a public address.
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
                parallel: 64,
                time: Duration::from_secs(60),
            },
            on_failure: None,
        }
    }

    /// Answers a request.
    pub async fn receive<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: http_body::Body,
    {
        let mut response: Response<Body> = self.answer(request).await.into();
        if self.inner.closes_connections {
            let headers = response.headers_mut();
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    async fn answer<B: http_body::Body>(&self, request: Request<B>) -> Answer {
        let received_at = Instant::now();
        let Inner { shared, .. } = &*self.inner;
        let (head, body) = request.into_parts();
        let rejected = |status| {
            shared.counters.add(Count::Rejected);
            Answer::status(status)
        };
        let Some(callback) = self.callback(head.uri.path()) else {
            return rejected(404);
        };
        let Some(operation) = callback.operation(&head.method) else {
            return rejected(405).header(ALLOW.as_str(), &callback.methods());
        };
        let served = operation.served();
        let sender = match callback.authenticate().filter(|_| served.secured) {
            Some(authenticate) => {
                // Its own first step may panic, too.
                let said = async { authenticate.authenticate(&head.headers).await };
                match supervise(AUTHENTICATION, said, pending()).await {
                    HandlerOutcome::Done(sender) => sender,
                    _ => Err(Refusal::Unavailable {
                        retry_after: shared.retry_after,
                    }),
                }
            }
            // Nobody is let in because nobody asks.
            None if served.secured => Err(Refusal::Unauthorized),
            None => Ok(Sender::unknown()),
        };
        let sender = match sender {
            Ok(sender) => sender,
            Err(refusal) => {
                shared.counters.add(Count::BodyRejection);
                return Answer::from(refusal.response::<Body>());
            }
        };
        let body = match intake::read_body(body, self.inner.body_limit, self.inner.body_time).await
        {
            Ok(body) => body,
            Err(BodyRejection::TooLarge) => return rejected(413),
            Err(BodyRejection::TooSlow) => return rejected(408),
            Err(BodyRejection::Broken) => return rejected(400),
        };
        if body.trim_ascii().is_empty() {
            if !served.may_be_empty {
                return rejected(400);
            }
        } else if !intake::is_json(&head.headers) {
            return rejected(415);
        }
        let request = received::Request::new(head, sender, received_at);
        operation.serve(body, request, shared).await
    }

    fn callback(&self, path: &str) -> Option<&Callback> {
        let mut callbacks = self.inner.callbacks.iter();
        let (_, callback) = callbacks.find(|(known, _)| known == path)?;
        Some(callback)
    }

    /// The paths at which something is received.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.inner.callbacks.iter().map(|(path, _)| path.as_str())
    }

    /// The callback URI of a path: what a service is told when it is asked to post there.
    ///
    /// # Errors
    ///
    /// When nothing is received at the path.
    pub fn callback_uri(&self, path: &str) -> Result<String, InvalidCallbackUri> {
        self.callback(path)
            .map(|_| self.inner.address.uri(path))
            .ok_or(InvalidCallbackUri::UnknownPath)
    }

    /// Checks that a callback URI leads to something that is received here.
    ///
    /// # Errors
    ///
    /// When it leads somewhere else.
    pub fn check_callback_uri(&self, uri: &str) -> Result<(), InvalidCallbackUri> {
        let path = self.inner.address.path_of(uri)?;
        self.callback(path)
            .map(drop)
            .ok_or(InvalidCallbackUri::UnknownPath)
    }

    /// Whether another notification would be accepted now: for a probe of readiness.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.inner.shared.queue.has_room()
    }

    /// How many notifications are accepted and not handled yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.inner.shared.queue.pending()
    }

    /// What has been seen so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.inner.shared.counters.counts()
    }

    /// Accepts no more notifications, which from here on are told to come back later, and waits until those that were
    /// accepted are handled. When the time is over, what is still being handled is stopped.
    ///
    /// Gives back what no handler has finished with, in the order in which it came.
    pub async fn shut_down(&self, limit: Duration) -> Vec<Undelivered> {
        self.inner.shared.queue.shut_down(limit).await
    }
}

/// How long it may take to say who sent a request.
const AUTHENTICATION: Duration = Duration::from_secs(10);

impl ReceiverBuilder {
    /// Receives a callback at a path, such as `/api/calls`: what stands behind the public address in its URI.
    pub fn callback(mut self, path: impl Into<String>, callback: Callback) -> Self {
        self.callbacks.push((path.into(), callback));
        self
    }

    /// How many notifications may be accepted and not handled at a time. Requests with more are told to come back; but one
    /// that has more than that by itself is taken while there are no others. 1024 by default.
    ///
    /// Each keeps the body that it came in, so memory is bounded by this and [`body_limit`](Self::body_limit) together.
    pub fn capacity(mut self, notifications: usize) -> Self {
        self.limits.capacity = notifications;
        self
    }

    /// How many notifications are handled at a time, of different keys. 64 by default; at least one.
    pub fn parallel(mut self, handlers: usize) -> Self {
        self.limits.parallel = handlers;
        self
    }

    /// How long the handler of a notification may take, before it is stopped, and [`on_failure`](Self::on_failure) is told.
    /// A minute by default.
    pub fn handler_limit(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    /// How long a handler may take that gives the answer to a request, unless the document says it: for each notification
    /// in it. Behind that, the answer is 500, and nothing of the request is taken. 5 seconds by default.
    pub fn answer_limit(mut self, time: Duration) -> Self {
        self.answer_time = time;
        self
    }

    /// How many bytes a body may have, before the answer is 413. 1 MiB by default.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How long a body may take to come, counted from its head, before the answer is 408. 10 seconds by default.
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// When a sender is told to come back where there is no room. After a second by default; whole seconds are told.
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = time;
        self
    }

    /// Asks the sender to close its connection behind each response, so that the next request may go to another
    /// instance behind the same balancer. Not by default. HTTP/2 has no such header, and leaves it out.
    pub fn close_connections(mut self) -> Self {
        self.closes_connections = true;
        self
    }

    /// Is told of each notification that a handler panicked over, or was stopped over because it took too long.
    pub fn on_failure(mut self, tell: impl Fn(Undelivered) + Send + Sync + 'static) -> Self {
        self.on_failure = Some(Box::new(tell));
        self
    }

    /// Makes the receiver. Its handlers run in the Tokio runtime in which it is called.
    ///
    /// # Errors
    ///
    /// When a path is none, or there twice.
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
        let counters = Arc::new(Counters::default());
        let queue = Queue::new(self.limits, Arc::clone(&counters), self.on_failure);
        Ok(Receiver {
            inner: Arc::new(Inner {
                address: self.address,
                callbacks: self.callbacks,
                body_limit: self.body_limit,
                body_time: self.body_time,
                closes_connections: self.closes_connections,
                shared: Shared {
                    queue: Arc::new(queue),
                    counters,
                    answer_time: self.answer_time,
                    retry_after: self.retry_after,
                },
            }),
        })
    }
}

/// Whether a text is the path of a request, and no pattern of a router.
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
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    /// Always ready: a request for which there is no room is answered, too.
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
    /// A router with the paths of the receiver, to be merged with others.
    fn from(receiver: Receiver) -> Self {
        receiver.paths().fold(Self::new(), |router, path| {
            router.route_service(path, receiver.clone())
        })
    }
}
