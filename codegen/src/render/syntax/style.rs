//! Expressions for the styles of parameters.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::Style;
use crate::render::source_file::SourceFile;

/// Returns an expression for the runtime's `Style`.
pub(in crate::render) fn expression(
    style: Style,
    explode: bool,
    allow_reserved: bool,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let style_type = file.imports.runtime("Style");
    let style = Ident::new(constant(style), Span::call_site());
    let exploded = explode.then(|| quote!(.exploded()));
    let reserved = allow_reserved.then(|| quote!(.reserved()));
    quote!(#style_type::#style #exploded #reserved)
}

/// Returns the name of a style's constant in the runtime.
pub(in crate::render) fn constant(style: Style) -> &'static str {
    match style {
        Style::Simple => "SIMPLE",
        Style::Label => "LABEL",
        Style::Matrix => "MATRIX",
        Style::Form => "FORM",
        Style::Cookie => "COOKIE",
        Style::SpaceDelimited => "SPACE_DELIMITED",
        Style::PipeDelimited => "PIPE_DELIMITED",
        Style::DeepObject => "DEEP_OBJECT",
        Style::Json => "JSON",
    }
}
