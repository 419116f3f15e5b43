//! The callbacks and webhooks of a document, each once.

use crate::document::PathItem;
use crate::ir::{Callback, CallbackId, Docs};
use crate::source::JsonPointer;

/// The callbacks that have been registered, of which the first ones have been lowered.
#[derive(Debug, Default)]
pub(in crate::lower) struct CallbackQueue<'d> {
    sources: Vec<CallbackSource<'d>>,
    /// The callbacks, parallel to `sources`.
    callbacks: Vec<Callback>,
    /// The number of callbacks that have been taken from the queue.
    taken: usize,
}

/// The source of a callback.
///
/// Two sources are equal if they are written at the same place, or have the same content and the
/// same name.
#[derive(Clone, Debug)]
pub(in crate::lower) struct CallbackSource<'d> {
    pub(in crate::lower) name: String,
    /// The runtime expression; `None` for a webhook.
    pub(in crate::lower) expression: Option<&'d str>,
    pub(in crate::lower) item: &'d PathItem,
    /// The location of `item` in the document.
    pub(in crate::lower) pointer: JsonPointer,
    /// The location of the callback, as opposed to references to it.
    pub(in crate::lower) written: String,
}

impl PartialEq for CallbackSource<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.item == other.item
            || self.written == other.written && self.expression == other.expression
    }
}

impl<'d> CallbackQueue<'d> {
    /// Returns the id of a callback, which is queued if it is new.
    pub(in crate::lower) fn register(&mut self, source: CallbackSource<'d>) -> CallbackId {
        if let Some(index) = self.sources.iter().position(|known| *known == source) {
            return CallbackId::new(index);
        }
        self.callbacks.push(Callback {
            name: source.name.clone(),
            expression: source.expression.map(str::to_owned),
            docs: Docs {
                summary: source.item.summary.clone(),
                description: source.item.description.clone(),
                ..Docs::default()
            },
            operations: Vec::new(),
        });
        self.sources.push(source);
        CallbackId::new(self.callbacks.len() - 1)
    }

    /// Takes the next callback whose operations have not been lowered.
    pub(in crate::lower) fn take_next(&mut self) -> Option<(CallbackId, CallbackSource<'d>)> {
        let source = self.sources.get(self.taken)?.clone();
        self.taken += 1;
        Some((CallbackId::new(self.taken - 1), source))
    }

    /// Returns a callback.
    pub(in crate::lower) fn callback_mut(&mut self, id: CallbackId) -> &mut Callback {
        &mut self.callbacks[id.index()]
    }

    /// Returns all callbacks.
    pub(in crate::lower) fn into_callbacks(self) -> Vec<Callback> {
        self.callbacks
    }
}
