//! The path tree.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr};

use super::Lowering;
use super::template::{Piece, parameter_names};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{
    Docs, Operation, Origin, Parameter, ParameterLocation, PathNode, Segment, Server, Type, TypeId,
};
use crate::source::PathCursor;

/// A node while paths are still being added.
struct NodeBuilder {
    segment: Segment,
    path: String,
    docs: Docs,
    operations: Vec<Operation>,
    servers: Vec<Server>,
    types: Vec<TypeId>,
    /// By what the template says, and a number where the same text is declared in several ways.
    children: IndexMap<(String, usize), NodeBuilder>,
}

impl NodeBuilder {
    fn new(segment: Segment, path: String) -> Self {
        Self {
            segment,
            path,
            docs: Docs::default(),
            operations: Vec::new(),
            servers: Vec::new(),
            types: Vec::new(),
            children: IndexMap::new(),
        }
    }

    fn build(self) -> PathNode {
        PathNode {
            segment: self.segment,
            path: self.path,
            docs: self.docs,
            operations: self.operations,
            servers: self.servers,
            types: self.types,
            children: self.children.into_values().map(Self::build).collect(),
        }
    }
}

impl<'d> Lowering<'d> {
    pub(super) fn path_tree(&mut self) -> PathNode {
        let mut root = NodeBuilder::new(Segment::Literal(String::new()), String::new());
        let paths = PathCursor::ROOT.key("paths");
        let openapi = self.openapi;
        let mut shapes: HashMap<String, Vec<(&str, Vec<&str>)>> = HashMap::new();
        for (path, item) in &openapi.paths.paths {
            let cursor = paths.key(path);
            let Some(template) = self.template(path, &cursor) else {
                continue;
            };
            let methods: Vec<&str> = match item {
                ReferenceOr::Item(item) => item.iter().map(|(method, _)| method).collect(),
                ReferenceOr::Reference { .. } => Vec::new(),
            };
            let others = shapes.entry(shape(&template)).or_default();
            let common = |(_, known): &&(&str, Vec<&str>)| {
                known.iter().any(|method| methods.contains(method))
            };
            if let Some((first, _)) = others.iter().find(common).or(others.first()) {
                let is_clear = !others.iter().any(|other| common(&other));
                let (code, message) = if is_clear {
                    (
                        Code::DividedPath,
                        format!("`{path}` and `{first}` are one path, written as two"),
                    )
                } else {
                    (
                        Code::EquivalentPaths,
                        format!("`{path}` and `{first}` match the same URLs"),
                    )
                };
                self.diagnostics.push(
                    Diagnostic::new(code, cursor.on_key(), message)
                        .help("make one path of the two")
                        .related(paths.key(first).on_key(), "the other path"),
                );
                if !is_clear {
                    continue;
                }
            }
            others.push((path, methods));
            match item {
                ReferenceOr::Item(item) => self.path(path, &template, item, &cursor, &mut root),
                ReferenceOr::Reference { .. } => {
                    self.unsupported(
                        &cursor.key("$ref"),
                        "a path item that is a reference",
                        "write the path item out here",
                    );
                }
            }
        }
        root.build()
    }

    fn path(
        &mut self,
        path: &str,
        template: &[Piece],
        item: &'d PathItem,
        cursor: &PathCursor<'_>,
        root: &mut NodeBuilder,
    ) {
        let servers = self.servers(&item.servers, &cursor.key("servers"));
        let home = std::mem::take(&mut self.home);
        let general = self.parameters(&[], &item.parameters, &cursor.key("parameters"), template);
        for (method, operation) in item.iter() {
            let cursor = cursor.key(method);
            let parameters = self.parameters(
                &general,
                &operation.parameters,
                &cursor.key("parameters"),
                template,
            );
            self.declared(template, &parameters, &cursor);
            let way: Option<Vec<Segment>> = template
                .iter()
                .map(|piece| piece.segment(&parameters))
                .collect();
            let others = parameters
                .into_iter()
                .filter(|parameter| parameter.location != ParameterLocation::Path)
                .collect();
            let stem = way.as_deref().map_or_else(String::new, stem);
            let lowered = self.operation(path, method, operation, others, &stem, &cursor);
            let (Some(way), Some(lowered)) = (way, lowered) else {
                continue;
            };
            let node = self.node(root, template, way);
            node.docs.summary.clone_from(&item.summary);
            node.docs.description.clone_from(&item.description);
            node.operations.push(lowered);
            node.servers.clone_from(&servers);
            node.types.append(&mut self.home);
        }
        self.home = home;
    }

    /// Checks that the parameters of a template are declared.
    fn declared(&mut self, template: &[Piece], parameters: &[Parameter], cursor: &PathCursor<'_>) {
        for name in parameter_names(template) {
            let is_declared = parameters.iter().any(|parameter| {
                parameter.location == ParameterLocation::Path && parameter.name == name
            });
            if !is_declared {
                self.error(
                    Code::PathParameterUndeclared,
                    cursor,
                    format!("the path has `{{{name}}}`, but this operation declares no path parameter `{name}`"),
                    format!("declare it: `- {{ name: {name}, in: path, required: true, schema: {{ type: string }} }}`"),
                );
            }
        }
    }

    /// The node at the end of a way, grown where it is not there yet.
    ///
    /// A parameter that is declared in another way for another operation is another node: each takes what it declares.
    fn node<'b>(
        &self,
        root: &'b mut NodeBuilder,
        template: &[Piece],
        way: Vec<Segment>,
    ) -> &'b mut NodeBuilder {
        let mut node = root;
        for (piece, segment) in template.iter().zip(way) {
            let text = piece.text(|name| name);
            let path = format!("{}{text}", node.path);
            let mut key = (text, 0);
            while let Some(known) = node.children.get(&key)
                && !self.is_same_way(&known.segment, &segment)
            {
                key.1 += 1;
            }
            node = node
                .children
                .entry(key)
                .or_insert_with(|| NodeBuilder::new(segment, path));
        }
        node
    }

    fn is_same_way(&self, left: &Segment, right: &Segment) -> bool {
        let mut parameters = left.parameters().zip(right.parameters());
        parameters.all(|(left, right)| {
            left.style == right.style
                && left.explode == right.explode
                && left.constraints == right.constraints
                && self.is_same_type(&left.ty, &right.ty)
        })
    }

    /// Whether two types are the same, apart from where they are declared.
    fn is_same_type(&self, left: &Type, right: &Type) -> bool {
        match (left, right) {
            (Type::Named(left), Type::Named(right)) => {
                let [left, right] = [left, right].map(|id| &self.types[*id]);
                let is_inline = [left, right].map(|ty| matches!(ty.origin, Origin::Inline { .. }));
                left == right || is_inline == [true; 2] && left.kind == right.kind
            }
            (Type::Array(left), Type::Array(right)) => self.is_same_type(left, right),
            (left, right) => left == right,
        }
    }
}

/// A path without the names of its parameters: what decides which URLs it matches.
fn shape(template: &[Piece]) -> String {
    template.iter().map(|piece| piece.text(|_| "")).collect()
}

/// The word that the inline types of an operation are named by.
fn stem(way: &[Segment]) -> String {
    match way.last() {
        Some(Segment::Parameter(_)) => "item".to_owned(),
        Some(segment) => segment.words(),
        None => "root".to_owned(),
    }
}
