//! Styles of parameters.

use super::shape::Shape;
use crate::document::{self, CookieStyle, PathStyle, QueryStyle};
use crate::ir::{Parameter, ParameterLocation, Style};

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
