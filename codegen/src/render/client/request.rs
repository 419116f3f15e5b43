//! Request types with methods for optional parameters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, Parameter};
use crate::name::{Identifier, OperationNames};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::types::to_source;

use super::operation::response_types::response_types;
use super::parameters;

/// Adds the request type, if the operation has optional parameters.
pub(super) fn render(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    file: &mut SourceFile<'_>,
) {
    let Some(name) = &names.request else { return };
    let (body, failure) = response_types(operation, file);
    let id = markdown::code(&operation.id);
    let docs = DocComment::line(&format!("Request for {id}, with its optional parameters."));
    let docs = docs.outer("    ");
    let _ = file.imports.runtime("request");
    file.text_item(format!(
        "request! {{\n{docs}    {name}: {}, {}\n}}",
        to_source(&body),
        to_source(&failure)
    ));
    let optional = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| !parameter.required);
    let methods: Vec<TokenStream> = optional
        .map(|(parameter, method)| setter(cx, parameter, method, file))
        .collect();
    file.item(quote!(impl #name<'_> { #(#methods)* }));
    if operation.paging.is_some() {
        paging_methods(name, &body, &failure, file);
    }
}

/// Adds the methods that return the pages and the items of a list.
fn paging_methods(
    name: &Identifier,
    body: &TokenStream,
    failure: &TokenStream,
    file: &mut SourceFile<'_>,
) {
    let (pages, items) = (
        Imports::runtime_path("Pages"),
        Imports::runtime_path("Items"),
    );
    file.item(quote! {
        impl<'a> #name<'a> {
            #[doc = " Returns a stream of the pages of the list."]
            pub fn pages(self) -> #pages<'a, #body, #failure> {
                self.0.pages()
            }
            #[doc = " Returns a stream of the items of the list, page by page."]
            pub fn items(self) -> #items<'a, #body, #failure> {
                self.0.items()
            }
        }
    });
}

/// Returns the method that sets an optional parameter.
fn setter(
    cx: &Context<'_>,
    parameter: &Parameter,
    method: &Identifier,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let value = parameters::argument(cx, parameter, method, file);
    let sets = format!(
        "Sets the {} {}.",
        parameters::kind(parameter.location),
        markdown::code(&parameter.name)
    );
    let mut docs = DocComment::default();
    if parameter.docs.description.is_none() {
        docs.paragraph(&sets);
    }
    docs.blocks(parameters::docs(parameter));
    if parameter.docs.description.is_some() {
        docs.paragraph(&sets);
    }
    let docs = file.docs(docs);
    let deprecated = deprecated(&parameter.docs);
    let calls = parameters::calls(cx, parameter, method, file);
    quote! {
        #docs
        #deprecated
        pub fn #method(self, #value) -> Self {
            Self(self.0 #(#calls)*)
        }
    }
}
