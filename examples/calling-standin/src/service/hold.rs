//! Rejections that a test holds back.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

/// Receives the rejections that Graph holds back, in the order of their arrival. Without it, Graph
/// answers at once again.
#[derive(Debug)]
pub struct HeldRejections(mpsc::UnboundedReceiver<HeldRejection>);

/// A rejection that Graph holds back. It is answered when this is dropped.
#[derive(Debug)]
pub struct HeldRejection {
    call: String,
    body: Bytes,
    _answered: oneshot::Sender<()>,
}

impl HeldRejections {
    /// Waits for the next rejection.
    pub async fn next(&mut self) -> Option<HeldRejection> {
        self.0.recv().await
    }
}

impl HeldRejection {
    /// Returns the id of the call.
    #[must_use]
    pub fn call(&self) -> &str {
        &self.call
    }

    /// Returns the body of the request.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

/// Whether rejections are held back.
#[derive(Default)]
pub(crate) struct Holding(Mutex<Option<mpsc::UnboundedSender<HeldRejection>>>);

impl Holding {
    /// Holds rejections back from now on.
    pub(crate) fn start(&self) -> HeldRejections {
        let (sender, receiver) = mpsc::unbounded_channel();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        HeldRejections(receiver)
    }

    /// Waits until a rejection may be answered.
    pub(super) async fn wait(&self, call: &str, body: &Bytes) {
        let (sender, answered) = oneshot::channel();
        let held = HeldRejection {
            call: call.to_owned(),
            body: body.clone(),
            _answered: sender,
        };
        let is_held = {
            let holding = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            holding
                .as_ref()
                .is_some_and(|holding| holding.send(held).is_ok())
        };
        if is_held {
            // It ends with the sender, which is dropped.
            let _ = answered.await;
        }
    }
}
