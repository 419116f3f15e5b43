//! Tests from outside: over a transport without sockets, over sockets, and of the command.

mod command;
mod connections;
mod document;
mod faults;
mod rust_bot;
mod stops;
mod support;
mod wrong_bots;
