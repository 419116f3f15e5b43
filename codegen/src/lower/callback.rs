//! Callbacks and webhooks: what the service sends to its client.

use indexmap::IndexMap;
use openapiv3::{Callback as Declared, Operation, PathItem, ReferenceOr};

use super::Lowering;
use crate::api::{Callback, CallbackId};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::pointer::At;

impl<'d> Lowering<'d> {
    pub(super) fn callbacks(
        &mut self,
        declared: &'d IndexMap<String, Declared>,
        at: &At<'_>,
    ) -> Vec<CallbackId> {
        declared
            .iter()
            .flat_map(|(name, expressions)| {
                expressions
                    .iter()
                    .map(move |(expression, item)| (name, expression, item))
            })
            .map(|(name, expression, item)| {
                self.callback(name, Some(expression), item, &at.key(name).key(expression))
            })
            .collect()
    }

    pub(super) fn webhooks(&mut self, webhooks: &'d IndexMap<String, PathItem>) {
        let all = At::ROOT.key("x-webhooks");
        for (name, item) in webhooks {
            self.callback(name, None, item, &all.key(name));
        }
    }

    /// Resolves the operations of a path item that the client serves. Its types are models: more than one operation may
    /// lead to the same callback, and a webhook, too. It is the same where name and path item are.
    fn callback(
        &mut self,
        name: &'d str,
        expression: Option<&String>,
        item: &'d PathItem,
        at: &At<'_>,
    ) -> CallbackId {
        // What stands under `components` is the same under whichever name it is referred to.
        let name = self.component_callback(item).unwrap_or(name);
        let mut known = self.callback_items.iter();
        if let Some(index) = known.position(|known| *known == (name, item)) {
            return CallbackId::new(index);
        }
        let path = expression.map_or(name, String::as_str);
        let was_serving = std::mem::replace(&mut self.serving, true);
        let operations = self.shared(|this| {
            item.iter()
                .filter_map(|(method, declared)| {
                    let at = at.key(method);
                    this.foreign = false;
                    this.tell_of_parameters(item, declared, &at);
                    let operation =
                        this.operation(path, method, declared, Vec::new(), name, &at)?;
                    if this.foreign {
                        this.diagnostics.push(
                            Diagnostic::new(
                                Code::NotServed,
                                at.on_key(),
                                "nothing is generated to serve this operation: its bodies are not JSON",
                            )
                            .help("declare JSON, or serve it by hand"),
                        );
                        return None;
                    }
                    Some(this.served(operation, declared, &at))
                })
                .collect()
        });
        self.serving = was_serving;
        self.callback_items.push((name, item));
        self.callbacks.push(Callback {
            name: name.to_owned(),
            expression: expression.cloned(),
            operations,
        });
        CallbackId::new(self.callbacks.len() - 1)
    }

    /// Warns of what a handler has to read by itself.
    fn tell_of_parameters(&mut self, item: &PathItem, declared: &Operation, at: &At<'_>) {
        if item.parameters.is_empty() && declared.parameters.is_empty() {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::UntypedParameters,
                at.on_key(),
                "the parameters of this operation have no types here",
            )
            .help("read them by name from `uri()` and `headers()` of what is received"),
        );
    }

    /// The name of the component that has this path item.
    fn component_callback(&self, item: &PathItem) -> Option<&'d str> {
        let components = &self.openapi.components.as_ref()?.callbacks;
        let (name, _) = components.iter().find(|(_, callback)| match callback {
            ReferenceOr::Item(callback) => callback.values().any(|known| known == item),
            ReferenceOr::Reference { .. } => false,
        })?;
        Some(name)
    }
}
