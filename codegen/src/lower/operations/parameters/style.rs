//! Styles of parameters.

use super::shape::Shape;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Location};
use crate::document::{self, CookieStyle, PathStyle, QueryStyle};
use crate::ir::{Parameter, ParameterLocation, Style};
use crate::lower::operations::NotUnderstood;
use crate::lower::operations::media_type::{is_form, is_json};
use crate::source::PathCursor;

/// Returns why the specification does not define how values of a shape are written, with the field
/// that causes it.
pub(super) fn style_problem(
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
pub(super) fn style(location: document::ParameterLocation) -> (Style, bool) {
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
        document::ParameterLocation::Header | document::ParameterLocation::QueryString => {
            Style::Simple
        }
        document::ParameterLocation::Cookie { style } => match style {
            CookieStyle::Form => Style::Form,
            CookieStyle::Cookie => Style::Cookie,
        },
    };
    (style, matches!(style, Style::Form | Style::Cookie))
}

/// Returns the style of a parameter with a media type, and whether it is exploded.
pub(super) fn style_of_content(
    media_type: &str,
    location: document::ParameterLocation,
    shape: Shape,
    cursor: &PathCursor<'_>,
) -> Result<(Style, bool), NotUnderstood> {
    if is_json(media_type) {
        return Ok((Style::Json, false));
    }
    if location == document::ParameterLocation::QueryString && is_form(media_type) {
        if shape.is_object() {
            return Ok((Style::Form, true));
        }
        return Err(unsupported(
            cursor.on_key(),
            "a form whose schema is not an object",
            "use a schema with `type: object`",
        ));
    }
    if shape != Shape::Scalar {
        return Err(unsupported(
            cursor.on_key(),
            "a parameter in this media type whose schema is not a string",
            "use `application/json`, or a schema with `type: string`",
        ));
    }
    Ok(style(location))
}

/// Returns the reason for a construct that is valid and cannot be expressed.
pub(super) fn unsupported(location: Location, what: &str, help: &str) -> NotUnderstood {
    let message = format!("unsupported: {what}");
    NotUnderstood::new(Diagnostic::new(Code::Unsupported, location, message).help(help))
}
