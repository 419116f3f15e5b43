//! Rust syntax that several renderers emit: types, literals, attributes and shared expressions.

pub(super) mod arms;
pub(super) mod attributes;
pub(super) mod constraints;
pub(super) mod literals;
pub(super) mod nulls;
pub(super) mod style;
pub(super) mod types;
