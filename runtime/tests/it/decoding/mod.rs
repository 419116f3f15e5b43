//! Decoding and encoding of models.

mod constraints;
mod encoding;
mod errors;
#[cfg(feature = "exact-numbers")]
mod exact_numbers;
mod limits;
mod models;
mod other_formats;
mod properties;
mod secrets;
mod types;

use serde::Serialize;
use serde_json::Value;
use specwright_runtime::{Decode, from_slice};

/// Reads a `T` from JSON.
#[track_caller]
fn read<T: Decode>(json: &str) -> T {
    match from_slice(json.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("{json}: {error}"),
    }
}

/// Fails to read a `T` from JSON: the path and the message.
#[track_caller]
fn refuse<T: Decode>(json: &str) -> (String, String) {
    match from_slice::<T>(json.as_bytes()) {
        Ok(_) => panic!("{json}: should be refused"),
        Err(error) => (error.path().to_owned(), error.message().to_owned()),
    }
}

/// Writes a value as JSON.
#[track_caller]
fn write<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("{error}"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
