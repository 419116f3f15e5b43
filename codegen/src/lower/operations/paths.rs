//! The path tree.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::parameters::{ListedParameter, ParameterSite, split};
use super::path_template::{TemplatePart, parameter_names};
use super::servers::lower_own_servers;
use super::{Direction, NotUnderstood, OperationLowerer, OperationSite, method};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{self, OperationKey, OperationPart, PathItem};
use crate::ir::{
    Docs, Method, Operation, Origin, Parameter, ParameterLocation, PathNode, Segment, Server,
    Style, Type, TypeId, TypeTable,
};
use crate::lower::types::declared_name;
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
        // The paths and their operations, by what decides which URLs they match.
        let mut known: HashMap<String, Vec<(&str, &PathItem)>> = HashMap::new();
        for (path, item) in &self.types.document.paths {
            let cursor = paths.key(path);
            let with_slash = if path.starts_with('/') {
                path.clone()
            } else {
                format!("/{path}")
            };
            let template = match self.parse_template(path, &cursor) {
                Ok(template) => template,
                Err(problem) => {
                    self.left_out.add_problem(problem.clone());
                    for (key, _) in &item.operations {
                        self.leave_out_path(&with_slash, key, problem.clone());
                    }
                    continue;
                }
            };
            let equivalent = known.entry(text_without_names(&template)).or_default();
            let new_operations = self.check_equivalent_paths(path, item, &template, equivalent);
            equivalent.push((path, item));
            self.lower_path(
                &with_slash,
                (&template, item),
                &new_operations,
                &cursor,
                &mut root,
                &mut after_operation,
            );
        }
        root.build()
    }

    /// Leaves out an operation of a path.
    fn leave_out_path(&mut self, path: &str, key: &OperationKey, problem: NotUnderstood) {
        self.leave_out(site(path, &method(key), ""), vec![problem]);
    }

    /// Reports a path that matches the same URLs as others. Returns its operations that differ from
    /// those of the others by the method, or by the names of the parameters.
    fn check_equivalent_paths(
        &mut self,
        path: &str,
        item: &'d PathItem,
        template: &[TemplatePart],
        equivalent: &[(&str, &PathItem)],
    ) -> Vec<&'d OperationKey> {
        let keys = item.operations.iter().map(|(key, _)| key);
        let Some((first, _)) = equivalent.first() else {
            return keys.collect();
        };
        let paths = PathCursor::ROOT.key("paths");
        let diagnostic = |code, other: &str, problem| {
            let message = format!("`{path}` and `{other}` {problem}");
            Diagnostic::new(code, paths.key(path).on_key(), message)
                .help("merge the two path items")
                .related(paths.key(other).on_key(), "the other path")
        };
        let mut new_operations = Vec::new();
        let mut is_conflict = false;
        for key in keys {
            let has_method = |(_, known): &&(&str, &PathItem)| {
                known.operations.iter().any(|(other, _)| other == key)
            };
            let mut others = equivalent.iter().filter(has_method).peekable();
            let Some((other, _)) = others.peek().copied() else {
                new_operations.push(key);
                continue;
            };
            is_conflict = true;
            let problem = diagnostic(Code::EquivalentPaths, other, "match the same URLs");
            if others.any(|(other, _)| has_same_names(template, other)) {
                self.leave_out_path(path, key, NotUnderstood::new(problem));
            } else {
                new_operations.push(key);
                self.types
                    .diagnostics
                    .push(problem.consequence("the client has the operations of both paths"));
            }
        }
        if !is_conflict {
            let warning = diagnostic(Code::DividedPath, first, "are the same path");
            self.types.diagnostics.push(warning);
        }
        new_operations
    }

    /// Lowers these operations of a path.
    fn lower_path(
        &mut self,
        path: &str,
        (template, item): (&[TemplatePart], &'d PathItem),
        keys: &[&OperationKey],
        cursor: &PathCursor<'_>,
        root: &mut NodeBuilder,
        after_operation: &mut impl FnMut(&mut Self),
    ) {
        let servers = lower_own_servers(&mut self.types, &item.servers, &cursor.key("servers"));
        let list = cursor.key("parameters");
        let stem = stem(template);
        let parameters = ParameterSite {
            stem: &stem,
            operation: None,
        };
        let general = self.lower_parameters(&[], &item.parameters, parameters, &list, template);
        let (_, general_problems) = split(general.clone());
        for problem in servers
            .as_ref()
            .err()
            .cloned()
            .into_iter()
            .chain(general_problems)
        {
            self.left_out.add_problem(problem);
        }
        // The types of the parameters of the path belong to its first operation.
        let mut general_types = std::mem::take(&mut self.types.path_types);
        let additional = cursor.key("additionalOperations");
        let operations = item.operations.iter();
        for (key, operation) in operations.filter(|(key, _)| keys.contains(&key)) {
            let item_cursor = cursor;
            let cursor = key.cursor(item_cursor, &additional);
            let method = method(key);
            let declared_name = declared_name(&operation.extensions, &cursor);
            let site = OperationSite {
                declared_name: declared_name.as_ref(),
                ..site(path, &method, &stem)
            };
            let unread = unread_parts(item, operation, item_cursor, &cursor);
            if !unread.is_empty() {
                self.leave_out(site, unread);
                continue;
            }
            let list = cursor.key("parameters");
            let words = site.words();
            let parameters = ParameterSite {
                stem: &stem,
                operation: Some(&words),
            };
            let listed =
                self.lower_parameters(&general, &operation.parameters, parameters, &list, template);
            let undeclared = self.undeclared_parameters(template, &listed, &cursor);
            let (mut parameters, mut problems) = split(listed);
            parameters.extend(undeclared);
            if operation.servers.is_empty() {
                problems.extend(servers.as_ref().err().cloned());
            }
            let segments: Option<Vec<Segment>> = template
                .iter()
                .map(|part| part.to_segment(&parameters))
                .collect();
            let others = parameters
                .into_iter()
                .filter(|parameter| parameter.location != ParameterLocation::Path)
                .collect();
            let lowered = self.lower_operation(operation, others, problems, site, &cursor);
            after_operation(self);
            let mut types = std::mem::take(&mut self.types.path_types);
            let (Some(lowered), Some(segments)) = (lowered, segments) else {
                continue;
            };
            let node = root.descendant(&self.types.types, template, segments);
            node.docs.summary.clone_from(&item.summary);
            node.docs.description.clone_from(&item.description);
            node.operations.push(lowered.value);
            if let Ok(servers) = &servers {
                node.servers.clone_from(servers);
            }
            node.types.append(&mut general_types);
            node.types.append(&mut types);
        }
    }

    /// Returns the parameters in a template that are not declared: they are required strings.
    fn undeclared_parameters(
        &mut self,
        template: &[TemplatePart],
        listed: &[ListedParameter<'d>],
        cursor: &PathCursor<'_>,
    ) -> Vec<Parameter> {
        let mut undeclared: Vec<Parameter> = Vec::new();
        for name in parameter_names(template) {
            let is_known = undeclared.iter().any(|known| known.name == name);
            if is_known || listed.iter().any(|listed| listed.is_in_path(name)) {
                continue;
            }
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::PathParameterUndeclared,
                    cursor.on_value(),
                    format!("undeclared path parameter `{name}`"),
                )
                .help(format!(
                    "declare it in `parameters`: `- {{ name: {name}, in: path, required: true, \
                     schema: {{ type: string }} }}`"
                ))
                .consequence(format!("the client takes `{name}` as a required string")),
            );
            undeclared.push(string_in_path(name));
        }
        undeclared
    }
}

/// Returns the required parts of an operation that `load` did not understand.
fn unread_parts(
    item: &PathItem,
    operation: &document::Operation,
    item_cursor: &PathCursor<'_>,
    cursor: &PathCursor<'_>,
) -> Vec<NotUnderstood> {
    let is_replaced =
        |part: &&OperationPart| **part == OperationPart::Servers && !operation.servers.is_empty();
    let of_item = item.not_understood.iter().filter(|part| !is_replaced(part));
    let of_item = of_item.map(|part| unread_part(*part, item_cursor));
    let own = operation.not_understood.iter();
    of_item
        .chain(own.map(|part| unread_part(*part, cursor)))
        .collect()
}

fn unread_part(part: OperationPart, cursor: &PathCursor<'_>) -> NotUnderstood {
    let location = match part {
        OperationPart::Whole => cursor.on_key(),
        OperationPart::Parameter(index) => cursor.key("parameters").index(index).on_value(),
        OperationPart::RequestBody => cursor.key("requestBody").on_key(),
        OperationPart::Servers => cursor.key("servers").on_key(),
        OperationPart::Security => cursor.key("security").on_key(),
    };
    let message = "a required part of an operation is not understood";
    NotUnderstood::new(
        Diagnostic::new(Code::OperationLeftOut, location, message)
            .help("correct what is reported about it"),
    )
}

/// Returns which operation of a path has a method.
fn site<'a>(path: &'a str, method: &'a Method, stem: &'a str) -> OperationSite<'a> {
    OperationSite {
        direction: Direction::Call,
        path,
        method,
        stem,
        declared_name: None,
    }
}

/// Returns a parameter of the path that is a string.
fn string_in_path(name: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        declared_name: None,
        location: ParameterLocation::Path,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        encodings: Vec::new(),
        allow_empty: false,
        nested: false,
        required: true,
        ty: Type::String,
        constraints: Vec::new(),
        default: None,
        docs: Docs::default(),
        example: None,
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

/// Returns whether a path has the parameters of a template that matches the same URLs, in the same
/// order.
fn has_same_names(template: &[TemplatePart], path: &str) -> bool {
    let text: String = template
        .iter()
        .map(|part| part.to_text(|name| name))
        .collect();
    text.trim_start_matches('/') == path.trim_start_matches('/')
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
