//! The path tree.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr};

use super::Lowering;
use crate::api::{Docs, Operation, Parameter, ParameterLocation, PathNode, Segment, TypeId};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::pointer::At;

/// A node while paths are still being added.
struct Branch {
    segment: Segment,
    path: String,
    docs: Docs,
    operations: Vec<Operation>,
    types: Vec<TypeId>,
    children: IndexMap<String, Branch>,
}

impl Branch {
    fn new(segment: Segment, path: String) -> Self {
        Self {
            segment,
            path,
            docs: Docs::default(),
            operations: Vec::new(),
            types: Vec::new(),
            children: IndexMap::new(),
        }
    }

    fn grown(self) -> PathNode {
        PathNode {
            segment: self.segment,
            path: self.path,
            docs: self.docs,
            operations: self.operations,
            types: self.types,
            children: self.children.into_values().map(Self::grown).collect(),
        }
    }
}

impl<'d> Lowering<'d> {
    pub(super) fn path_tree(&mut self) -> PathNode {
        let mut root = Branch::new(Segment::Literal(String::new()), String::new());
        let paths = At::ROOT.key("paths");
        let openapi = self.openapi;
        let mut shapes: HashMap<String, &str> = HashMap::new();
        for (path, item) in &openapi.paths.paths {
            let at = paths.key(path);
            if let Some(first) = shapes.insert(shape(path), path) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::EquivalentPaths,
                        at.on_key(),
                        format!("`{path}` and `{first}` match the same URLs"),
                    )
                    .help("make one path of the two")
                    .related(paths.key(first).on_key(), "the other path"),
                );
                continue;
            }
            match item {
                ReferenceOr::Item(item) => self.path(path, item, &at, &mut root),
                ReferenceOr::Reference { .. } => {
                    self.unsupported(
                        &at.key("$ref"),
                        "a path item that is a reference",
                        "write the path item out here",
                    );
                }
            }
        }
        root.grown()
    }

    fn path(&mut self, path: &str, item: &'d PathItem, at: &At<'_>, root: &mut Branch) {
        let Some(template) = self.template(path, at) else {
            return;
        };
        if !item.servers.is_empty() {
            self.unsupported(
                &at.key("servers"),
                "servers of one path",
                "list all servers at the root of the document",
            );
        }
        let home = std::mem::take(&mut self.home);
        let general = self.parameters(&[], &item.parameters, &at.key("parameters"), &template);
        let mut operations = Vec::new();
        let mut in_path: IndexMap<String, Parameter> = IndexMap::new();
        for (method, operation) in item.iter() {
            let at = at.key(method);
            let parameters = self.parameters(
                &general,
                &operation.parameters,
                &at.key("parameters"),
                &template,
            );
            for name in parameter_names(&template) {
                let declared = parameters.iter().find(|parameter| {
                    parameter.location == ParameterLocation::Path && parameter.name == name
                });
                match declared {
                    Some(found) => {
                        in_path.entry(name.to_owned()).or_insert_with(|| found.clone());
                    }
                    None => self.error(
                        Code::PathParameterUndeclared,
                        &at,
                        format!("the path has `{{{name}}}`, but this operation declares no path parameter `{name}`"),
                        format!("declare it: `- {{ name: {name}, in: path, required: true, schema: {{ type: string }} }}`"),
                    ),
                }
            }
            let others = parameters
                .into_iter()
                .filter(|parameter| parameter.location != ParameterLocation::Path)
                .collect();
            operations.extend(self.operation(
                path,
                method,
                operation,
                others,
                &stem(&template),
                &at,
            ));
        }
        let types = std::mem::replace(&mut self.home, home);
        if operations.is_empty() {
            return;
        }
        let mut branch = root;
        let mut so_far = String::new();
        for piece in template {
            so_far.push('/');
            let key = match &piece {
                Piece::Literal(text) => text.clone(),
                Piece::Parameter(name) => format!("{{{name}}}"),
            };
            so_far.push_str(&key);
            let segment = match piece {
                Piece::Literal(text) => Segment::Literal(text),
                Piece::Parameter(name) => match in_path.get(&name) {
                    Some(parameter) => Segment::Parameter(Box::new(parameter.clone())),
                    None => return,
                },
            };
            branch = branch
                .children
                .entry(key)
                .or_insert_with(|| Branch::new(segment, so_far.clone()));
        }
        branch.docs.summary.clone_from(&item.summary);
        branch.docs.description.clone_from(&item.description);
        branch.operations.extend(operations);
        branch.types.extend(types);
    }

    /// Takes a path template apart.
    fn template(&mut self, path: &str, at: &At<'_>) -> Option<Vec<Piece>> {
        let mut pieces: Vec<Piece> = Vec::new();
        let text = path.strip_prefix('/').unwrap_or(path);
        if text.is_empty() {
            return Some(pieces);
        }
        for segment in text.split('/') {
            let name = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            match name {
                Some(name) if !name.is_empty() && !name.contains(['{', '}']) => {
                    if parameter_names(&pieces).any(|known| known == name) {
                        self.error(
                            Code::DuplicateParameter,
                            at,
                            format!("the path has `{{{name}}}` twice"),
                            "give each its own name",
                        );
                        return None;
                    }
                    pieces.push(Piece::Parameter(name.to_owned()));
                }
                None if !segment.contains(['{', '}']) && !segment.is_empty() => {
                    pieces.push(Piece::Literal(segment.to_owned()));
                }
                _ => {
                    self.unsupported(
                        at,
                        "a path segment that is neither plain text nor one whole parameter",
                        "write each parameter as a segment of its own: `/{name}/`",
                    );
                    return None;
                }
            }
        }
        Some(pieces)
    }
}

/// A segment of a path template.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Literal(String),
    Parameter(String),
}

pub(super) fn parameter_names(template: &[Piece]) -> impl Iterator<Item = &str> {
    template.iter().filter_map(|piece| match piece {
        Piece::Parameter(name) => Some(name.as_str()),
        Piece::Literal(_) => None,
    })
}

/// A path without the names of its parameters: what decides which URLs it matches.
fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut is_name = false;
    for character in path.chars() {
        is_name &= character != '}';
        if !is_name {
            shape.push(character);
        }
        is_name |= character == '{';
    }
    shape
}

/// The word that the inline types of a path's operations are named by.
fn stem(template: &[Piece]) -> String {
    match template.last() {
        Some(Piece::Literal(text)) => text.clone(),
        Some(Piece::Parameter(_)) => "item".to_owned(),
        None => "root".to_owned(),
    }
}
