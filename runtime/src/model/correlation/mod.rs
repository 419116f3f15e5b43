//! The correlation key of a notification: where it is found in the value.

mod json_path;
pub(crate) mod key;
