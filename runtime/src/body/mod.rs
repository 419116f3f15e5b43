//! Bodies: bytes in memory, or a stream of them; and the functions that read the body of a response.

pub(crate) mod form;
pub(crate) mod idle_timeout;
pub(crate) mod media_type;
pub(crate) mod multipart;
pub(crate) mod read;
mod reader;
pub(crate) mod replayable;
mod tracked_bytes;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as _, Frame, SizeHint};
use tokio::io::AsyncRead;

use crate::body::tracked_bytes::TrackedBytes;
use crate::transport_error::TransportError;

pub use read::{bytes, json, none, stream, text};

/// The body of a request or of a response: bytes in memory, or a stream of them.
///
/// What a text, a vector or [`Bytes`] holds becomes a body by `into`; a file or a socket by [`from_reader`](Self::from_reader).
///
/// As the body of a request, a stream is read once. So a call whose stream was begun makes no second attempt, whatever
/// the retry policy says; bytes in memory are sent again. The deadline of a call covers the sending of its body.
///
/// As the body of a response, a stream is what a document declares as anything but JSON and text: the call is done with
/// the head of the response, and its deadline with it. From then on each wait for more may take as long as the whole call
/// might have, and how much comes is not limited. Dropping it closes the connection.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), msgraph_runtime::TransportError> {
/// use msgraph_runtime::Body;
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
    /// The same, lent for one attempt of a call.
    Tracked(TrackedBytes),
    Stream(BoxBody),
}

impl Body {
    /// No bytes.
    #[must_use]
    pub fn empty() -> Self {
        Self(Inner::Full(Bytes::new()))
    }

    /// Bytes that come one after the other.
    pub fn stream(
        body: impl http_body::Body<Data = Bytes, Error = TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self(Inner::Stream(Box::pin(body)))
    }

    /// What a reader gives, such as a file. At most 64 KiB of it are in memory at a time.
    ///
    /// How long it is does not show, so HTTP/1.1 sends it in chunks; [`from_reader_of`](Self::from_reader_of) says it.
    pub fn from_reader(reader: impl AsyncRead + Send + Sync + 'static) -> Self {
        Self::stream(reader::Reader::new(reader, None))
    }

    /// The first so many bytes of a reader, for services that want to know beforehand: the request has a
    /// `Content-Length`. Sending fails where the reader gives fewer.
    pub fn from_reader_of(reader: impl AsyncRead + Send + Sync + 'static, length: u64) -> Self {
        Self::stream(reader::Reader::new(reader, Some(length)))
    }

    /// The bytes, where they are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Full(bytes) => Some(bytes),
            Inner::Tracked(bytes) => bytes.read(),
            Inner::Stream(_) => None,
        }
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the connection breaks, or when nothing comes for too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        while let Some(frame) = self.next_frame().await {
            // What is no data are trailers.
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }

    /// All bytes there are still to come, in memory. How many these may be is up to whoever sends them.
    ///
    /// # Errors
    ///
    /// When the connection breaks, or when nothing comes for too long.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        match self.at_most(usize::MAX).await {
            Ok(bytes) | Err(ReadError::TooLong(bytes)) => Ok(bytes),
            Err(ReadError::Broken(error)) => Err(error),
        }
    }

    /// The same, up to a limit.
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

    async fn next_frame(&mut self) -> Option<Result<Frame<Bytes>, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_frame(context)).await
    }
}

/// Why a body was not read to its end.
pub(crate) enum ReadError {
    Broken(TransportError),
    /// What was read until then.
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

/// Shows how long the body is, where that is known.
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
