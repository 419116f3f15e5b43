//! What a receiver counts, reports and logs about requests and handlers.

pub(crate) mod counts;
pub(crate) mod handler_report;
pub(crate) mod log_limit;
pub(crate) mod rejection;
