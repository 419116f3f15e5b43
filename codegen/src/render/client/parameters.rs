//! Parameters: arguments of methods, and the calls that send them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Parameter, ParameterLocation, Style, Type};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{markdown, sentences};
use crate::render::models::request_bodies::encodings_slice;
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::type_tokens;
use crate::render::syntax::{constraints, style};

/// Returns the argument of a method for a parameter.
pub(super) fn argument(
    cx: &Context<'_>,
    parameter: &Parameter,
    name: &Identifier,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let ty = match cx.api.resolve_alias(&parameter.ty) {
        Type::String => quote!(impl AsRef<str>),
        Type::Array(item) if cx.api.resolve_alias(item) == &Type::String => {
            quote!(&[impl AsRef<str>])
        }
        Type::Array(item) => {
            let item = type_tokens(item, &mut file.imports);
            quote!(&[#item])
        }
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Double | Type::Boolean => {
            type_tokens(&parameter.ty, &mut file.imports)
        }
        _ => {
            let ty = type_tokens(&parameter.ty, &mut file.imports);
            quote!(&#ty)
        }
    };
    quote!(#name: #ty)
}

/// Returns an expression for a reference to the value of an argument.
pub(super) fn value(cx: &Context<'_>, parameter: &Parameter, argument: &Identifier) -> TokenStream {
    match cx.api.resolve_alias(&parameter.ty) {
        Type::String => quote!(#argument.as_ref()),
        Type::Array(item) if cx.api.resolve_alias(item) == &Type::String => {
            quote!(&specwright_runtime::texts(#argument))
        }
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Double | Type::Boolean => {
            quote!(&#argument)
        }
        _ => quote!(#argument),
    }
}

/// Returns an expression for the style of a parameter.
pub(super) fn style_expression(parameter: &Parameter, file: &mut SourceFile<'_>) -> TokenStream {
    let Parameter {
        style,
        explode,
        allow_reserved,
        ..
    } = parameter;
    style::expression(*style, *explode, *allow_reserved, file)
}

/// Returns the calls that check a parameter and add it to a request or a path.
pub(super) fn calls(
    cx: &Context<'_>,
    parameter: &Parameter,
    argument: &Identifier,
    file: &mut SourceFile<'_>,
) -> Vec<TokenStream> {
    let value = value(cx, parameter, argument);
    let mut calls = checks(cx, parameter, argument, file);
    let name = &parameter.name;
    let (plain, styled) = match parameter.location {
        ParameterLocation::QueryString if parameter.style == Style::Form => {
            let encodings = encodings_slice(&parameter.encodings, file);
            calls.push(quote!(.query_form(#name, #value, #encodings)));
            return calls;
        }
        ParameterLocation::QueryString => (None, quote!(query_string)),
        ParameterLocation::Path => (Some(quote!(parameter)), quote!(parameter_as)),
        ParameterLocation::Query => (Some(quote!(query)), quote!(query_as)),
        ParameterLocation::Header => (None, quote!(header_as)),
        ParameterLocation::Cookie => (None, quote!(cookie_as)),
    };
    calls.push(match plain {
        Some(plain) if parameter.has_default_style() => quote!(.#plain(#name, #value)),
        _ => {
            let style = style_expression(parameter, file);
            quote!(.#styled(#name, #value, #style))
        }
    });
    calls
}

/// Returns the calls that check a value against the constraints of its parameter.
pub(super) fn checks(
    cx: &Context<'_>,
    parameter: &Parameter,
    argument: &Identifier,
    file: &mut SourceFile<'_>,
) -> Vec<TokenStream> {
    let value = value(cx, parameter, argument);
    let name = &parameter.name;
    let mut calls = Vec::new();
    if !parameter.constraints.is_empty() {
        let constraints = constraints::slice(&parameter.constraints, file);
        calls.push(quote!(.check_value(#name, #value, #constraints)));
    }
    if cx.api.is_validated(&parameter.ty) {
        calls.push(quote!(.check_nested(#name, #value)));
    }
    calls
}

/// Returns the documentation of a parameter.
pub(super) fn docs(parameter: &Parameter) -> Vec<String> {
    let mut text = parameter.docs.description.clone().unwrap_or_default();
    let default = parameter.default.as_ref().map(sentences::default_value);
    let constraints = sentences::constraints(&parameter.constraints);
    for sentence in default
        .into_iter()
        .chain(constraints)
        .chain(sentences::unchecked(&parameter.docs))
        .chain(style_sentences(parameter))
    {
        text.push_str("\n\n");
        text.push_str(&sentence);
    }
    markdown::blocks(&text)
}

/// Returns what a parameter of a location is called.
pub(super) const fn kind(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path parameter",
        ParameterLocation::Query => "query parameter",
        ParameterLocation::QueryString => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

/// Returns the documentation of the arguments for required parameters as a list.
pub(super) fn docs_list<'p>(
    parameters: impl Iterator<Item = (&'p Parameter, &'p Identifier)> + Clone,
) -> Vec<String> {
    let all = parameters.clone();
    let is_ambiguous = |parameter: &Parameter| {
        let mut others = all.clone().map(|(other, _)| other);
        others.any(|other| other.name == parameter.name && other.location != parameter.location)
    };
    parameters
        .map(|(parameter, name)| {
            let mut text = docs(parameter).join(" ");
            if is_ambiguous(parameter) {
                let kind = kind(parameter.location);
                let place = format!("the {kind} {}. ", markdown::code(&parameter.name));
                text.insert_str(0, &place);
            }
            (name, text)
        })
        .filter(|(_, text)| !text.trim().is_empty())
        .flat_map(|(name, text)| markdown::item(&format!("`{name}`: {text}")))
        .collect()
}

/// Returns sentences about the serialization of a parameter.
fn style_sentences(parameter: &Parameter) -> Vec<String> {
    let mut sentences = Vec::new();
    match parameter.style {
        Style::Json => sentences.push("Sent as JSON.".to_owned()),
        _ if parameter.nested => sentences.push(format!(
            "Nested lists and objects are serialized as described at \
             [`Style::{0}`](specwright_runtime::Style::{0}).",
            style::constant(parameter.style)
        )),
        _ => {}
    }
    if parameter.allow_reserved {
        sentences.push("Reserved characters are not percent-encoded.".to_owned());
    }
    if parameter.allow_empty {
        sentences.push("An empty value is sent as well.".to_owned());
    }
    sentences
}
