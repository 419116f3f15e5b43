//! Tests of generated clients from outside: what is emitted, sent, decoded and received, and what
//! compiles.

mod callbacks;
mod compile;
mod decoding;
mod documents;
mod edits;
mod faults;
mod generated;
mod prism;
mod properties;
mod receiver;
mod support;
mod surface;
mod wire;
