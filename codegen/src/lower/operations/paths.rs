//! The path tree.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::parameters::ParameterSite;
use super::path_template::{TemplatePart, parameter_names};
use super::servers::lower_servers;
use super::{Direction, OperationLowerer, OperationSite, method_named};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::PathItem;
use crate::ir::{
    Docs, Operation, Origin, Parameter, ParameterLocation, PathNode, Segment, Server, Type, TypeId,
    TypeTable,
};
use crate::source::PathCursor;

/// A node to which paths are still added.
struct NodeBuilder {
    segment: Segment,
    path: String,
    docs: Docs,
    operations: Vec<Operation>,
    servers: Vec<Server>,
    types: Vec<TypeId>,
    /// The children by their part of the template, with a number if the parameters of that part
    /// are declared in several ways.
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

    /// Returns the node at the end of a path, which is added if it is not there.
    ///
    /// A parameter that another operation declares in another way is another node: each has the
    /// parameter that it declares.
    fn descendant(
        &mut self,
        types: &TypeTable,
        template: &[TemplatePart],
        segments: Vec<Segment>,
    ) -> &mut Self {
        let mut node = self;
        for (part, segment) in template.iter().zip(segments) {
            let text = part.to_text(|name| name);
            let path = format!("{}{text}", node.path);
            let mut key = (text, 0);
            while let Some(known) = node.children.get(&key)
                && !has_same_parameters(types, &known.segment, &segment)
            {
                key.1 += 1;
            }
            node = node
                .children
                .entry(key)
                .or_insert_with(|| Self::new(segment, path));
        }
        node
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

impl<'d> OperationLowerer<'d> {
    /// Lowers all paths. After each operation, its callbacks are queued and `after_operation` is
    /// called.
    pub(in crate::lower) fn lower_paths(
        &mut self,
        mut after_operation: impl FnMut(&mut Self),
    ) -> PathNode {
        let mut root = NodeBuilder::new(Segment::Literal(String::new()), String::new());
        let paths = PathCursor::ROOT.key("paths");
        // The paths and their methods, by what decides which URLs they match.
        let mut known: HashMap<String, Vec<(&str, &PathItem)>> = HashMap::new();
        for (path, item) in &self.types.document.paths {
            let cursor = paths.key(path);
            let Some(template) = self.parse_template(path, &cursor) else {
                continue;
            };
            let equivalent = known.entry(text_without_names(&template)).or_default();
            if self.check_equivalent_paths(path, item, equivalent) {
                equivalent.push((path, item));
                self.lower_path(
                    path,
                    &template,
                    item,
                    &cursor,
                    &mut root,
                    &mut after_operation,
                );
            }
        }
        root.build()
    }

    /// Warns of a path that matches the same URLs as others. Returns whether it has no method in
    /// common with them.
    fn check_equivalent_paths(
        &mut self,
        path: &str,
        item: &PathItem,
        equivalent: &[(&str, &PathItem)],
    ) -> bool {
        let has_common_method = |(_, known): &&(&str, &PathItem)| {
            let mut methods = known.operations.iter();
            methods.any(|(method, _)| item.operations.iter().any(|(other, _)| other == method))
        };
        let conflict = equivalent.iter().find(has_common_method);
        let Some((first, _)) = conflict.or(equivalent.first()) else {
            return true;
        };
        let (code, message) = if conflict.is_some() {
            (
                Code::EquivalentPaths,
                format!("`{path}` and `{first}` match the same URLs"),
            )
        } else {
            (
                Code::DividedPath,
                format!("`{path}` and `{first}` are the same path"),
            )
        };
        let paths = PathCursor::ROOT.key("paths");
        self.types.diagnostics.push(
            Diagnostic::new(code, paths.key(path).on_key(), message)
                .help("merge the two path items")
                .related(paths.key(first).on_key(), "the other path"),
        );
        conflict.is_none()
    }

    fn lower_path(
        &mut self,
        path: &str,
        template: &[TemplatePart],
        item: &'d PathItem,
        cursor: &PathCursor<'_>,
        root: &mut NodeBuilder,
        after_operation: &mut impl FnMut(&mut Self),
    ) {
        let servers = lower_servers(&mut self.types, &item.servers, &cursor.key("servers"));
        let list = cursor.key("parameters");
        let stem = stem(template);
        let parameters = ParameterSite {
            stem: &stem,
            method: None,
        };
        let general = self.lower_parameters(&[], &item.parameters, parameters, &list, template);
        for (name, operation) in &item.operations {
            let cursor = cursor.key(name);
            let Some(method) = method_named(name) else {
                continue;
            };
            let site = OperationSite {
                direction: Direction::Call,
                path,
                method,
                stem: &stem,
            };
            let list = cursor.key("parameters");
            let parameters = self.lower_parameters(
                &general,
                &operation.parameters,
                ParameterSite {
                    stem: &stem,
                    method: Some(method),
                },
                &list,
                template,
            );
            self.check_declared(template, &parameters, &cursor);
            let segments: Option<Vec<Segment>> = template
                .iter()
                .map(|part| part.to_segment(&parameters))
                .collect();
            let others = parameters
                .into_iter()
                .filter(|parameter| parameter.location != ParameterLocation::Path)
                .collect();
            let lowered = self.lower_operation(operation, others, site, &cursor);
            after_operation(self);
            let Some(segments) = segments else {
                continue;
            };
            let node = root.descendant(&self.types.types, template, segments);
            node.docs.summary.clone_from(&item.summary);
            node.docs.description.clone_from(&item.description);
            node.operations.push(lowered.value);
            node.servers.clone_from(&servers);
            node.types.append(&mut self.types.path_types);
        }
        // Types of operations that are left out because of errors.
        self.types.path_types.clear();
    }

    /// Checks that the parameters in a template are declared.
    fn check_declared(
        &mut self,
        template: &[TemplatePart],
        parameters: &[Parameter],
        cursor: &PathCursor<'_>,
    ) {
        for name in parameter_names(template) {
            let is_declared = parameters.iter().any(|parameter| {
                parameter.location == ParameterLocation::Path && parameter.name == name
            });
            if !is_declared {
                self.types.error(
                    Code::PathParameterUndeclared,
                    cursor,
                    format!("undeclared path parameter `{name}`"),
                    format!(
                        "declare it in `parameters`: `- {{ name: {name}, in: path, required: \
                         true, schema: {{ type: string }} }}`"
                    ),
                );
            }
        }
    }
}

/// Returns whether the parameters of two segments are declared in the same way.
fn has_same_parameters(types: &TypeTable, left: &Segment, right: &Segment) -> bool {
    let mut parameters = left.parameters().zip(right.parameters());
    parameters.all(|(left, right)| {
        left.style == right.style
            && left.explode == right.explode
            && left.constraints == right.constraints
            && is_same_type(types, &left.ty, &right.ty)
    })
}

/// Returns whether two types are equal, ignoring where they are declared.
fn is_same_type(types: &TypeTable, left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Named(left), Type::Named(right)) => {
            let [left, right] = [left, right].map(|id| &types[*id]);
            let is_inline = [left, right].map(|ty| matches!(ty.origin, Origin::Inline { .. }));
            left == right || is_inline == [true; 2] && left.kind == right.kind
        }
        (Type::Array(left), Type::Array(right)) => is_same_type(types, left, right),
        (left, right) => left == right,
    }
}

/// Returns a path template without the names of its parameters, which do not affect which URLs it
/// matches.
fn text_without_names(template: &[TemplatePart]) -> String {
    template.iter().map(|part| part.to_text(|_| "")).collect()
}

/// Returns the words from which the inline types of a path are named.
fn stem(template: &[TemplatePart]) -> String {
    template.last().map_or("root".to_owned(), |part| {
        if part.is_parameter() {
            "item".to_owned()
        } else {
            part.words()
        }
    })
}
