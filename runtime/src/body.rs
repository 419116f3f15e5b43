//! How the body of a response is read: the functions that stand in a [`Reply`](crate::Reply).

use bytes::Bytes;

use crate::{Decode, DecodeError, from_slice};

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
