//! What several modules of tests use: among others, the server and the log of the runtime's tests.

#[path = "../../../../runtime/tests/it/support/log.rs"]
pub(crate) mod log;
pub(crate) mod reject;
#[allow(dead_code, reason = "the runtime's tests use more of it")]
#[path = "../../../../runtime/tests/it/support/server.rs"]
pub(crate) mod server;
#[path = "../../../../runtime/tests/it/support/watched.rs"]
pub(crate) mod watched;
