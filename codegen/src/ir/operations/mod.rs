//! Paths, operations, what they send and receive, and the callbacks that the client serves.

pub(crate) mod body;
pub(crate) mod callback;
pub(crate) mod conventions;
pub(crate) mod error_code;
pub(crate) mod http;
pub(crate) mod operation;
pub(crate) mod paging;
pub(crate) mod parameter;
pub(crate) mod path;
pub(crate) mod response;
pub(crate) mod security;
pub(crate) mod server;
pub(crate) mod style;
