//! Comparison of JSON with what is encoded after it was decoded.

use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Write as _;

use serde::ser::Serialize;
use serde_json::Value;

use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;

/// A way in which JSON may differ after it was decoded and encoded again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Difference {
    /// A property that was null is absent.
    Null,
    /// A string has another case: a listed value of an enum.
    Case,
    /// A number or a boolean was a string.
    Quoted,
}

/// A difference that decoding and encoding must not make. Its message has the path of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTripError(String);

impl fmt::Display for RoundTripError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RoundTripError {}

/// Compares JSON with what was encoded after it was decoded. Returns the permitted differences.
///
/// ```
/// use specwright_runtime::Value;
/// use specwright_runtime::testing::{Difference, differences};
///
/// let json: Value = serde_json::from_str(r#"{"code": "200", "message": null}"#)?;
/// let encoded: Value = serde_json::from_str(r#"{"code": 200}"#)?;
/// let found = differences(&json, &encoded)?;
/// assert_eq!(found, [Difference::Null, Difference::Quoted].into());
///
/// let lost = differences(&json, &serde_json::from_str("{}")?).unwrap_err();
/// assert_eq!(lost.to_string(), ".code is missing");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If there is any other difference.
pub fn differences(json: &Value, encoded: &Value) -> Result<BTreeSet<Difference>, RoundTripError> {
    let mut found = BTreeSet::new();
    compare(json, encoded, &mut String::new(), &mut found)?;
    Ok(found)
}

/// Decodes JSON, encodes the value, and decodes that again.
///
/// ```
/// use specwright_runtime::OneOrMany;
/// use specwright_runtime::testing::assert_round_trip;
///
/// assert_round_trip::<OneOrMany<i32>>("[1, 2]");
/// ```
///
/// # Panics
///
/// Panics if the JSON does not match the type, if encoding loses or changes anything beyond the
/// permitted [differences], or if decoding the second time returns another value.
#[track_caller]
pub fn assert_round_trip<T: Decode + Serialize + PartialEq + fmt::Debug>(json: &str) {
    let read = |json: &[u8]| match from_slice::<T>(json) {
        Ok(value) => value,
        Err(error) => panic!("{error}, in {}", String::from_utf8_lossy(json)),
    };
    let value = read(json.as_bytes());
    let encoded = match serde_json::to_vec(&value) {
        Ok(encoded) => encoded,
        Err(error) => panic!("{value:?} cannot be encoded: {error}"),
    };
    let trees =
        serde_json::from_str(json).and_then(|json| Ok((json, serde_json::from_slice(&encoded)?)));
    match trees {
        Ok((json, encoded)) => {
            if let Err(error) = differences(&json, &encoded) {
                panic!("{error}: {json:#} was encoded as {encoded:#}");
            }
        }
        Err(error) => panic!("{error}, in {json}"),
    }
    assert_eq!(read(&encoded), value);
}

fn compare(
    json: &Value,
    encoded: &Value,
    path: &mut String,
    found: &mut BTreeSet<Difference>,
) -> Result<(), RoundTripError> {
    let length = path.len();
    match (json, encoded) {
        (Value::Object(json), Value::Object(encoded)) => {
            if let Some(name) = encoded.keys().find(|name| !json.contains_key(*name)) {
                return Err(RoundTripError(format!("{path}.{name} was added")));
            }
            for (name, json) in json {
                let _ = write!(path, ".{name}");
                match encoded.get(name) {
                    Some(encoded) => compare(json, encoded, path, found)?,
                    None if json.is_null() => {
                        found.insert(Difference::Null);
                    }
                    None => return Err(RoundTripError(format!("{path} is missing"))),
                }
                path.truncate(length);
            }
        }
        (Value::Array(json), Value::Array(encoded)) if json.len() == encoded.len() => {
            for (index, (json, encoded)) in json.iter().zip(encoded).enumerate() {
                let _ = write!(path, "[{index}]");
                compare(json, encoded, path, found)?;
                path.truncate(length);
            }
        }
        (json, encoded) if is_same_scalar(json, encoded) => {}
        (Value::String(json), Value::String(encoded)) if json.eq_ignore_ascii_case(encoded) => {
            found.insert(Difference::Case);
        }
        (Value::String(text), _)
            if unquoted(text).is_some_and(|json| is_same_scalar(&json, encoded)) =>
        {
            found.insert(Difference::Quoted);
        }
        _ => {
            return Err(RoundTripError(format!(
                "{path} was {json}, and encoded as {encoded}"
            )));
        }
    }
    Ok(())
}

/// Returns whether two scalars are the same. A number may be encoded in another notation: `2e2` is
/// `200`.
fn is_same_scalar(json: &Value, encoded: &Value) -> bool {
    match (json, encoded) {
        (Value::Number(json), Value::Number(encoded)) if json.is_f64() != encoded.is_f64() => {
            json.as_f64() == encoded.as_f64()
        }
        (json, encoded) => json == encoded,
    }
}

/// Returns the number or the boolean in a string.
fn unquoted(text: &str) -> Option<Value> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => text.parse().ok().map(Value::Number),
    }
}
