//! The correlation key of a notification: its path and its value.

mod json_path;
pub(crate) mod key;
