//! Lists that a service returns in pages, as streams. Used by nothing else in this crate.

mod next_link;
pub(crate) mod pages;
