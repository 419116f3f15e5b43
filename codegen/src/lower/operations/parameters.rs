//! Parameters: the values that a request carries outside of its body.

use std::collections::HashSet;

use super::OperationLowerer;
use super::content::{first_example, lowered_type};
use super::media_type::is_json;
use super::parameter_shape::{Shape, alternative_shapes, shape};
use super::path_template::{TemplatePart, parameter_names};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{self, MediaType, ParameterFormat, PathStyle, QueryStyle, Referenced};
use crate::ir::{Docs, LiteralKind, Parameter, ParameterLocation, Style};
use crate::lower::types::{InlinePath, LoweredSchema, Scope};
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Lowers a list of parameters. Those of an operation replace those of its path item that have
    /// the same name and location.
    pub(super) fn lower_parameters(
        &mut self,
        general: &[Parameter],
        list: &'d [Option<Referenced<document::Parameter>>],
        cursor: &PathCursor<'_>,
        template: &[TemplatePart],
    ) -> Vec<Parameter> {
        let mut own: Vec<Parameter> = Vec::new();
        let mut identities = HashSet::new();
        for (index, declared) in list.iter().enumerate() {
            let Some(declared) = declared else {
                continue;
            };
            let cursor = cursor.index(index);
            let Some(parameter) = self.lower_listed_parameter(declared, &cursor, template) else {
                continue;
            };
            if !identities.insert(identity(&parameter)) {
                self.types.error(
                    Code::DuplicateParameter,
                    &cursor,
                    format!("duplicate parameter `{}`", parameter.name),
                    "remove one of them",
                );
                continue;
            }
            own.push(parameter);
        }
        let inherited = general
            .iter()
            .filter(|general| !identities.contains(&identity(general)));
        inherited.cloned().chain(own.iter().cloned()).collect()
    }

    fn lower_listed_parameter(
        &mut self,
        declared: &'d Referenced<document::Parameter>,
        cursor: &PathCursor<'_>,
        template: &[TemplatePart],
    ) -> Option<Parameter> {
        match declared {
            Referenced::Inline(declared) => {
                self.check_in_template(declared, cursor, template)?;
                self.lower_parameter(declared, &declared.name, Scope::Path, cursor)
            }
            Referenced::Component(name) => {
                let declared = self.types.document.components.parameters.get(name)?;
                self.check_in_template(declared, cursor, template)?;
                let components = PathCursor::ROOT.key("components");
                let parameters = components.key("parameters");
                self.lower_parameter(declared, name, Scope::Models, &parameters.key(name))
            }
        }
    }

    /// Checks that the path has a place for a path parameter.
    fn check_in_template(
        &mut self,
        declared: &document::Parameter,
        cursor: &PathCursor<'_>,
        template: &[TemplatePart],
    ) -> Option<()> {
        let name = declared.name.as_str();
        if matches!(declared.location, document::ParameterLocation::Path { .. })
            && !parameter_names(template).any(|known| known == name)
        {
            self.types.error(
                Code::PathParameterUnused,
                cursor,
                format!("path parameter `{name}` does not appear in the path"),
                "add `{name}` to the path in braces, or remove the parameter",
            );
            return None;
        }
        Some(())
    }

    /// Lowers a parameter, whose inline types are named by `stem`.
    fn lower_parameter(
        &mut self,
        declared: &'d document::Parameter,
        stem: &str,
        scope: Scope,
        cursor: &PathCursor<'_>,
    ) -> Option<Parameter> {
        let location = self.check_location(declared, cursor)?;
        let lower = stem.to_ascii_lowercase();
        let path = if lower.ends_with("param") || lower.ends_with("parameter") {
            InlinePath::new(scope, [stem])
        } else {
            InlinePath::new(scope, [stem, "parameter"])
        };
        let (lowered, content) = match &declared.format {
            ParameterFormat::Schema(schema) => {
                let cursor = cursor.key("schema");
                (self.types.lower_schema(schema, &cursor, &path), None)
            }
            ParameterFormat::Content(content) => {
                let (media_type, declared) = content.first()?;
                let cursor = cursor.key("content");
                let lowered = self.lower_content(declared, &cursor.key(media_type), &path);
                (lowered, Some(media_type.as_str()))
            }
        };
        self.check_parameter_examples(declared, &lowered, cursor);
        let shape = shape(&self.types.types, &lowered.ty);
        let (style, explode) = match content {
            Some(media_type) if is_json(media_type) => (Style::Json, false),
            Some(media_type) if shape != Shape::Scalar => {
                self.types.report_unsupported(
                    &cursor.key("content").key(media_type),
                    "a parameter in this media type whose schema is not a string",
                    "use `application/json`, or a schema with `type: string`",
                );
                return None;
            }
            _ => style(declared.location),
        };
        let shapes = alternative_shapes(&self.types.types, &lowered.ty);
        let nested = style != Style::Json && shapes.iter().any(|shape| shape.is_nested());
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
            location,
            style,
            // A single value is written in the same way with and without.
            explode: if shape == Shape::Scalar {
                style == Style::Form
            } else {
                declared.explode.unwrap_or(explode)
            },
            allow_reserved,
            allow_empty,
            nested,
            required: declared.required,
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
        Some(parameter)
    }

    /// Lowers the value of a parameter with a media type.
    fn lower_content(
        &mut self,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        let Some(schema) = &declared.schema else {
            return LoweredSchema::any();
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
    ) -> Option<ParameterLocation> {
        let name = declared.name.as_str();
        Some(match declared.location {
            document::ParameterLocation::Path { .. } => {
                if !declared.required {
                    self.types.error(
                        Code::PathParameterOptional,
                        cursor,
                        format!("the path parameter `{name}` is not required"),
                        "add `required: true`",
                    );
                }
                ParameterLocation::Path
            }
            document::ParameterLocation::Query { .. } => ParameterLocation::Query,
            document::ParameterLocation::Header
                if ["accept", "content-type", "authorization"]
                    .contains(&name.to_ascii_lowercase().as_str()) =>
            {
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
                return None;
            }
            document::ParameterLocation::Header => ParameterLocation::Header,
            document::ParameterLocation::Cookie => ParameterLocation::Cookie,
        })
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
                let cursor = cursor.key("value");
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

/// Returns why the specification does not define how values of a shape are written, with the field
/// that causes it.
fn style_problem(
    parameter: &Parameter,
    explode: Option<bool>,
    shape: Shape,
) -> Option<(&'static str, &'static str)> {
    Some(match (parameter.style, shape) {
        (Style::Json, _) => return None,
        (Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject, Shape::Scalar) => {
            ("style", "this style is not defined for single values")
        }
        (Style::DeepObject, Shape::List { .. }) => {
            ("style", "`deepObject` is not defined for arrays")
        }
        (Style::DeepObject, _) if explode == Some(false) => {
            ("explode", "`deepObject` is not defined without `explode`")
        }
        (Style::SpaceDelimited | Style::PipeDelimited, _) if explode == Some(true) => {
            ("explode", "this style is not defined with `explode`")
        }
        (Style::Form, Shape::List { .. } | Shape::Object { .. })
            if parameter.location == ParameterLocation::Cookie && parameter.explode =>
        {
            (
                "in",
                "`form` separates exploded values with `&`, which cookies do not support; each \
                 value is sent as a separate cookie",
            )
        }
        _ if parameter.nested => (
            "schema",
            "styles are not defined for nested arrays and objects",
        ),
        _ => return None,
    })
}

/// Returns the style of a parameter with a schema, and its default of `explode`.
fn style(location: document::ParameterLocation) -> (Style, bool) {
    let style = match location {
        document::ParameterLocation::Path { style } => match style {
            PathStyle::Simple => Style::Simple,
            PathStyle::Label => Style::Label,
            PathStyle::Matrix => Style::Matrix,
        },
        document::ParameterLocation::Query { style, .. } => match style {
            QueryStyle::Form => Style::Form,
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        document::ParameterLocation::Header => Style::Simple,
        document::ParameterLocation::Cookie => Style::Form,
    };
    (style, style == Style::Form)
}

/// Returns what identifies a parameter of an operation: names of headers are compared without
/// regard to case.
fn identity(parameter: &Parameter) -> (ParameterLocation, String) {
    let name = if parameter.location == ParameterLocation::Header {
        parameter.name.to_ascii_lowercase()
    } else {
        parameter.name.clone()
    };
    (parameter.location, name)
}
