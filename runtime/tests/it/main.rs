//! Tests of the runtime from outside: what models decode and encode, what calls send and return,
//! and whom a receiver accepts.

#[cfg(feature = "open-id")]
mod authentication;
mod calls;
mod decoding;
#[cfg(feature = "rustls")]
mod faults;
#[cfg(feature = "receiver")]
mod receiver;
mod support;
