//! The values of parameters: their serialization by style into path, query and cookies, and typed
//! access to response headers. May be used by `invalid_request`, `body`, `auth`, `call` and above.

pub(crate) mod cookie;
pub(crate) mod header;
pub(crate) mod path_part;
pub(crate) mod style;
