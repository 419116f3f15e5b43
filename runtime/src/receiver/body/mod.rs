//! The body of a request: reading it, splitting it into notifications, and decoding the only one.

pub(crate) mod batch;
pub(crate) mod prefix;
pub(crate) mod read_body;
