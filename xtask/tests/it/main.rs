//! Tests of the program from outside.

mod accept;
mod corpus;
mod diff;
mod support;
