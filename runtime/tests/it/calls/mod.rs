//! Calls: what they send, and what they return.

mod bodies;
mod deadline;
mod futures;
mod operations;
mod own_transport;
mod propagation;
mod refusals;
mod requests;
mod retry;
mod spans;
mod styles;
mod tokens;

#[cfg(feature = "reqwest")]
mod responses;
#[cfg(feature = "reqwest")]
mod wire;
