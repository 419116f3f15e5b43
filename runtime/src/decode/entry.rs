//! The entry points of decoding: from JSON, and from any deserializer.

use serde::de::{Deserializer, Error as _};

use crate::decode::context::{Context, Reading};
use crate::decode::decodable::Decode;
use crate::decode::error::DecodeError;

/// Decodes a value from JSON.
///
/// ```
/// use specwright_runtime::from_slice;
///
/// let codes: Vec<i32> = from_slice(b"[200, 404]")?;
/// assert_eq!(codes, [200, 404]);
///
/// let error = from_slice::<Vec<i32>>(b"[200, \"gone\"]").unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// assert_eq!(error.message(), "expected a 32-bit integer, found a string");
/// assert_eq!((error.line(), error.column()), (Some(1), Some(12)));
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// # Errors
///
/// If the input is not JSON, does not match `T`, has trailing characters, or is nested deeper than
/// 127 levels. A byte order mark before the JSON is ignored, as RFC 8259 allows.
pub fn from_slice<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    let json = json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json);
    let reading = Reading::default();
    // Validating UTF-8 once is faster than for each string. Invalid input is decoded up to the
    // first invalid byte, so that the error has a position.
    let (text, is_whole) = match str::from_utf8(json) {
        Ok(text) => (text, true),
        Err(error) => {
            let (valid, _) = json.split_at(error.valid_up_to());
            (str::from_utf8(valid).unwrap_or_default(), false)
        }
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = T::decode(&mut deserializer, Context::new(&reading))
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) if is_whole => Ok(value),
        Err(error) if is_whole || !error.is_eof() => Err(DecodeError::new(reading.path(), &error)),
        _ => Err(DecodeError::not_utf8(reading.path(), text)),
    }
}

/// Decodes a value from any deserializer. `Deserialize` of a model calls it.
///
/// # Errors
///
/// If the input cannot be read or does not match `T`. The message starts with the path, unless it
/// is empty.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let reading = Reading::default();
    T::decode(deserializer, Context::new(&reading)).map_err(|error| match reading.path() {
        Some(path) => D::Error::custom(format_args!("{path}: {error}")),
        None => error,
    })
}
