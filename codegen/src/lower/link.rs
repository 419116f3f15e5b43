//! Links: what can be called next, with values of a response.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{Link as Declared, LinkOperation, ReferenceOr};
use serde_json::Value;

use super::Lowering;
use super::operation::method_named;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Link, LinkTarget, Method};
use crate::source::{JsonPointer, PathCursor};

/// Which operation has which id.
pub(super) type Places<'d> = HashMap<&'d str, (Method, &'d str)>;

impl<'d> Lowering<'d> {
    pub(super) fn links(
        &mut self,
        declared: &'d IndexMap<String, ReferenceOr<Declared>>,
        cursor: &PathCursor<'_>,
    ) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, link) in declared {
            let cursor = cursor.key(name);
            match link {
                ReferenceOr::Item(link) => links.extend(self.link(name, link, &cursor)),
                ReferenceOr::Reference { reference } => {
                    let found = self.referred(reference, "links", |components| &components.links);
                    let Some((component, link)) = found else {
                        self.unsupported(
                            &cursor.key("$ref"),
                            "a reference to a link that is not under `components/links`",
                            "move the link there and refer to it",
                        );
                        continue;
                    };
                    let root = PathCursor::ROOT.key("components");
                    let root = root.key("links");
                    links.extend(self.link(name, link, &root.key(component)));
                }
            }
        }
        links
    }

    fn link(
        &mut self,
        name: &str,
        declared: &'d Declared,
        cursor: &PathCursor<'_>,
    ) -> Option<Link> {
        let target = match &declared.operation {
            LinkOperation::OperationId(id) => self.by_id(id, &cursor.key("operationId"))?,
            LinkOperation::OperationRef(reference) => {
                self.by_reference(reference, &cursor.key("operationRef"))?
            }
        };
        let parameters = declared.parameters.iter();
        Some(Link {
            name: name.to_owned(),
            target,
            parameters: parameters
                .map(|(name, value)| (name.clone(), expression(value)))
                .collect(),
            request_body: declared.request_body.as_ref().map(expression),
            description: declared.description.clone(),
        })
    }

    fn by_id(&mut self, id: &str, cursor: &PathCursor<'_>) -> Option<LinkTarget> {
        let openapi = self.openapi;
        let places = self.places.get_or_insert_with(|| {
            let mut places = Places::new();
            for (path, item) in &openapi.paths.paths {
                let Some(item) = item.as_item() else { continue };
                for (method, operation) in item.iter() {
                    if let (Some(id), Some(method)) =
                        (&operation.operation_id, method_named(method))
                    {
                        places.insert(id, (method, path));
                    }
                }
            }
            places
        });
        if let Some((method, path)) = places.get(id) {
            return Some(LinkTarget::Operation {
                method: *method,
                path: (*path).to_owned(),
            });
        }
        let near = self.diagnostics.nearest(id, places.keys().copied());
        let help = near.map_or_else(
            || "name an operation of this document by its operationId".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.diagnostics.push(
            Diagnostic::new(
                Code::LinkTarget,
                cursor.on_value(),
                format!("no operation has the operationId `{id}`"),
            )
            .help(help),
        );
        None
    }

    fn by_reference(&mut self, reference: &str, cursor: &PathCursor<'_>) -> Option<LinkTarget> {
        let Some(fragment) = reference.strip_prefix('#') else {
            return Some(LinkTarget::Elsewhere(reference.to_owned()));
        };
        let target = JsonPointer::from_fragment(fragment).and_then(|pointer| {
            let tokens: Vec<_> = pointer.tokens().collect();
            let [paths, path, method] = &tokens[..] else {
                return None;
            };
            let item = self.openapi.paths.paths.get(path.as_ref())?.as_item()?;
            let stands_there = paths == "paths" && item.iter().any(|(name, _)| name == method);
            stands_there.then_some(LinkTarget::Operation {
                method: method_named(method)?,
                path: path.clone().into_owned(),
            })
        });
        if target.is_none() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::LinkTarget,
                    cursor.on_value(),
                    "no operation stands at this place",
                )
                .help("write `#/paths/`, the path with `/` as `~1`, `/` and the method"),
            );
        }
        target
    }
}

/// A runtime expression, or a value as it stands.
fn expression(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
