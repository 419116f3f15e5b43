//! What a service posts to us: from an HTTP request to the handler of a callback, and back to a response.
//!
//! A generated crate has, for each callback of its document, the trait of a handler and a function that makes a
//! [`Callback`] of one. A [`Receiver`] takes callbacks in, each at a path:
//!
//! ```ignore
//! let receiver = Receiver::builder(PublicAddress::new("https://bot.contoso.com")?)
//!     .callback("/api/calls", comms_notifications::callback(bot, tokens))
//!     .build()?;
//! let router = axum::Router::from(receiver.clone());
//! // ... serve it until it is time to stop, then:
//! let left = receiver.shut_down(Duration::from_secs(10)).await;
//! ```
//!
//! # How a request is answered
//!
//! In this order, and the first that applies:
//!
//! | what | answer |
//! |---|---|
//! | nothing is received at the path | 404 |
//! | nothing is received by the method | 405, with `Allow` |
//! | its sender is refused by [`Authenticate`], where the document wants to know it | 401, 403, or 503 |
//! | its body is too large, too slow, or breaks off | 413, 408, 400 |
//! | it has no body, or only white space, where there must be one | 400 |
//! | its headers say that it is not JSON in UTF-8, or is compressed | 415 |
//! | its body is not JSON, or not an object with notifications | 400, or what the document says of a body without them |
//! | its body holds more than 10,000 notifications | 413 |
//! | there is no room for all of its notifications | 503, with `Retry-After` |
//! | its handler answers in the response itself | that |
//! | its handler panics when it is asked for that, or takes too long | 500; or what the document says, where a notification waits for its answer |
//! | it is taken | what the document says, 202 for instance; the handlers run behind it |
//!
//! A mark of the byte order in front of UTF-8 is passed over. Where a body holds several notifications, they are told
//! apart by their brackets before any is read, so each is decoded by itself: one that does not decode, is not UTF-8, is
//! nested too deep, or is not even JSON, is handed over as [`Undecoded`], as it came, with the path of what is wrong,
//! and costs the others nothing. If the brackets of a body do not match, nobody knows what is in it, and nothing of it is
//! taken.
//!
//! # In which order
//!
//! Notifications that are about the same thing, by the key that the document names (the id of a call, for instance), are
//! handed over one after the other, in the order in which their requests were taken. Those of different keys, and those
//! without one, are handed over at the same time, as many as [`ReceiverBuilder::parallel`] allows. The order on the wire
//! need not be that of the events: a service may send `established` before `establishing`, and a call may end without
//! ever having been established. Nor does anything keep a service from posting the same twice, when the answer did not
//! reach it, for instance; what was handled is not remembered here. A handler has to go by what a notification says, not
//! by what should have come before.
//!
//! # What is lost
//!
//! Nothing that was accepted, as long as the process lives: there is room for all notifications of a request or for
//! none; a handler that panics, or takes longer than [`ReceiverBuilder::handler_limit`], is told of to
//! [`ReceiverBuilder::on_failure`], and neither stops the others; [`Receiver::shut_down`] gives back what no handler has
//! finished with. A process that is killed takes along what it has accepted: who cannot bear that writes
//! [`Received::raw`] to something that lasts before answering, in the handler's method for answers. A handler that blocks
//! its thread cannot be stopped.
//!
//! # Several instances
//!
//! Instances behind a balancer share nothing, and need not. But each keeps order only among what it was sent itself:
//! notifications of one call that go to different instances are handled at the same time. Where that matters, one of
//! these helps:
//!
//! * Each instance has a public address of its own, and answers calls with a callback URI of it
//!   ([`Receiver::callback_uri`]): only the first notification of a call then comes through the balancer.
//! * The instance that does not have the call names the one that does, in the handler's method for answers: with a
//!   302 or 307 and its `Location`, where the document declares them. Nothing of such a request is handed over here, and
//!   the service posts it again, there. [`Receiver::check_callback_uri`] tells own addresses from foreign ones.
//! * [`ReceiverBuilder::close_connections`] lets the balancer decide anew with each request.

pub(crate) mod answer;
pub(crate) mod authenticate;
pub(crate) mod batch;
pub(crate) mod callback;
pub(crate) mod counts;
pub(crate) mod notify;
#[cfg(feature = "open-id")]
pub mod open_id;
pub(crate) mod operation;
pub(crate) mod public_address;
pub(crate) mod queue;
pub(crate) mod read_body;
pub(crate) mod received;
pub(crate) mod respond;
pub(crate) mod service;
pub(crate) mod supervise;

pub use answer::Answer;
pub use authenticate::{Authenticate, DangerouslyUnauthenticated, Refusal, Sender};
pub use callback::Callback;
pub use counts::Counts;
pub use notify::{Background, Batched, Inline, Notify};
pub use operation::Served;
pub use public_address::{InvalidCallbackUri, PublicAddress};
pub use queue::{Undelivered, UndeliveredState};
pub use received::{Received, Undecoded};
pub use respond::Respond;
pub use service::{InvalidReceiver, Receiver, ReceiverBuilder};
