//! What a service posts to us.

mod authenticate;
#[cfg(feature = "open-id")]
pub mod open_id;

pub use authenticate::{Authenticate, DangerouslyUnauthenticated, Refusal, Sender};
