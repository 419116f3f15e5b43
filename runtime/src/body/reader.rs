//! A body that reads from an `AsyncRead`.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use crate::transport_error::TransportError;

/// The number of bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// A reader, and the number of bytes remaining, if known.
pub(super) struct Reader {
    source: Pin<Box<dyn AsyncRead + Send + Sync>>,
    remaining: Option<u64>,
    ended: bool,
}

impl Reader {
    pub(super) fn new(reader: impl AsyncRead + Send + Sync + 'static, length: Option<u64>) -> Self {
        Self {
            source: Box::pin(reader),
            remaining: length,
            ended: length == Some(0),
        }
    }

    /// Returns the number of bytes to read next.
    fn next_length(&self) -> usize {
        let remaining = self.remaining.and_then(|bytes| usize::try_from(bytes).ok());
        remaining.map_or(CHUNK, |remaining| remaining.min(CHUNK))
    }
}

impl http_body::Body for Reader {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let mut chunk = vec![0; self.next_length()];
        let mut buffer = ReadBuf::new(&mut chunk);
        let result = std::task::ready!(self.source.as_mut().poll_read(context, &mut buffer));
        let length = buffer.filled().len();
        chunk.truncate(length);
        let outcome = match (result, length) {
            (Err(error), _) => Err(error),
            (Ok(()), 0) if self.remaining.is_some() => Err(Error::new(
                ErrorKind::UnexpectedEof,
                "the reader has fewer bytes than were announced",
            )),
            (Ok(()), length) => Ok(length),
        };
        match outcome {
            Ok(length) => {
                self.remaining = self
                    .remaining
                    .map(|left| left.saturating_sub(length as u64));
                self.ended = length == 0 || self.remaining == Some(0);
                Poll::Ready((length > 0).then(|| Ok(Frame::data(chunk.into()))))
            }
            Err(error) => {
                self.ended = true;
                Poll::Ready(Some(Err(TransportError::maybe_sent(error).permanent())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }

    fn size_hint(&self) -> SizeHint {
        self.remaining
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
