//! Decoding and encoding of each kind of type.

mod additional;
mod aliases;
mod enums;
mod formats;
mod members;
mod polymorphism;
mod scalars;
mod tuples;
pub(crate) mod unions;
mod value_enums;
