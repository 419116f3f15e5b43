//! Parameters: the values that a request carries outside of its body.

pub(super) mod header_name;
mod query_string;
pub(super) mod shape;
mod style;

use super::content::{first_example, lowered_type};
use super::multipart::encodings;
use super::path_template::{TemplatePart, parameter_names};
use super::{NotUnderstood, OperationLowerer};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{self, MediaType, ParameterFormat, Referenced};
use crate::ir::{
    DeclaredName, Docs, LiteralKind, Parameter, ParameterLocation, Style, UntypedReason,
};
use crate::lower::types::{InlinePath, LoweredSchema, Scope};
use crate::source::PathCursor;
use header_name::{header_problem, is_ignored_header};
use shape::{Shape, alternative_shapes, shape};
use style::{style, style_of_content, style_problem, unsupported};

/// A parameter of a list that is not ignored.
#[derive(Clone)]
pub(super) struct ListedParameter<'d> {
    declared: &'d document::Parameter,
    lowered: Result<Parameter, NotUnderstood>,
}

impl ListedParameter<'_> {
    /// Returns whether this is the parameter in the path with a name.
    pub(super) fn is_in_path(&self, name: &str) -> bool {
        is_in_path(self.declared) && self.declared.name == name
    }
}

/// Returns the parameters of a list, and the reasons why others are not understood.
pub(super) fn split(listed: Vec<ListedParameter<'_>>) -> (Vec<Parameter>, Vec<NotUnderstood>) {
    let (mut parameters, mut problems) = (Vec::new(), Vec::new());
    for ListedParameter { lowered, .. } in listed {
        match lowered {
            Ok(parameter) => parameters.push(parameter),
            Err(problem) => problems.push(problem),
        }
    }
    (parameters, problems)
}

/// Where a list of parameters is.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParameterSite<'a> {
    /// The words from which the inline types of the path are named.
    pub(super) stem: &'a str,
    /// The words that the operation is named after, unless the list is that of a path item.
    pub(super) operation: Option<&'a str>,
}

impl ParameterSite<'_> {
    /// Returns the path from which the inline types of a parameter are named. A path parameter
    /// belongs to all operations of its path.
    fn inline_path(&self, declared: &document::Parameter) -> InlinePath {
        let path = InlinePath::new(Scope::Path, [self.stem]);
        let path = match (&declared.location, self.operation) {
            (document::ParameterLocation::Path { .. }, _) | (_, None) => path,
            (_, Some(operation)) => path.below(operation),
        };
        path.below(declared.rust_name.as_ref().unwrap_or(&declared.name))
    }
}

impl<'d> OperationLowerer<'d> {
    /// Lowers a list of parameters. Those of an operation replace those of its path item that have
    /// the same name and location.
    pub(super) fn lower_parameters(
        &mut self,
        general: &[ListedParameter<'d>],
        list: &'d [Option<Referenced<document::Parameter>>],
        site: ParameterSite<'_>,
        cursor: &PathCursor<'_>,
        template: &[TemplatePart],
    ) -> Vec<ListedParameter<'d>> {
        let mut own: Vec<ListedParameter<'d>> = Vec::new();
        for (index, declared) in list.iter().enumerate() {
            let Some(declared) = declared else {
                continue;
            };
            let cursor = cursor.index(index);
            let Some(listed) = self.lower_listed_parameter(declared, site, &cursor, template)
            else {
                continue;
            };
            let is_same = |known: &&mut ListedParameter<'_>| {
                identity(known.declared) == identity(listed.declared)
            };
            match own.iter_mut().find(is_same) {
                Some(first) => self.report_duplicate(first, listed.declared, &cursor),
                None => own.push(listed),
            }
        }
        let is_replaced = |general: &&ListedParameter<'_>| {
            let mut own = own.iter();
            own.any(|own| identity(own.declared) == identity(general.declared))
        };
        let inherited = general.iter().filter(|general| !is_replaced(general));
        let mut all: Vec<_> = inherited.cloned().chain(own.iter().cloned()).collect();
        if site.operation.is_some() {
            self.check_query_strings(&mut all, cursor);
        }
        all
    }

    /// Reports the second declaration of a parameter in a list. The first one applies if both say
    /// the same.
    fn report_duplicate(
        &mut self,
        first: &mut ListedParameter<'d>,
        second: &'d document::Parameter,
        cursor: &PathCursor<'_>,
    ) {
        let problem = Diagnostic::new(
            Code::DuplicateParameter,
            cursor.on_value(),
            format!("duplicate parameter `{}`", second.name),
        )
        .help("remove one of them");
        if is_equivalent(first.declared, second) {
            let consequence = "the client uses the first, which says the same";
            self.types
                .diagnostics
                .push(problem.consequence(consequence));
        } else {
            first.lowered = Err(NotUnderstood::new(problem));
        }
    }

    /// Lowers a parameter of a list. Returns `None` if the parameter is ignored.
    fn lower_listed_parameter(
        &mut self,
        listed: &'d Referenced<document::Parameter>,
        site: ParameterSite<'_>,
        cursor: &PathCursor<'_>,
        template: &[TemplatePart],
    ) -> Option<ListedParameter<'d>> {
        let declared = match listed {
            Referenced::Inline(declared) => declared,
            Referenced::Component(reference) => {
                let parameters = &self.types.document.components.parameters;
                parameters.get(&reference.name)?
            }
        };
        if self.is_unused(declared, cursor, template) {
            return None;
        }
        let lowered = match listed {
            Referenced::Inline(_) => {
                self.lower_parameter(declared, &site.inline_path(declared), cursor)
            }
            Referenced::Component(reference) => {
                let name = &reference.name;
                let components = PathCursor::ROOT.key("components");
                let parameters = components.key("parameters");
                let path = InlinePath::new(Scope::Models, [name]);
                let mut lowered = self.lower_parameter(declared, &path, &parameters.key(name));
                if let (Ok(Some(parameter)), Some(text)) = (&mut lowered, &reference.description) {
                    parameter.docs.description = Some(text.clone());
                }
                lowered
            }
        };
        let lowered = match lowered {
            Ok(parameter) => Ok(parameter?),
            Err(problem) if declared.required || is_in_path(declared) => Err(problem),
            Err(problem) => {
                let dropped = problem.dropped("the client does not send this parameter");
                self.types.diagnostics.push(dropped);
                return None;
            }
        };
        Some(ListedParameter { declared, lowered })
    }

    /// Returns whether the path has no place for a path parameter, and reports it.
    fn is_unused(
        &mut self,
        declared: &document::Parameter,
        cursor: &PathCursor<'_>,
        template: &[TemplatePart],
    ) -> bool {
        let name = declared.name.as_str();
        let is_unused =
            is_in_path(declared) && !parameter_names(template).any(|known| known == name);
        if is_unused {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::PathParameterUnused,
                    cursor.on_value(),
                    format!("path parameter `{name}` does not appear in the path"),
                )
                .help(format!(
                    "add `{name}` to the path in braces, or remove the parameter"
                ))
                .consequence("the client ignores this parameter"),
            );
        }
        is_unused
    }

    /// Lowers a parameter, whose inline types are named by `path`. Returns `None` if the parameter
    /// is ignored.
    fn lower_parameter(
        &mut self,
        declared: &'d document::Parameter,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Result<Option<Parameter>, NotUnderstood> {
        let Some(location) = self.check_location(declared, cursor)? else {
            return Ok(None);
        };
        let name = path.words().last().map(|name| name.to_ascii_lowercase());
        let is_called_parameter =
            name.is_some_and(|name| name.ends_with("param") || name.ends_with("parameter"));
        let path = if is_called_parameter {
            path.clone()
        } else {
            path.below("parameter")
        };
        let (lowered, content, encodings) = match &declared.format {
            ParameterFormat::Schema(schema) => {
                let cursor = cursor.key("schema");
                let lowered = self.types.lower_schema(schema, &cursor, &path);
                (lowered, None, Vec::new())
            }
            ParameterFormat::Content(content) => {
                let content_cursor = cursor.key("content");
                let lowered = content.first().and_then(|(media_type, declared)| {
                    let cursor = content_cursor.key(media_type);
                    let lowered = self.with_media_type(
                        declared,
                        &cursor,
                        &path,
                        |this, declared, cursor, path| {
                            let lowered = this.lower_content(declared, cursor, path);
                            (lowered, encodings(declared))
                        },
                    );
                    let (lowered, encodings) = lowered?;
                    Some((lowered, Some(media_type.as_str()), encodings))
                });
                let Some(lowered) = lowered else {
                    return Err(unsupported(
                        content_cursor.on_value(),
                        "a parameter without a media type",
                        "declare a `schema`",
                    ));
                };
                lowered
            }
        };
        self.check_parameter_examples(declared, &lowered, cursor);
        let shape = shape(&self.types.types, &lowered.ty);
        let (style, explode) = match content {
            Some(media_type) => {
                let cursor = cursor.key("content");
                style_of_content(
                    media_type,
                    declared.location,
                    shape,
                    &cursor.key(media_type),
                )?
            }
            None => style(declared.location),
        };
        let shapes = alternative_shapes(&self.types.types, &lowered.ty);
        // Each property of a form has an encoding of its own.
        let is_query_string = location == ParameterLocation::QueryString;
        let has_style = style != Style::Json && !is_query_string;
        let nested = has_style && shapes.iter().any(|shape| shape.is_nested());
        let (allow_reserved, allow_empty) = match declared.location {
            document::ParameterLocation::Query {
                allow_reserved,
                allow_empty_value,
                ..
            } => (allow_reserved, allow_empty_value),
            _ => (false, false),
        };
        let parameter = Parameter {
            name: declared.name.clone(),
            declared_name: declared_name(declared, cursor),
            location,
            style,
            // A single value is written in the same way with and without.
            explode: if shape == Shape::Scalar {
                style == Style::Form
            } else {
                declared.explode.unwrap_or(explode)
            },
            allow_reserved,
            encodings,
            allow_empty,
            nested,
            required: declared.required || location == ParameterLocation::Path,
            ty: lowered.ty,
            constraints: lowered.constraints,
            default: lowered.default,
            docs: Docs {
                description: declared.description.clone().or(lowered.docs.description),
                deprecated: declared.deprecated || lowered.docs.deprecated,
                unchecked: lowered.docs.unchecked,
                ..Docs::default()
            },
            example: first_example(declared.example.as_ref(), &declared.examples, cursor),
        };
        self.warn_undefined_style(&parameter, declared.explode, &shapes, cursor);
        Ok(Some(parameter))
    }

    /// Lowers the value of a parameter with a media type.
    fn lower_content(
        &mut self,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        let Some(schema) = &declared.schema else {
            return self
                .types
                .raw_json(UntypedReason::NoSchema, cursor, path)
                .into();
        };
        let mut lowered = self.types.lower_schema(schema, &cursor.key("schema"), path);
        if let Some(value) = &declared.example {
            let cursor = cursor.key("example");
            self.types
                .defer_literal_check(LiteralKind::Example, &cursor, &lowered, value);
        }
        lowered.ty = lowered_type(lowered.ty, lowered.nullable);
        lowered
    }

    /// Returns the location of a parameter, or `None` if the parameter is ignored.
    fn check_location(
        &mut self,
        declared: &document::Parameter,
        cursor: &PathCursor<'_>,
    ) -> Result<Option<ParameterLocation>, NotUnderstood> {
        let name = declared.name.as_str();
        Ok(Some(match declared.location {
            document::ParameterLocation::Path { .. } => {
                if !declared.required {
                    self.types.diagnostics.push(
                        Diagnostic::new(
                            Code::PathParameterOptional,
                            cursor.on_value(),
                            format!("the path parameter `{name}` is not required"),
                        )
                        .help("add `required: true`")
                        .consequence("the client requires this parameter"),
                    );
                }
                ParameterLocation::Path
            }
            document::ParameterLocation::Query { .. } => ParameterLocation::Query,
            document::ParameterLocation::Header if is_ignored_header(name) => {
                self.types.diagnostics.push(
                    Diagnostic::new(
                        Code::IgnoredHeader,
                        cursor.on_value(),
                        format!(
                            "header parameter `{name}` is ignored, as the specification demands"
                        ),
                    )
                    .help("use the media types and `security` of the operation instead"),
                );
                return Ok(None);
            }
            document::ParameterLocation::Header => {
                if let Some(problem) = header_problem(name) {
                    return Err(NotUnderstood::new(
                        Diagnostic::new(
                            Code::UnsendableHeader,
                            cursor.on_value(),
                            format!("header parameter `{name}` cannot be sent: {problem}"),
                        )
                        .help("remove the parameter, or correct its name"),
                    ));
                }
                ParameterLocation::Header
            }
            document::ParameterLocation::Cookie { .. } => ParameterLocation::Cookie,
            document::ParameterLocation::QueryString => ParameterLocation::QueryString,
        }))
    }

    fn check_parameter_examples(
        &mut self,
        declared: &document::Parameter,
        lowered: &LoweredSchema,
        cursor: &PathCursor<'_>,
    ) {
        let kind = LiteralKind::Example;
        if let Some(value) = &declared.example {
            let cursor = cursor.key("example");
            self.types
                .defer_literal_check(kind, &cursor, lowered, value);
        }
        let examples = cursor.key("examples");
        for (name, example) in &declared.examples {
            if let Referenced::Inline(example) = example
                && let Some(value) = &example.value
            {
                let cursor = examples.key(name);
                let cursor = cursor.key(example.field);
                self.types
                    .defer_literal_check(kind, &cursor, lowered, value);
            }
        }
    }

    /// Warns if the specification does not define how the values of a parameter are written.
    fn warn_undefined_style(
        &mut self,
        parameter: &Parameter,
        explode: Option<bool>,
        shapes: &[Shape],
        cursor: &PathCursor<'_>,
    ) {
        // One alternative without a definition is enough.
        let mut problems = shapes
            .iter()
            .filter_map(|shape| style_problem(parameter, explode, *shape));
        let Some((field, problem)) = problems.next() else {
            return;
        };
        let cursor = cursor.key(field);
        let location = if matches!(field, "explode" | "style") {
            cursor.on_value()
        } else {
            cursor.on_key()
        };
        self.types.diagnostics.push(
            Diagnostic::new(
                Code::UndefinedStyle,
                location,
                format!("parameter `{}`: {problem}", parameter.name),
            )
            .help("use `content` with `application/json` to define what is sent"),
        );
    }
}

/// Returns what identifies a parameter of an operation: names of headers are compared without
/// regard to case.
fn identity(declared: &document::Parameter) -> (ParameterLocation, String) {
    let location = match declared.location {
        document::ParameterLocation::Path { .. } => ParameterLocation::Path,
        document::ParameterLocation::Query { .. } => ParameterLocation::Query,
        document::ParameterLocation::Cookie { .. } => ParameterLocation::Cookie,
        document::ParameterLocation::QueryString => ParameterLocation::QueryString,
        document::ParameterLocation::Header => {
            return (
                ParameterLocation::Header,
                declared.name.to_ascii_lowercase(),
            );
        }
    };
    (location, declared.name.clone())
}

/// Returns the name that a parameter declares.
fn declared_name(declared: &document::Parameter, cursor: &PathCursor<'_>) -> Option<DeclaredName> {
    Some(DeclaredName {
        name: declared.rust_name.clone()?,
        pointer: cursor.key("x-rust-name").to_pointer(),
    })
}

fn is_in_path(declared: &document::Parameter) -> bool {
    matches!(declared.location, document::ParameterLocation::Path { .. })
}

/// Returns whether two declarations of a parameter describe the same values, sent in the same way.
fn is_equivalent(left: &document::Parameter, right: &document::Parameter) -> bool {
    left.location == right.location
        && left.required == right.required
        && left.explode == right.explode
        && left.format == right.format
}
