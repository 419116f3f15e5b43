//! Callbacks and webhooks: what the service sends to its client.

use indexmap::IndexMap;
use openapiv3::{Callback as Declared, PathItem};

use super::Lowering;
use crate::api::Callback;
use crate::pointer::At;

impl<'d> Lowering<'d> {
    pub(super) fn callbacks(
        &mut self,
        declared: &'d IndexMap<String, Declared>,
        at: &At<'_>,
    ) -> Vec<Callback> {
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

    pub(super) fn webhooks(&mut self, webhooks: &'d IndexMap<String, PathItem>) -> Vec<Callback> {
        let all = At::ROOT.key("x-webhooks");
        webhooks
            .iter()
            .map(|(name, item)| self.callback(name, None, item, &all.key(name)))
            .collect()
    }

    /// Resolves the operations of a path item that the client serves. Its types are models: more than one operation may
    /// lead to the same callback.
    fn callback(
        &mut self,
        name: &str,
        expression: Option<&String>,
        item: &'d PathItem,
        at: &At<'_>,
    ) -> Callback {
        let path = expression.map_or(name, String::as_str);
        let was_serving = std::mem::replace(&mut self.serving, true);
        let operations = self.shared(|this| {
            item.iter()
                .filter_map(|(method, operation)| {
                    this.operation(path, method, operation, Vec::new(), name, &at.key(method))
                })
                .collect()
        });
        self.serving = was_serving;
        Callback {
            name: name.to_owned(),
            expression: expression.cloned(),
            operations,
        }
    }
}
