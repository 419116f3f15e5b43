//! Bodies of requests and responses: bytes in memory or streams, forms, multipart bodies, and the
//! functions that read the body of a response. May be used by `transport`, `call`, `client`,
//! `receiver` and `testing`.
//!
//! The functions decode the responses of an [`Operation`](crate::Operation):
//!
//! ```
//! use std::convert::Infallible;
//!
//! use specwright_runtime::{Method, Operation, Reply, Security, Status, Value, body};
//!
//! static LIST: Operation<Value, Infallible> = Operation {
//!     id: "list",
//!     method: Method::GET,
//!     path: "/items",
//!     deadline: None,
//!     idempotent: true,
//!     security: Security::None,
//!     responses: &[(Status::Code(200), Reply::Success(body::json))],
//! };
//! ```

pub(crate) mod form;
pub(crate) mod idle_timeout;
pub(crate) mod media_type;
pub(crate) mod multipart;
pub(crate) mod read;
mod reader;
pub(crate) mod replayable;
mod tracked_bytes;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::{BodyExt, Collected};
use tokio::io::AsyncRead;

use crate::body::tracked_bytes::TrackedBytes;
use crate::transport_error::TransportError;

pub use read::{bytes, json, none, stream, text};

/// The body of a request or a response: bytes in memory, or a stream.
///
/// Strings, vectors and [`Bytes`] convert by `into`, files and sockets by
/// [`from_reader`](Self::from_reader).
///
/// In a request, a stream is sent only once: after an attempt has begun to read it, the call is not
/// retried, whatever the retry policy decides. Bytes in memory are sent by every attempt. The
/// deadline of a call includes sending the body.
///
/// In a response, any body that the OpenAPI document does not declare as JSON or text is a stream:
/// the call and its deadline end with the head of the response. After that, each wait for more
/// bytes is limited to the duration of the deadline, and the size is not limited. Dropping the
/// stream closes the connection.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), specwright_runtime::TransportError> {
/// use specwright_runtime::Body;
///
/// let mut body = Body::from("a recording");
/// while let Some(bytes) = body.chunk().await? {
///     println!("{} bytes more", bytes.len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct Body(Inner);

type BoxBody = Pin<Box<dyn http_body::Body<Data = Bytes, Error = TransportError> + Send + Sync>>;

enum Inner {
    Full(Bytes),
    /// Bytes in memory, lent to an attempt of a call.
    Tracked(TrackedBytes),
    Stream(BoxBody),
}

impl Body {
    /// Creates an empty body.
    #[must_use]
    pub fn empty() -> Self {
        Self(Inner::Full(Bytes::new()))
    }

    /// Creates a body from a stream.
    pub fn stream(
        body: impl http_body::Body<Data = Bytes, Error = TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self(Inner::Stream(Box::pin(body)))
    }

    /// Creates a body from a reader, such as a file. Buffers at most 64 KiB.
    ///
    /// The length is unknown, so HTTP/1.1 uses chunked encoding.
    /// [`from_reader_of`](Self::from_reader_of) specifies the length.
    pub fn from_reader(reader: impl AsyncRead + Send + Sync + 'static) -> Self {
        Self::stream(reader::Reader::new(reader, None))
    }

    /// Creates a body from the first `length` bytes of a reader, for services that require a
    /// `Content-Length`. Sending fails if the reader ends earlier.
    pub fn from_reader_of(reader: impl AsyncRead + Send + Sync + 'static, length: u64) -> Self {
        Self::stream(reader::Reader::new(reader, Some(length)))
    }

    /// Returns the bytes if they are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Full(bytes) => Some(bytes),
            Inner::Tracked(bytes) => bytes.read(),
            Inner::Stream(_) => None,
        }
    }

    /// Returns the next bytes, or `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection breaks, or if no bytes arrive in time.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        while let Some(frame) = self.frame().await {
            // Frames without data are trailers.
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }

    /// Reads all remaining bytes into memory, without a limit.
    ///
    /// # Errors
    ///
    /// If the connection breaks, or if no bytes arrive in time.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        BodyExt::collect(self).await.map(Collected::to_bytes)
    }

    /// Reads all remaining bytes into memory, up to a limit.
    ///
    /// `http_body_util::Limited` would lose the bytes up to the limit, which errors contain.
    pub(crate) async fn at_most(mut self, limit: usize) -> Result<Bytes, ReadError> {
        let mut whole = BytesMut::new();
        while let Some(data) = self.chunk().await.map_err(ReadError::Broken)? {
            if data.len() > limit - whole.len() {
                whole.extend_from_slice(&data[..limit - whole.len()]);
                return Err(ReadError::TooLong(whole.freeze()));
            }
            if whole.is_empty() && self.is_end_stream() {
                return Ok(data);
            }
            whole.extend_from_slice(&data);
        }
        Ok(whole.freeze())
    }
}

/// The error of a body that was not read to its end.
pub(crate) enum ReadError {
    Broken(TransportError),
    /// The bytes that were read.
    TooLong(Bytes),
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self(Inner::Full(bytes.into()))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

/// Shows the length, if known.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("len", &http_body::Body::size_hint(self).exact())
            .finish_non_exhaustive()
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.0 {
            Inner::Full(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Full(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Inner::Tracked(bytes) => Poll::Ready(bytes.take()),
            Inner::Stream(body) => body.as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Full(bytes) => bytes.is_empty(),
            Inner::Tracked(bytes) => bytes.len() == 0,
            Inner::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Tracked(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(body) => body.size_hint(),
        }
    }
}
