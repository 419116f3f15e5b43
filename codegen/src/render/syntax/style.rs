//! Expressions for the styles of parameters.

use crate::ir::Style;
use crate::render::source_file::SourceFile;

/// Returns an expression for the runtime's `Style`.
pub(in crate::render) fn expression(
    style: Style,
    explode: bool,
    allow_reserved: bool,
    file: &mut SourceFile<'_>,
) -> String {
    let _ = file.imports.runtime("Style");
    let mut expression = format!("Style::{}", constant(style));
    if explode {
        expression.push_str(".exploded()");
    }
    if allow_reserved {
        expression.push_str(".reserved()");
    }
    expression
}

/// Returns the name of a style's constant in the runtime.
pub(in crate::render) fn constant(style: Style) -> &'static str {
    match style {
        Style::Simple => "SIMPLE",
        Style::Label => "LABEL",
        Style::Matrix => "MATRIX",
        Style::Form => "FORM",
        Style::SpaceDelimited => "SPACE_DELIMITED",
        Style::PipeDelimited => "PIPE_DELIMITED",
        Style::DeepObject => "DEEP_OBJECT",
        Style::Json => "JSON",
    }
}
