//! Authentication of senders: bearer tokens, and the keys that verify them.

mod keys;
mod matrix;
mod properties;
mod publisher;
mod settings;
mod tokens;
