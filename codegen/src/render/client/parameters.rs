//! Parameters: arguments of a method where they are required, methods of the request where they are not.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, Parameter, ParameterLocation, Style, Type};
use crate::name::{Identifier, OperationNames};

use crate::render::Context;
use crate::render::client::node::spaced;
use crate::render::client::operation;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::tagged_union::compact;
use crate::render::models::validation;
use crate::render::source_file::CHAIN;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::source_file::chain;
use crate::render::source_file::imports::Imports;
use crate::render::types;

/// An argument for a parameter.
pub(crate) fn argument(
    cx: &Context<'_>,
    parameter: &Parameter,
    name: &Identifier,
    file: &mut File<'_>,
) -> TokenStream {
    let by = match cx.api.resolve_alias(&parameter.ty) {
        Type::String => quote!(impl AsRef<str>),
        Type::Array(item) if cx.api.resolve_alias(item) == &Type::String => {
            quote!(&[impl AsRef<str>])
        }
        Type::Array(item) => {
            let item = types::of(item, &mut file.imports);
            quote!(&[#item])
        }
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Float | Type::Double | Type::Boolean => {
            types::of(&parameter.ty, &mut file.imports)
        }
        _ => {
            let of = types::of(&parameter.ty, &mut file.imports);
            quote!(&#of)
        }
    };
    quote!(#name: #by)
}

/// An expression for a reference to the value of an argument.
pub(crate) fn value(cx: &Context<'_>, parameter: &Parameter, name: &str) -> String {
    match cx.api.resolve_alias(&parameter.ty) {
        Type::String => format!("{name}.as_ref()"),
        Type::Array(item) if cx.api.resolve_alias(item) == &Type::String => {
            format!("&msgraph_runtime::texts({name})")
        }
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Float | Type::Double | Type::Boolean => {
            format!("&{name}")
        }
        _ => name.to_owned(),
    }
}

/// An expression for the style of a parameter.
pub(crate) fn style(parameter: &Parameter, file: &mut File<'_>) -> String {
    let Parameter {
        style,
        explode,
        allow_reserved,
        ..
    } = parameter;
    style_of(*style, *explode, *allow_reserved, file)
}

pub(crate) fn style_of(style: Style, explode: bool, reserved: bool, file: &mut File<'_>) -> String {
    let _ = file.imports.runtime("Style");
    let mut style = format!("Style::{}", constant(style));
    if explode {
        style.push_str(".exploded()");
    }
    if reserved {
        style.push_str(".reserved()");
    }
    style
}

fn constant(style: Style) -> &'static str {
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

/// The calls by which a request, or a path, takes a parameter: first it is held against its constraints.
pub(crate) fn set(
    cx: &Context<'_>,
    parameter: &Parameter,
    name: &str,
    file: &mut File<'_>,
) -> Vec<String> {
    let value = value(cx, parameter, name);
    let mut calls = checks(cx, parameter, name, file);
    let wire_name = format!("{:?}", parameter.name);
    let (plain, styled) = match parameter.location {
        ParameterLocation::Path => (Some(".parameter"), ".parameter_as"),
        ParameterLocation::Query => (Some(".query"), ".query_as"),
        ParameterLocation::Header => (None, ".header_as"),
        ParameterLocation::Cookie => (None, ".cookie_as"),
    };
    calls.push(match plain {
        Some(plain) if parameter.has_default_style() => call(plain, &[&wire_name, &value]),
        _ => call(styled, &[&wire_name, &value, &style(parameter, file)]),
    });
    calls
}

/// The calls by which a value is held against the constraints of its parameter.
pub(crate) fn checks(
    cx: &Context<'_>,
    parameter: &Parameter,
    name: &str,
    file: &mut File<'_>,
) -> Vec<String> {
    let value = value(cx, parameter, name);
    let wire_name = format!("{:?}", parameter.name);
    let mut calls = Vec::new();
    if !parameter.constraints.is_empty() {
        let list = validation::list(&parameter.constraints, 16, file);
        calls.push(call(".constrained", &[&wire_name, &value, &list]));
    }
    if cx.api.is_validated(&parameter.ty) {
        calls.push(call(".nested", &[&wire_name, &value]));
    }
    calls
}

/// How a request takes what it is given.
pub(crate) enum Step {
    Call(String),
    Loop(String),
}

/// How a request takes the required parameters.
pub(crate) fn steps(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    file: &mut File<'_>,
) -> Vec<Step> {
    let required = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required);
    required
        .flat_map(|(parameter, name)| set(cx, parameter, name.as_str(), file))
        .map(Step::Call)
        .collect()
}

/// The room that a statement has in a method.
pub(crate) const ROOM: usize = 92;

/// What the document says of a parameter.
pub(crate) fn docs(parameter: &Parameter) -> Vec<String> {
    let mut text = parameter.docs.description.clone().unwrap_or_default();
    let default = parameter
        .default
        .as_ref()
        .map(crate::render::models::object::when_absent);
    let constraints = validation::sentences(&parameter.constraints);
    for sentence in default
        .into_iter()
        .chain(constraints)
        .chain(validation::unchecked(&parameter.docs))
        .chain(in_words(parameter))
    {
        text.push_str("\n\n");
        text.push_str(&sentence);
    }
    markdown::blocks(&text)
}

/// What the document says of several arguments, as a list.
pub(crate) fn list<'p>(
    parameters: impl Iterator<Item = (&'p Parameter, &'p Identifier)>,
) -> Vec<String> {
    parameters
        .map(|(parameter, name)| (name, docs(parameter).join(" ")))
        .filter(|(_, text)| !text.trim().is_empty())
        .flat_map(|(name, text)| markdown::item(&format!("`{name}`: {text}")))
        .collect()
}

/// What a caller should know of how a parameter is written.
fn in_words(parameter: &Parameter) -> Vec<String> {
    let mut sentences = Vec::new();
    match parameter.style {
        Style::Json => sentences.push("It is sent as JSON.".to_owned()),
        _ if parameter.nested => sentences.push(format!(
            "Lists and objects inside of others are sent as [`Style::{0}`](msgraph_runtime::Style::{0}) says.",
            constant(parameter.style)
        )),
        _ => {}
    }
    if parameter.allow_reserved {
        sentences.push("Reserved characters of URLs are sent as they are.".to_owned());
    }
    if parameter.allow_empty {
        sentences.push("An empty value is sent, too.".to_owned());
    }
    sentences
}

/// The request of an operation with optional parameters.
pub(crate) fn render(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    file: &mut File<'_>,
) {
    let Some(name) = &names.request else { return };
    let (body, failure) = operation::outcome(operation, file);
    let id = markdown::code(&operation.id);
    let docs = Docs::line(&format!(
        "A request for {id}, with its optional parameters."
    ));
    let docs = docs.lines("    ");
    let _ = file.imports.runtime("request");
    file.text_item(format!(
        "request! {{\n{docs}    {name}: {}, {}\n}}",
        compact(&body),
        compact(&failure)
    ));
    let optional = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| !parameter.required);
    let methods: Vec<TokenStream> = optional
        .enumerate()
        .map(|(place, (parameter, method))| {
            let method = setter(cx, parameter, method, file);
            if place == 0 { method } else { spaced(&method) }
        })
        .collect();
    file.item(quote!(impl #name<'_> { #(#methods)* }));
    if operation.paging.is_some() {
        let (pages, items) = (
            Imports::runtime_path("Pages"),
            Imports::runtime_path("Items"),
        );
        let gap = crate::render::source_file::gap();
        file.item(quote! {
            impl<'a> #name<'a> {
                #[doc = " The pages of the list, as a stream."]
                pub fn pages(self) -> #pages<'a, #body, #failure> {
                    self.0.pages()
                }
                #gap
                #[doc = " The items of the list, page by page, as a stream."]
                pub fn items(self) -> #items<'a, #body, #failure> {
                    self.0.items()
                }
            }
        });
    }
}

/// A request in its own type.
fn around(request: &str) -> String {
    if request.starts_with("self.0\n") {
        format!("Self(\n    {},\n)", request.replace('\n', "\n    "))
    } else {
        format!("Self({request})")
    }
}

/// The method that sets an optional parameter.
fn setter(
    cx: &Context<'_>,
    parameter: &Parameter,
    method: &Identifier,
    file: &mut File<'_>,
) -> TokenStream {
    let value = argument(cx, parameter, method, file);
    let sets = format!("Sets {}.", markdown::code(&parameter.name));
    let mut docs = Docs::default();
    if parameter.docs.description.is_none() {
        docs.paragraph(&sets);
    }
    docs.blocks(self::docs(parameter));
    if parameter.docs.description.is_some() {
        docs.paragraph(&sets);
    }
    let docs = docs.attributes(file);
    let deprecated = crate::render::models::object::deprecated(&parameter.docs);
    let calls = set(cx, parameter, method.as_str(), file);
    let body = around(&chain("self.0", &calls, CHAIN));
    let body = file.text(body);
    quote! {
        #docs
        #deprecated
        pub fn #method(self, #value) -> Self {
            #body
        }
    }
}
