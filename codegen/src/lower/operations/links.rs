//! Links: what can be called next, with values of a response.

use indexmap::IndexMap;
use serde_json::Value;

use super::{OperationLowerer, method};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::document::{self, Document, LinkOperation, OperationKey, Referenced};
use crate::ir::{Link, LinkTarget, Method};
use crate::source::{JsonPointer, PathCursor};

/// The operations under `paths`, by `operationId`.
#[derive(Debug)]
pub(super) struct OperationIndex<'d> {
    /// The methods and the path templates: several if an operationId is not unique.
    by_id: IndexMap<&'d str, Vec<(Method, &'d str)>>,
}

impl<'d> OperationIndex<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let mut by_id: IndexMap<&str, Vec<(Method, &str)>> = IndexMap::new();
        for (path, item) in &document.paths {
            for (key, operation) in &item.operations {
                if let Some(id) = &operation.operation_id {
                    by_id.entry(id).or_default().push((method(key), path));
                }
            }
        }
        Self { by_id }
    }

    /// Returns the operations with an `operationId`.
    pub(super) fn with_id(&self, id: &str) -> &[(Method, &'d str)] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }
}

impl<'d> OperationLowerer<'d> {
    /// Lowers the links of a response.
    pub(super) fn lower_links(
        &mut self,
        declared: &'d IndexMap<String, Referenced<document::Link>>,
        cursor: &PathCursor<'_>,
    ) -> Vec<Link> {
        let components = PathCursor::ROOT.key("components");
        let components = components.key("links");
        let links = declared.iter().filter_map(|(name, link)| match link {
            Referenced::Inline(link) => self.lower_link(name, link, &cursor.key(name)),
            Referenced::Component(reference) => {
                let component = &reference.name;
                let link = self.types.document.components.links.get(component)?;
                let link = self.lower_link(name, link, &components.key(component))?;
                Some(Link {
                    description: reference.description.clone().or(link.description),
                    ..link
                })
            }
        });
        links.collect()
    }

    fn lower_link(
        &mut self,
        name: &str,
        declared: &document::Link,
        cursor: &PathCursor<'_>,
    ) -> Option<Link> {
        let target = match &declared.operation {
            LinkOperation::OperationId(id) => self.target_by_id(id, &cursor.key("operationId"))?,
            LinkOperation::OperationRef(reference) => {
                self.target_by_reference(reference, &cursor.key("operationRef"))?
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

    fn target_by_id(&mut self, id: &str, cursor: &PathCursor<'_>) -> Option<LinkTarget> {
        match self.operation_index.with_id(id) {
            [] => {}
            [(method, path)] => {
                return Some(LinkTarget::Operation {
                    method: method.clone(),
                    path: (*path).to_owned(),
                });
            }
            _ => {
                self.types.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateOperationId,
                        cursor.on_value(),
                        format!("several operations have the operationId `{id}`"),
                    )
                    .help("use a unique operationId for each operation, or `operationRef`")
                    .consequence("the client does not document this link"),
                );
                return None;
            }
        }
        let ids = self.operation_index.by_id.keys().copied();
        let help = self.types.diagnostics.nearest(id, ids).map_or_else(
            || "use the operationId of an operation of this document".to_owned(),
            did_you_mean,
        );
        self.types.diagnostics.push(
            Diagnostic::new(
                Code::LinkTarget,
                cursor.on_value(),
                format!("unknown operationId `{id}`"),
            )
            .help(help),
        );
        None
    }

    fn target_by_reference(
        &mut self,
        reference: &str,
        cursor: &PathCursor<'_>,
    ) -> Option<LinkTarget> {
        let Some(fragment) = reference.strip_prefix('#') else {
            return Some(LinkTarget::Elsewhere(reference.to_owned()));
        };
        let pointer = JsonPointer::from_fragment(fragment);
        let target = pointer.and_then(|pointer| operation_behind(self.types.document, &pointer));
        if target.is_none() {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::LinkTarget,
                    cursor.on_value(),
                    "unresolved reference to an operation",
                )
                .help("use the form `#/paths/~1pets/get`: in the path, `/` is written as `~1`"),
            );
        }
        target
    }
}

/// Returns the operation that a pointer leads to.
fn operation_behind(document: &Document, pointer: &JsonPointer) -> Option<LinkTarget> {
    let tokens: Vec<_> = pointer.tokens().collect();
    let ("paths", [path, names @ ..]) = (tokens.first()?.as_ref(), &tokens[1..]) else {
        return None;
    };
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let item = document.paths.get(path.as_ref())?;
    let mut keys = item.operations.iter().map(|(key, _)| key);
    let key = keys.find(|key| match key {
        OperationKey::Field(field) => names == [*field],
        OperationKey::Additional(method) => names == ["additionalOperations", method],
    })?;
    Some(LinkTarget::Operation {
        method: method(key),
        path: path.clone().into_owned(),
    })
}

/// Returns a runtime expression, or a value as JSON.
fn expression(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
