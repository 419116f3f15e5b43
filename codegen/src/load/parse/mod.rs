//! Parses texts into trees of values, and finds out which version of OpenAPI they follow.

mod text;
mod version;

pub(super) use text::parse;
pub(super) use version::{Version, check_version};
