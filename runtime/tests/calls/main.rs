//! Calls, seen from outside: what they send, and what the caller gets back.

mod azure_credential;
mod bodies;
mod cached_token;
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
mod server;
#[cfg(feature = "reqwest")]
mod wire;
