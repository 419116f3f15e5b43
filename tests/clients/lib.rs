//! The client of a document that exists for the tests: see `build.rs` beside this.

#![allow(
    deprecated,
    missing_docs,
    clippy::doc_markdown,
    clippy::module_inception,
    clippy::needless_pass_by_value,
    clippy::struct_excessive_bools,
    clippy::fn_params_excessive_bools,
    clippy::pedantic,
    reason = "as the generated crate has it; its own lints are tested where it is compiled by itself"
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
