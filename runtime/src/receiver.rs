//! What a service posts to us.

mod answer;
mod authenticate;
mod batch;
mod callback;
mod counts;
mod guard;
mod intake;
mod notify;
#[cfg(feature = "open-id")]
pub mod open_id;
mod public_address;
mod queue;
mod received;
mod respond;
mod service;

pub use answer::Answer;
pub use authenticate::{Authenticate, DangerouslyUnauthenticated, Refusal, Sender};
pub use callback::{Callback, Served};
pub use counts::Counts;
pub use notify::{Background, Batched, Inline, Notify};
pub use public_address::{InvalidCallbackUri, PublicAddress};
pub use queue::{Undelivered, UndeliveredState};
pub use received::{Received, Undecoded};
pub use respond::Respond;
pub use service::{InvalidReceiver, Receiver, ReceiverBuilder};
