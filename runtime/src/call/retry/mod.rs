//! Whether a failed attempt is followed by another one, and after which delay.

pub(crate) mod policy;
pub(crate) mod retry_after;
