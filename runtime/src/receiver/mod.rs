//! Receiving callbacks of a service: authentication, decoding, and dispatch of HTTP requests to
//! handlers. Nothing else in this crate uses it.
//!
//! For each callback of its OpenAPI document, a generated crate has the trait of a handler and a
//! function that creates a [`Callback`] of a handler. A [`Receiver`] serves callbacks, each at a
//! path:
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use specwright_runtime::receiver::{Callback, PublicAddress, Receiver};
//!
//! # async fn example(orders: Callback) -> Result<(), Box<dyn std::error::Error>> {
//! // `orders` is created by the function `callback` of a generated module.
//! let address = PublicAddress::new("https://hooks.example.com")?;
//! let receiver = Receiver::builder(address).callback("/orders", orders).build()?;
//! assert_eq!(receiver.callback_uri("/orders")?, "https://hooks.example.com/orders");
//!
//! // Serve a clone, with `axum::Router::from` or as a `tower::Service`. To stop:
//! let unhandled = receiver.shut_down(Duration::from_secs(10)).await;
//! # drop(unhandled);
//! # Ok(())
//! # }
//! ```
//!
//! # The response to a request
//!
//! The first line that applies determines the response:
//!
//! | request | response |
//! |---|---|
//! | no callback has the path | 404 |
//! | no operation has the method | 405, with `Allow` |
//! | [`Authenticate`] refuses the sender of a secured operation | 401, 403, or 503 |
//! | the body is too large, too slow, or incomplete | 413, 408, 400 |
//! | a required body is absent or white space | 400 |
//! | by its headers, the body is not JSON in UTF-8, or is compressed | 415 |
//! | the body is not JSON, or has no notifications | 400, or as declared for the latter |
//! | the body contains more than 10,000 notifications | 413 |
//! | the capacity is exceeded | 503, with `Retry-After` |
//! | the handler returns a response | that response |
//! | the handler's method for responses panics or times out | 500, or as declared for `inline` |
//! | otherwise | as declared, such as 202; the handlers run after it |
//!
//! Each request of which nothing is accepted is counted by its [`Rejection`] and logged with the
//! reason, at most ten times per second for each reason.
//!
//! A byte order mark in front of UTF-8 is skipped. If a body contains several notifications, it is
//! split at brackets and commas before any is decoded, so each is decoded independently. A
//! notification that does not decode, is not UTF-8, is nested too deeply, or is not even JSON is
//! passed on unchanged as [`InvalidPayload`], with the path of the error, and does not affect the
//! others. If the brackets of a body do not match, the whole body is rejected.
//!
//! # Order
//!
//! Notifications with the same key, which the OpenAPI document specifies (the id of a call, for
//! instance), are handled one after the other, in the order in which their requests were accepted.
//! Notifications with different keys or without one are handled in parallel, up to
//! [`ReceiverBuilder::parallel`]; if more wait, the one that is due first is next, even if it was
//! accepted after the others. A handler runs in a span named `notification`, with the operation and
//! the key.
//!
//! The order of requests need not be that of the events: a service may send `established` before
//! `establishing`, and a call may end without having been established. A service may also send a
//! notification twice, for instance if it did not receive the response. The receiver does not
//! remember what it handled. A handler should rely on the content of a notification, not on earlier
//! ones.
//!
//! # Reliability
//!
//! An accepted notification is not lost while the process lives. Capacity is reserved for all
//! notifications of a request or for none. A handler that panics or exceeds
//! [`ReceiverBuilder::handler_limit`] is reported to [`ReceiverBuilder::on_failure`] and does not
//! stop the others. [`Receiver::shut_down`] returns the notifications that no handler has finished.
//! If the process is killed, accepted notifications are lost: to prevent this, store
//! [`Received::raw`] durably before responding, in the handler's method for responses. A handler
//! that blocks its thread cannot be stopped.
//!
//! # Time left
//!
//! [`Received::deadline`] counts from the receipt of the request. If the server lets connections wait
//! before it reads their requests, only the server knows when that was: it inserts [`ReceivedAt`]
//! into the extensions of the request. Otherwise a request counts as received when it comes to the
//! receiver. `axum::serve` accepts connections at once and needs no such extension.
//!
//! # Metrics
//!
//! The receiver has no exporter. [`Receiver::counts`] has the notifications by outcome,
//! [`Receiver::rejections`] the requests of which nothing was accepted, [`Receiver::pending`] the
//! depth of the queue, and [`Receiver::oldest_pending`] the age of what is in it.
//! [`ReceiverBuilder::on_handler_end`] sets a hook that gets the waiting time and the duration of
//! each handler:
//!
//! ```
//! # use specwright_runtime::receiver::{Callback, InvalidReceiver, PublicAddress, Receiver};
//! # fn example(address: PublicAddress, orders: Callback) -> Result<Receiver, InvalidReceiver> {
//! Receiver::builder(address)
//!     .callback("/orders", orders)
//!     .on_handler_end(|report| println!("{}: {:?}", report.operation, report.took))
//!     .build()
//! # }
//! ```
//!
//! # Tests of handlers
//!
//! A test calls the method of a handler, with what `testing::ReceivedBuilder` of the feature
//! `testing` creates. It needs no server, no receiver and no token:
//!
//! ```
//! use std::sync::atomic::{AtomicU64, Ordering};
//! use std::time::{Duration, Instant};
//!
//! use specwright_runtime::Value;
//! use specwright_runtime::receiver::{Received, Sender};
//! use specwright_runtime::testing::ReceivedBuilder;
//!
//! # trait OrdersHandler {
//! #     fn post(&self, order: Received<Value>) -> impl Future<Output = ()> + Send;
//! # }
//! /// Counts the orders of one account for which there is time.
//! #[derive(Default)]
//! struct Orders(AtomicU64);
//!
//! // The trait is that of a generated module.
//! impl OrdersHandler for Orders {
//!     async fn post(&self, order: Received<Value>) {
//!         let is_known = order.sender().attribute("account") == Some("5c1f0b9e");
//!         if is_known && order.time_left() > Some(Duration::ZERO) {
//!             self.0.fetch_add(1, Ordering::Relaxed);
//!         }
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let order = || {
//!     ReceivedBuilder::from_json(r#"{"id": 1}"#)
//!         .sender(Sender::unknown().with_attribute("account", "5c1f0b9e"))
//!         .time_to_answer(|_| Some(Duration::from_secs(15)))
//! };
//! let a_minute_ago = Instant::now().checked_sub(Duration::from_secs(60)).unwrap();
//!
//! let orders = Orders::default();
//! orders.post(order().build()).await;
//! orders.post(order().sender(Sender::unknown()).build()).await;
//! orders.post(order().received_at(a_minute_ago).build()).await;
//! assert_eq!(orders.0.into_inner(), 1);
//! # }
//! ```
//!
//! Where the order, the response or the sender's token matters, build a [`Receiver`] and call
//! [`Receiver::receive`]: it is independent of a server. `testing::KnownSender` then replaces the
//! authentication.
//!
//! # Several instances
//!
//! Instances behind a load balancer share nothing. Each keeps the order only among its own
//! requests: notifications of one call that arrive at different instances are handled in parallel.
//! If this matters, use one of these:
//!
//! * Give each instance its own public address, and answer calls with a callback URI of that
//!   address ([`Receiver::callback_uri`]). Only the first notification of a call then passes the
//!   load balancer.
//! * Redirect to the instance that has the call, in the handler's method for responses: with 302 or
//!   307 and `Location`, if the OpenAPI document declares them. The request is not handled here,
//!   and the service sends it again to the other instance. [`Receiver::check_callback_uri`] checks
//!   whether a URI belongs to this instance.
//! * Use [`ReceiverBuilder::close_connections`], so that the load balancer decides for each
//!   request.

pub(crate) mod authenticate;
pub(crate) mod body;
pub(crate) mod callback;
pub(crate) mod event_handler;
pub(crate) mod metrics;
#[cfg(feature = "open-id")]
pub mod open_id;
pub(crate) mod operation;
pub(crate) mod public_address;
pub(crate) mod queue;
pub(crate) mod received;
pub(crate) mod request_handler;
pub(crate) mod response;
pub(crate) mod service;
pub(crate) mod supervise;

pub use authenticate::{AuthError, Authenticate, DangerouslyUnauthenticated, Sender};
pub use callback::Callback;
pub use event_handler::{AsyncDelivery, Batch, EventHandler, SyncResponse};
pub use metrics::counts::Counts;
pub use metrics::handler_report::{HandlerEnd, HandlerReport};
pub use metrics::rejection::Rejection;
pub use operation::InboundOperation;
pub use public_address::{InvalidCallbackUri, PublicAddress};
pub use queue::unprocessed::{Unprocessed, UnprocessedState};
pub use received::{InvalidPayload, Received, ReceivedAt};
pub use request_handler::RequestHandler;
pub use response::Response;
pub use service::{InvalidReceiver, Receiver, ReceiverBuilder};
