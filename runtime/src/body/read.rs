//! How the body of a response is read: the functions that stand in a [`Reply`](crate::Reply).

use bytes::Bytes;

use crate::body::Body;
use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;

/// Reads nothing, whatever the body holds: for responses without a declared body.
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
/// When the body is not JSON, or not a `T`.
pub fn json<T: Decode>(response: &http::Response<Bytes>) -> Result<T, DecodeError> {
    from_slice(response.body())
}

/// Reads text in UTF-8.
///
/// # Errors
///
/// When the body is something else.
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

/// Reads all bytes as they are: for the bodies of errors, which are never streams.
///
/// # Errors
///
/// Never.
pub fn bytes(response: &http::Response<Bytes>) -> Result<Bytes, DecodeError> {
    Ok(response.body().clone())
}

/// Hands the body out as it comes: for [`Reply::Stream`](crate::Reply::Stream).
#[must_use]
pub fn stream(body: Body) -> Body {
    body
}
