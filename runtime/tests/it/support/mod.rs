//! What several modules of tests use.

pub(crate) mod log;
#[cfg(feature = "reqwest")]
pub(crate) mod server;
#[cfg(feature = "receiver")]
pub(crate) mod watched;
