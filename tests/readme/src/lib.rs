//! The client of README.md's OpenAPI document.

#![allow(
    missing_docs,
    clippy::pedantic,
    rustdoc::redundant_explicit_links,
    reason = "generated; the lints of generated crates are tested in a crate of their own"
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
