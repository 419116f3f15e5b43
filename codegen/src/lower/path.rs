//! The path tree, and the parameters of its paths.

use indexmap::IndexMap;
use openapiv3::{
    Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathItem, ReferenceOr,
};

use super::keywords::Unboxed;
use super::{Lowering, Place, names};
use crate::api::{
    Docs, Operation, Parameter, ParameterLocation, PathNode, Segment, Type, TypeId, TypeKind,
};
use crate::code::Code;
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

/// A parameter with the place it is declared at, which for a reference is that of the reference.
#[derive(Clone)]
pub(super) struct Found {
    pub parameter: Parameter,
    from_operation: bool,
}

impl<'d> Lowering<'d> {
    pub(super) fn path_tree(&mut self) -> PathNode {
        let mut root = Branch::new(Segment::Literal(String::new()), String::new());
        let paths = At::ROOT.key("paths");
        let openapi = self.openapi;
        for (path, item) in &openapi.paths.paths {
            let at = paths.key(path);
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
        let general = self.parameters(&item.parameters, &at.key("parameters"), &template);
        let home = std::mem::take(&mut self.home);
        let mut operations = Vec::new();
        let mut in_path: IndexMap<String, Parameter> = IndexMap::new();
        for (method, operation) in item.iter() {
            let at = at.key(method);
            let own = self.parameters(&operation.parameters, &at.key("parameters"), &template);
            let mut parameters = general.clone();
            for found in own {
                let same = |known: &Found| {
                    known.parameter.name == found.parameter.name
                        && known.parameter.location == found.parameter.location
                };
                match parameters.iter_mut().find(|known| same(known)) {
                    Some(known) if known.from_operation => self.error(
                        Code::DuplicateParameter,
                        &at.key("parameters"),
                        format!("the parameter `{}` is declared twice", found.parameter.name),
                        "remove one of the two",
                    ),
                    Some(known) => *known = found,
                    None => parameters.push(found),
                }
            }
            for name in parameter_names(&template) {
                let declared = parameters.iter().find(|found| {
                    found.parameter.location == ParameterLocation::Path
                        && found.parameter.name == name
                });
                match declared {
                    Some(found) => {
                        in_path.entry(name.to_owned()).or_insert_with(|| found.parameter.clone());
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
                .map(|found| found.parameter)
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
                    Some(parameter) => Segment::Parameter(parameter.clone()),
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
                    pieces.push(Piece::Literal(segment.to_owned()))
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

    /// Resolves a list of parameters.
    fn parameters(
        &mut self,
        list: &'d [ReferenceOr<Declared>],
        at: &At<'_>,
        template: &[Piece],
    ) -> Vec<Found> {
        let from_operation = at
            .parent()
            .and_then(At::parent)
            .and_then(At::parent)
            .and_then(At::parent)
            .is_some();
        list.iter()
            .enumerate()
            .filter_map(|(index, declared)| {
                let at = at.index(index);
                let (declared, name) = match declared {
                    ReferenceOr::Item(declared) => (declared, None),
                    ReferenceOr::Reference { reference } => {
                        let name = names::component(reference, "parameters");
                        let openapi = self.openapi;
                        let declared = name.and_then(|name| {
                            match openapi.components.as_ref()?.parameters.get(name)? {
                                ReferenceOr::Item(declared) => Some(declared),
                                ReferenceOr::Reference { .. } => None,
                            }
                        });
                        let Some(declared) = declared else {
                            self.unsupported(
                                &at.key("$ref"),
                                "a reference to a parameter that is not under `components/parameters`",
                                "move the parameter there and refer to it",
                            );
                            return None;
                        };
                        (declared, name)
                    }
                };
                let parameter = match name {
                    Some(name) => {
                        let root = At::ROOT.key("components");
                        let kind = root.key("parameters");
                        self.shared(|this| this.parameter(declared, &kind.key(name), template))
                    }
                    None => self.parameter(declared, &at, template),
                };
                Some(Found { parameter: parameter?, from_operation })
            })
            .collect()
    }

    fn parameter(
        &mut self,
        declared: &'d Declared,
        at: &At<'_>,
        template: &[Piece],
    ) -> Option<Parameter> {
        use openapiv3::{PathStyle, QueryStyle};
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        let location = match declared {
            Declared::Path { style, .. } => {
                if !parameter_names(template).any(|known| known == name) {
                    self.error(
                        Code::PathParameterUnused,
                        at,
                        format!("the path has no `{{{name}}}` for this parameter"),
                        "add it to the path, or remove the parameter",
                    );
                    return None;
                }
                if !data.required {
                    self.error(
                        Code::PathParameterOptional,
                        at,
                        format!("the path parameter `{name}` is not required"),
                        "write `required: true`: a path cannot leave it out",
                    );
                }
                if *style != PathStyle::Simple {
                    self.unsupported(
                        &at.key("style"),
                        "a path parameter of another style than `simple`",
                        "use `style: simple`",
                    );
                }
                ParameterLocation::Path
            }
            Declared::Query {
                style,
                allow_reserved,
                ..
            } => {
                if *style != QueryStyle::Form {
                    self.unsupported(
                        &at.key("style"),
                        "a query parameter of another style than `form`",
                        "use `style: form`",
                    );
                }
                if *allow_reserved {
                    self.unsupported(
                        &at.key("allowReserved"),
                        "a query parameter that is not percent-encoded",
                        "remove `allowReserved`",
                    );
                }
                ParameterLocation::Query
            }
            Declared::Header { .. }
                if ["accept", "content-type", "authorization"]
                    .contains(&name.to_ascii_lowercase().as_str()) =>
            {
                self.diagnostics.push(
                    crate::diagnostic::Diagnostic::new(
                        Code::IgnoredHeader,
                        at.on_value(),
                        format!(
                            "a header parameter `{name}` is ignored, as the specification says"
                        ),
                    )
                    .help("describe it by the media types and the security of the operation"),
                );
                return None;
            }
            Declared::Header { .. } => ParameterLocation::Header,
            Declared::Cookie { .. } => {
                self.unsupported(
                    &at.key("in"),
                    "a cookie parameter",
                    "send it as a header or in the query",
                );
                return None;
            }
        };
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.unsupported(
                &at.key("content"),
                "a parameter with a media type",
                "give it a `schema`",
            );
            return None;
        };
        let lowered = self.schema(
            schema.unboxed(),
            &at.key("schema"),
            &Place::new([name, "parameter"]),
        );
        let is_text = match &lowered.of {
            Type::Array(item) if location == ParameterLocation::Query => {
                if data.explode == Some(false) {
                    self.unsupported(
                        &at.key("explode"),
                        "a list in one query parameter",
                        "remove `explode: false`",
                    );
                }
                self.is_text(item)
            }
            of => self.is_text(of),
        };
        if !is_text {
            self.unsupported(
                &at.key("schema"),
                "a parameter that is no plain text or number",
                "give it a type that has one text form",
            );
        }
        self.parameter_examples(data, &lowered, at);
        let docs = Docs {
            description: data.description.clone().or(lowered.docs.description),
            deprecated: data.deprecated.unwrap_or_default() || lowered.docs.deprecated,
            ..Docs::default()
        };
        Some(Parameter {
            name: name.to_owned(),
            location,
            required: data.required,
            of: lowered.of,
            constraints: lowered.constraints,
            docs,
        })
    }

    fn parameter_examples(
        &mut self,
        data: &ParameterData,
        lowered: &super::schema::Lowered,
        at: &At<'_>,
    ) {
        if let Some(example) = &data.example {
            self.check(Code::Example, &at.key("example"), lowered, example);
        }
        let examples = at.key("examples");
        for (name, example) in &data.examples {
            if let ReferenceOr::Item(example) = example
                && let Some(value) = &example.value
            {
                self.check(
                    Code::Example,
                    &examples.key(name).key("value"),
                    lowered,
                    value,
                );
            }
        }
    }

    /// Whether values of a type have one plain text form.
    pub(super) fn is_text(&self, of: &Type) -> bool {
        match of {
            Type::Named(id) => match &self.types[id.index()].kind {
                TypeKind::StringEnum(_) => true,
                TypeKind::Alias(of) => self.is_text(of),
                _ => false,
            },
            Type::Array(_) | Type::Map(_) | Type::OneOrMany(_) | Type::Nullable(_) | Type::Any => {
                false
            }
            _ => true,
        }
    }
}

/// A segment of a path template.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Literal(String),
    Parameter(String),
}

fn parameter_names(template: &[Piece]) -> impl Iterator<Item = &str> {
    template.iter().filter_map(|piece| match piece {
        Piece::Parameter(name) => Some(name.as_str()),
        Piece::Literal(_) => None,
    })
}

/// The word that the inline types of a path's operations are named by.
fn stem(template: &[Piece]) -> String {
    match template.last() {
        Some(Piece::Literal(text)) => text.clone(),
        Some(Piece::Parameter(_)) => "item".to_owned(),
        None => "root".to_owned(),
    }
}
