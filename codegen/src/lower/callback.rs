//! Callbacks and webhooks: what the service sends to its client.

use indexmap::IndexMap;
use openapiv3::{Callback as Declared, Operation, PathItem};

use super::Lowering;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Callback, CallbackId, Docs};
use crate::source::PathCursor;

/// What a callback was resolved from: it is the same where it is written at the same place, or says the same under the
/// same name.
pub(super) struct Resolved<'d> {
    name: String,
    expression: Option<&'d String>,
    item: &'d PathItem,
    /// Where the callback is written; a reference to it may stand elsewhere.
    written: String,
}

impl PartialEq for Resolved<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.item == other.item
            || self.written == other.written && self.expression == other.expression
    }
}

impl<'d> Lowering<'d> {
    pub(super) fn callbacks(
        &mut self,
        declared: &'d IndexMap<String, Declared>,
        cursor: &PathCursor<'_>,
    ) -> Vec<CallbackId> {
        declared
            .iter()
            .flat_map(|(name, expressions)| {
                expressions
                    .iter()
                    .map(move |(expression, item)| (name, expression, item))
            })
            .map(|(name, expression, item)| {
                let cursor = cursor.key(name);
                let written = self.document.written(cursor.to_pointer().as_str());
                // What stands under `components` is the same under whichever name it is referred to.
                let component = written
                    .split_once("/components/callbacks/")
                    .map(|(_, name)| name)
                    .filter(|name| !name.contains('/'));
                let resolved = Resolved {
                    name: component.unwrap_or(name).to_owned(),
                    expression: Some(expression),
                    item,
                    written,
                };
                self.callback(resolved, &cursor.key(expression))
            })
            .collect()
    }

    pub(super) fn webhooks(&mut self, webhooks: &'d IndexMap<String, PathItem>) {
        let all = PathCursor::ROOT.key("x-webhooks");
        for (name, item) in webhooks {
            let cursor = all.key(name);
            let resolved = Resolved {
                name: name.clone(),
                expression: None,
                item,
                written: cursor.to_pointer().as_str().to_owned(),
            };
            self.callback(resolved, &cursor);
        }
    }

    /// Resolves the operations of a path item that the client serves. Its types are models: more than one operation may
    /// lead to the same callback, a webhook, too, and it may lead to itself.
    fn callback(&mut self, resolved: Resolved<'d>, cursor: &PathCursor<'_>) -> CallbackId {
        if let Some(index) = self.resolved.iter().position(|known| *known == resolved) {
            return CallbackId::new(index);
        }
        let (name, item) = (resolved.name.clone(), resolved.item);
        let expression = resolved.expression.cloned();
        let path = expression.clone().unwrap_or_else(|| name.clone());
        let index = self.callbacks.len();
        self.resolved.push(resolved);
        self.callbacks.push(Callback {
            name: name.clone(),
            expression,
            docs: Docs {
                summary: item.summary.clone(),
                description: item.description.clone(),
                ..Docs::default()
            },
            operations: Vec::new(),
        });
        let outer = (self.serving, self.foreign);
        self.serving = true;
        let operations = self.shared(|this| {
            item.iter()
                .filter_map(|(method, declared)| {
                    let cursor = cursor.key(method);
                    this.foreign = false;
                    this.tell_of_parameters(item, declared, &cursor);
                    let operation =
                        this.operation(&path, method, declared, Vec::new(), &name, &cursor)?;
                    if this.foreign {
                        this.diagnostics.push(
                            Diagnostic::new(
                                Code::NotServed,
                                cursor.on_key(),
                                "nothing is generated to serve this operation: its bodies are not JSON",
                            )
                            .help("declare JSON, or serve it by hand"),
                        );
                        return None;
                    }
                    Some(this.served(operation, declared, &cursor))
                })
                .collect()
        });
        (self.serving, self.foreign) = outer;
        self.callbacks[index].operations = operations;
        CallbackId::new(index)
    }

    /// Warns of what a handler has to read by itself.
    fn tell_of_parameters(
        &mut self,
        item: &PathItem,
        declared: &Operation,
        cursor: &PathCursor<'_>,
    ) {
        if item.parameters.is_empty() && declared.parameters.is_empty() {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::UntypedParameters,
                cursor.on_key(),
                "the parameters of this operation have no types here",
            )
            .help("read them by name from `uri()` and `headers()` of what is received"),
        );
    }
}
