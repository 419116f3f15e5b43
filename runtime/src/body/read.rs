//! The functions that read the body of a response for a [`Reply`](crate::Reply).

use bytes::Bytes;

use crate::body::Body;
use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;

/// Ignores the body, for responses without a declared one.
///
/// # Errors
///
/// Never.
pub fn none(_: &http::Response<Bytes>) -> Result<(), DecodeError> {
    Ok(())
}

/// Reads JSON.
///
/// # Errors
///
/// If the body is not JSON or does not decode as `T`.
pub fn json<T: Decode>(response: &http::Response<Bytes>) -> Result<T, DecodeError> {
    from_slice(response.body())
}

/// Reads text in UTF-8.
///
/// # Errors
///
/// If the body is not UTF-8.
pub fn text(response: &http::Response<Bytes>) -> Result<String, DecodeError> {
    match str::from_utf8(response.body()) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let (valid, _) = response.body().split_at(error.valid_up_to());
            Err(DecodeError::not_utf8(
                None,
                str::from_utf8(valid).unwrap_or_default(),
            ))
        }
    }
}

/// Reads all bytes, for the bodies of errors, which are never streams.
///
/// # Errors
///
/// Never.
pub fn bytes(response: &http::Response<Bytes>) -> Result<Bytes, DecodeError> {
    Ok(response.body().clone())
}

/// Returns the body as a stream, for [`Reply::Stream`](crate::Reply::Stream).
#[must_use]
pub fn stream(body: Body) -> Body {
    body
}
