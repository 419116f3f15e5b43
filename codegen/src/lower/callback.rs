//! Callbacks and webhooks: what the service sends to its client.

use indexmap::IndexMap;
use openapiv3::{Callback as Declared, PathItem};
use serde::Deserialize as _;

use super::Lowering;
use crate::api::Callback;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::load::Document;
use crate::pointer::{At, Pointer};

/// A path item of `x-webhooks`, with the place where it stands in the document.
pub(super) struct Webhook {
    name: String,
    item: PathItem,
    pointer: Pointer,
}

/// The typed document knows no webhooks: `x-webhooks` is read here, in the form that `webhooks` has in later versions.
pub(super) fn declared_webhooks(
    document: &Document,
    diagnostics: &mut Diagnostics,
) -> Vec<Webhook> {
    let all = Pointer::root().key("x-webhooks");
    let Some(declared) = document.at(&all).and_then(|webhooks| webhooks.as_mapping()) else {
        return Vec::new();
    };
    let mut webhooks = Vec::new();
    for (name, item) in declared {
        let Some(name) = name.as_str() else { continue };
        let reference = item.get("$ref").and_then(|reference| reference.as_str());
        let pointer = match reference {
            Some(reference) => reference.strip_prefix('#').and_then(Pointer::from_fragment),
            None => Some(all.key(name)),
        };
        let found = pointer.and_then(|pointer| Some((document.at(&pointer)?, pointer)));
        match found.map(|(item, pointer)| (PathItem::deserialize(item), pointer)) {
            Some((Ok(item), pointer)) => webhooks.push(Webhook { name: name.to_owned(), item, pointer }),
            Some((Err(error), _)) => diagnostics.push(
                Diagnostic::new(Code::Unreadable, Place::Value(all.key(name)), error.to_string())
                    .help("write a path item, or a reference to one"),
            ),
            None => diagnostics.push(
                Diagnostic::new(
                    Code::DanglingReference,
                    Place::Value(all.key(name).key("$ref")),
                    "there is nothing at the place that this reference names",
                )
                .help("name the place of a path item: `#/components/callbacks/name/expression`, with `/` as `~1`"),
            ),
        }
    }
    webhooks
}

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

    pub(super) fn webhooks(&mut self, webhooks: &'d [Webhook]) -> Vec<Callback> {
        webhooks
            .iter()
            .map(|webhook| {
                webhook
                    .pointer
                    .at(|at| self.callback(&webhook.name, None, &webhook.item, at))
            })
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
