//! A client of a document for tests. `build.rs` generates it.

#![allow(
    deprecated,
    missing_docs,
    clippy::module_inception,
    clippy::pedantic,
    rustdoc::redundant_explicit_links,
    reason = "as the generated crate has it; its own lints are tested where it is compiled by itself"
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
