//! Tests of the program from outside.

mod corpus;
mod support;
