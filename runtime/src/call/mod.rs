//! One call of an operation: its path and request, the pipeline that sends it (deadline, tokens,
//! attempts, traces), and its response or error. May be used by `paging` and `client`.

pub(crate) mod content;
pub(crate) mod conventions;
pub(crate) mod deadline;
pub(crate) mod error;
pub(crate) mod metadata;
pub(crate) mod operation;
pub(crate) mod outcome;
pub(crate) mod path;
pub(crate) mod pipeline;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod send;
pub(crate) mod settings;
pub(crate) mod trace;
