//! A TCP connection that can go silent or break on command. It takes the place of a load balancer
//! between a bot and a service that forgets a connection while TCP stays up.

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::calls::BrokenAt;

/// What becomes of the bytes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// They arrive.
    Open,
    /// None arrives, in either direction.
    Silent,
    /// So many more are sent, then the connection is reset.
    CutAfter(usize),
    /// The connection is reset.
    Reset,
}

/// Controls a connection.
#[derive(Debug)]
pub(super) struct Control {
    state: Mutex<State>,
    broken_at: BrokenAt,
}

#[derive(Debug)]
struct State {
    mode: Mode,
    /// The tasks that wait to read and to write.
    wakers: [Option<Waker>; 2],
}

const READER: usize = 0;
const WRITER: usize = 1;

impl Control {
    fn new() -> Self {
        let state = State {
            mode: Mode::Open,
            wakers: [None, None],
        };
        Self {
            state: Mutex::new(state),
            broken_at: BrokenAt::default(),
        }
    }

    /// Returns when the connection broke, now or later.
    pub(super) fn broken_at(&self) -> BrokenAt {
        self.broken_at.clone()
    }

    /// From now on, no byte arrives.
    pub(super) fn silence(&self) {
        self.set(Mode::Silent);
    }

    /// Resets the connection once so many more bytes are sent.
    pub(super) fn cut_after(&self, bytes: usize) {
        self.set(Mode::CutAfter(bytes));
    }

    /// Resets the connection.
    pub(super) fn reset(&self) {
        self.set(Mode::Reset);
    }

    fn set(&self, mode: Mode) {
        if matches!(mode, Mode::Silent | Mode::Reset) {
            self.broken_at.set();
        }
        let mut state = self.state();
        // A reset is final.
        if state.mode != Mode::Reset {
            state.mode = mode;
        }
        let wakers = std::mem::take(&mut state.wakers);
        drop(state);
        wakers.into_iter().flatten().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the mode, and registers the task to be woken when it changes.
    fn mode(&self, direction: usize, cx: &Context<'_>) -> Mode {
        let mut state = self.state();
        state.wakers[direction] = Some(cx.waker().clone());
        state.mode
    }
}

/// The open connections of a service.
#[derive(Debug, Default)]
pub(super) struct OpenConnections(Mutex<(u64, HashMap<u64, Arc<Control>>)>);

impl OpenConnections {
    /// Silences all connections that are open.
    pub(super) fn silence(&self) {
        for control in self.connections().1.values() {
            control.silence();
        }
    }

    fn connections(&self) -> MutexGuard<'_, (u64, HashMap<u64, Arc<Control>>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that is controlled.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    control: Arc<Control>,
    open: Arc<OpenConnections>,
    id: u64,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, open: &Arc<OpenConnections>) -> Self {
        let control = Arc::new(Control::new());
        let mut connections = open.connections();
        connections.0 += 1;
        let id = connections.0;
        connections.1.insert(id, Arc::clone(&control));
        drop(connections);
        Self {
            stream,
            control,
            open: Arc::clone(open),
            id,
        }
    }

    pub(super) fn control(&self) -> Arc<Control> {
        Arc::clone(&self.control)
    }

    fn broken(&self) -> io::Error {
        // Closing the socket then sends a reset. If that fails, the peer sees a normal end.
        let _ = self.stream.set_zero_linger();
        io::ErrorKind::ConnectionReset.into()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.control.state().mode == Mode::Reset {
            let _ = self.stream.set_zero_linger();
        }
        self.open.connections().1.remove(&self.id);
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.control.mode(READER, cx) {
            Mode::Open | Mode::CutAfter(_) => Pin::new(&mut self.stream).poll_read(cx, buf),
            Mode::Reset => Poll::Ready(Err(self.broken())),
            Mode::Silent => loop {
                // What arrives is discarded, so that the peer sees an open connection. Its end
                // is passed on, so that the connection does not stay for ever.
                let mut lost = [0; 4096];
                let mut discarded = ReadBuf::new(&mut lost);
                match Pin::new(&mut self.stream).poll_read(cx, &mut discarded) {
                    Poll::Ready(Ok(())) if !discarded.filled().is_empty() => {}
                    other => return other,
                }
            },
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.control.mode(WRITER, cx) {
            Mode::Open => Pin::new(&mut self.stream).poll_write(cx, buf),
            Mode::Silent => Poll::Ready(Ok(buf.len())),
            Mode::Reset | Mode::CutAfter(0) => {
                self.control.reset();
                Poll::Ready(Err(self.broken()))
            }
            Mode::CutAfter(left) => {
                let part = buf.get(..left).unwrap_or(buf);
                let written = Pin::new(&mut self.stream).poll_write(cx, part);
                if let Poll::Ready(Ok(written)) = written {
                    self.control.cut_after(left - written);
                }
                written
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.control.mode(WRITER, cx) {
            // The end of a silent connection does not arrive, either.
            Mode::Silent => Poll::Pending,
            _ => Pin::new(&mut self.stream).poll_shutdown(cx),
        }
    }
}
