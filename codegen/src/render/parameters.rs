//! Parameters: arguments of a method where they are required, methods of the request where they are not.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Operation, Parameter, ParameterLocation, Type, TypeKind};
use crate::name::{Identifier, OperationNames};

use super::docs::Docs;
use super::file::{File, chain};
use super::node::spaced;
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
        Type::Named(id) if matches!(of.api.definition(*id).kind, TypeKind::StringEnum(_)) => {
            format!("{name}.as_str()")
        }
        Type::Flags(_) => format!("{name}.as_str()"),
        _ => format!("{name}.to_string()"),
    }
}

/// The call by which a request takes the parameter.
fn call(of: &Crate<'_>, parameter: &Parameter, name: &str) -> String {
    let method = match parameter.location {
        ParameterLocation::Header => "header",
        _ => "query",
    };
    let text = match types::behind(of.api, &parameter.of) {
        Type::Array(item) if **item == Type::String => format!("{name}.join(\",\")"),
        _ => text(of, &parameter.of, name),
    };
    format!(".{method}({:?}, {text})", parameter.name)
}

/// The calls for all required parameters.
pub(super) fn calls(of: &Crate<'_>, operation: &Operation, names: &OperationNames) -> Vec<String> {
    operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required)
        .map(|(parameter, name)| call(of, parameter, name.as_str()))
        .collect()
}

/// What the document says of a parameter.
pub(super) fn docs(parameter: &Parameter) -> Vec<String> {
    let mut text = parameter.docs.description.clone().unwrap_or_default();
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
    let request = file.imports.runtime("Request");
    let method = format!(
        "[`Request`](msgraph_runtime::Request) for {}",
        markdown::code(&operation.id)
    );
    let docs = Docs::line(&format!("A {method}, with its optional parameters.")).attributes();
    file.item(quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct #name<'a>(#request<'a, #body, #failure>);
    });
    let methods = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| !parameter.required);
    let methods: Vec<TokenStream> = methods
        .map(|(parameter, method)| {
            let value = argument(of, parameter, method, file);
            let mut docs = Docs::default();
            docs.blocks(self::docs(parameter));
            docs.paragraph(&format!("Sets {}.", markdown::code(&parameter.name)));
            let docs = docs.attributes();
            let call = chain("self.0", &[call(of, parameter, method.as_str())]);
            let call = file.text(format!("Self({call})"));
            let deprecated = super::object::deprecated(&parameter.docs);
            spaced(&quote! {
                #docs
                #deprecated
                pub fn #method(self, #value) -> Self {
                    #call
                }
            })
        })
        .collect();
    let duration = file.imports.std("time", "Duration");
    file.item(quote! {
        impl #name<'_> {
            #[doc = " Sets how long the call may take, from the await to the last byte."]
            pub fn deadline(self, deadline: #duration) -> Self {
                Self(self.0.deadline(deadline))
            }
            #[comment = "~"]
            #[doc = " Sets a header, in place of one of the same name."]
            pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                Self(self.0.header(name, value))
            }
            #(#methods)*
        }
    });
    file.item(quote! {
        impl<'a> IntoFuture for #name<'a> {
            type Output = <#request<'a, #body, #failure> as IntoFuture>::Output;
            type IntoFuture = <#request<'a, #body, #failure> as IntoFuture>::IntoFuture;
            #[comment = "~"]
            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    });
}
