//! Tests of the program from outside.

mod codegen;
mod corpus;
mod explain;
mod support;
