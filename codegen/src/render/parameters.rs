//! Parameters: arguments of a method where they are required, methods of the request where they are not.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Operation, Parameter, ParameterLocation, Type, TypeKind};
use crate::name::{Identifier, OperationNames};

use super::docs::Docs;
use super::file::{CHAIN, File, call, chain};
use super::node::spaced;
use super::polymorphic::compact;
use super::{Crate, markdown, operation, types, validation};

/// An argument for a parameter.
pub(super) fn argument(
    of: &Crate<'_>,
    parameter: &Parameter,
    name: &Identifier,
    file: &mut File<'_>,
) -> TokenStream {
    let by = match types::behind(of.api, &parameter.of) {
        Type::String => quote!(impl AsRef<str>),
        Type::Array(item) if types::behind(of.api, item) == &Type::String => {
            quote!(&[impl AsRef<str>])
        }
        Type::Array(item) => {
            let item = types::of(item, &mut file.imports);
            quote!(&[#item])
        }
        Type::Int32 | Type::Int64 | Type::Float | Type::Double | Type::Boolean => {
            types::of(&parameter.of, &mut file.imports)
        }
        _ => {
            let of = types::of(&parameter.of, &mut file.imports);
            quote!(&#of)
        }
    };
    quote!(#name: #by)
}

/// An expression for the text of a value.
pub(super) fn text(of: &Crate<'_>, value: &Type, name: &str) -> String {
    match types::behind(of.api, value) {
        Type::String => name.to_owned(),
        Type::Secret => format!("{name}.expose()"),
        Type::Flags(_) => format!("{name}.as_str()"),
        Type::Named(id) if matches!(of.api.definition(*id).kind, TypeKind::StringEnum(_)) => {
            format!("{name}.as_str()")
        }
        _ => format!("{name}.to_string()"),
    }
}

/// The call by which a request takes the parameter, or one item of it.
fn set(of: &Crate<'_>, parameter: &Parameter, value: &Type, name: &str) -> String {
    let method = match parameter.location {
        ParameterLocation::Header => ".header",
        ParameterLocation::Path | ParameterLocation::Query => ".query",
    };
    call(
        method,
        &[&format!("{:?}", parameter.name), &text(of, value, name)],
    )
}

/// The call by which a value is held against the constraints of its parameter, if it has any.
pub(super) fn constrained(
    of: &Crate<'_>,
    parameter: &Parameter,
    name: &str,
    file: &mut File<'_>,
) -> Option<String> {
    if parameter.constraints.is_empty() {
        return None;
    }
    let value = match types::behind(of.api, &parameter.of) {
        Type::String => format!("&{name}.as_ref()"),
        Type::Array(item) if types::behind(of.api, item) == &Type::String => {
            format!("&{name}.iter().map(AsRef::as_ref).collect::<Vec<&str>>()")
        }
        _ => format!("&{name}"),
    };
    let list = validation::list(&parameter.constraints, file);
    Some(call(
        ".constrained",
        &[&format!("{:?}", parameter.name), &value, &list],
    ))
}

/// The type of the items, where a parameter is a list: each goes into the query by itself.
fn items<'a>(of: &Crate<'a>, parameter: &'a Parameter) -> Option<&'a Type> {
    match types::behind(of.api, &parameter.of) {
        Type::Array(item) => Some(item),
        _ => None,
    }
}

/// How a request takes the required parameters: calls, or a loop for a list.
pub(super) enum Step {
    Call(String),
    Loop(String),
}

pub(super) fn steps(
    of: &Crate<'_>,
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
        .flat_map(|(parameter, name)| {
            let check = constrained(of, parameter, name.as_str(), file).map(Step::Call);
            let set = match items(of, parameter) {
                None => Step::Call(set(of, parameter, &parameter.of, name.as_str())),
                Some(item) => {
                    let step = chain("request", &[set(of, parameter, item, "item")], ROOM)
                        .replace('\n', "\n    ");
                    Step::Loop(format!("for item in {name} {{\n    request = {step};\n}}"))
                }
            };
            check.into_iter().chain([set])
        })
        .collect()
}

/// The room that a statement has in a method.
pub(super) const ROOM: usize = 92;

/// What the document says of a parameter.
pub(super) fn docs(parameter: &Parameter) -> Vec<String> {
    let mut text = parameter.docs.description.clone().unwrap_or_default();
    if let Some(default) = &parameter.default {
        text.push_str("\n\n");
        text.push_str(&super::object::when_absent(default));
    }
    for sentence in validation::sentences(&parameter.constraints) {
        text.push_str("\n\n");
        text.push_str(&sentence);
    }
    markdown::blocks(&text)
}

/// The request of an operation with optional parameters.
pub(super) fn render(
    of: &Crate<'_>,
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
            let method = setter(of, parameter, method, file);
            if place == 0 { method } else { spaced(&method) }
        })
        .collect();
    file.item(quote!(impl #name<'_> { #(#methods)* }));
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
    of: &Crate<'_>,
    parameter: &Parameter,
    method: &Identifier,
    file: &mut File<'_>,
) -> TokenStream {
    let value = argument(of, parameter, method, file);
    let sets = format!("Sets {}.", markdown::code(&parameter.name));
    let mut docs = Docs::default();
    if parameter.docs.description.is_none() {
        docs.paragraph(&sets);
    }
    docs.blocks(self::docs(parameter));
    if parameter.docs.description.is_some() {
        docs.paragraph(&sets);
    }
    let docs = docs.attributes();
    let deprecated = super::object::deprecated(&parameter.docs);
    let check = constrained(of, parameter, method.as_str(), file);
    let (receiver, body) = match items(of, parameter) {
        None => {
            let set = set(of, parameter, &parameter.of, method.as_str());
            let calls: Vec<String> = check.into_iter().chain([set]).collect();
            (quote!(self), around(&chain("self.0", &calls, CHAIN)))
        }
        Some(item) => {
            let set = chain(
                "self",
                &[".0".to_owned(), set(of, parameter, item, "item")],
                ROOM,
            )
            .replace('\n', "\n    ");
            let check = check.map_or_else(String::new, |check| {
                let check = chain("self.0", &[check], ROOM);
                format!("self.0 = {check};\n")
            });
            (
                quote!(mut self),
                format!("{check}for item in {method} {{\n    self.0 = {set};\n}}\nself"),
            )
        }
    };
    let body = file.text(body);
    quote! {
        #docs
        #deprecated
        pub fn #method(#receiver, #value) -> Self {
            #body
        }
    }
}
