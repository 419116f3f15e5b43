//! The client of a document that exists for the tests: see `build.rs` beside this.

#![allow(
    deprecated,
    missing_docs,
    clippy::module_inception,
    clippy::pedantic,
    rustdoc::redundant_explicit_links,
    reason = "as the generated crate has it; its own lints are tested where it is compiled by itself"
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
