//! Who may post what: the bearer tokens of requests, and the keys by which they are verified.

mod keys;
mod matrix;
mod properties;
mod publisher;
mod settings;
mod tokens;
