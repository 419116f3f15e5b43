//! The entry points of decoding: from JSON, and from any deserializer of serde.

use serde::de::{Deserializer, Error as _};

use crate::decode::context::{Context, Reading};
use crate::decode::decodable::Decode;
use crate::decode::error::DecodeError;

/// Reads a value from JSON.
///
/// ```
/// use msgraph_runtime::from_slice;
///
/// let codes: Vec<i32> = from_slice(b"[200, 404]")?;
/// assert_eq!(codes, [200, 404]);
///
/// let error = from_slice::<Vec<i32>>(b"[200, \"gone\"]").unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// assert_eq!(error.message(), "expected a 32-bit integer, found a string");
/// assert_eq!((error.line(), error.column()), (Some(1), Some(12)));
/// # Ok::<(), msgraph_runtime::DecodeError>(())
/// ```
///
/// # Errors
///
/// When the text is not JSON, is not a `T`, goes on after it, or is nested deeper than 127 levels.
pub fn from_slice<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    let reading = Reading::default();
    // A text that is checked as a whole need not be checked string by string. Of one that is not UTF-8, the part before
    // is read, so that the error has its place.
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

/// Reads a [`Decode`] where serde asks for it: what `Deserialize` of a model does.
///
/// # Errors
///
/// When the input cannot be read, or is not a `T`. The message begins with the path, where there is one.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let reading = Reading::default();
    T::decode(deserializer, Context::new(&reading)).map_err(|error| match reading.path() {
        Some(path) => D::Error::custom(format_args!("{path}: {error}")),
        None => error,
    })
}
