//! Settings of servers: the variables of a server's URL, and the URL that it is relative to.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Server, ServerVariable};
use crate::name::{ServerNames, VariableNames};
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;

use super::owner::ServerOwner;

/// Adds the settings of a server, and their conversion to an endpoint.
pub(super) fn render(
    owner: ServerOwner,
    names: &ServerNames,
    server: &Server,
    file: &mut SourceFile<'_>,
) {
    let settings = &names.settings;
    let document = owner.needs_base(server).then(|| {
        let docs =
            DocComment::line("The URL of the document, which the server's URL is relative to.");
        let docs = file.docs(docs);
        quote!(#docs pub document: String,)
    });
    let variables = || server.variables.iter().zip(&names.variables);
    let fields: Vec<TokenStream> = variables()
        .map(|(variable, names)| {
            let docs = file.docs(variable_docs(variable));
            let (field, ty) = (&names.field, variable_type(variable, names));
            quote!(#docs pub #field: #ty,)
        })
        .collect();
    let docs = DocComment::line(&format!(
        "The variables of the server URL {}.",
        markdown::code(&server.url)
    ));
    let docs = file.docs(docs);
    file.item(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #settings {
            #document
            #(#fields)*
        }
    });
    let mut defaults: Vec<TokenStream> = variables()
        .map(|(variable, names)| {
            let (field, ty) = (&names.field, &names.ty);
            if variable.values.is_empty() {
                let default = &variable.default;
                quote!(#field: #default.to_owned())
            } else {
                quote!(#field: #ty::default())
            }
        })
        .collect();
    if owner.needs_base(server) {
        defaults.insert(0, quote!(document: document.into()));
        let docs = file.docs(DocComment::line(
            "Creates settings with the URL of the document, which the server's URL is relative \
             to, and the document's defaults.",
        ));
        file.item(quote! {
            impl #settings {
                #docs
                #[must_use]
                pub fn new(document: impl Into<String>) -> Self {
                    Self { #(#defaults),* }
                }
            }
        });
    } else {
        file.item(quote! {
            #[doc = " Returns the document's defaults."]
            impl Default for #settings {
                fn default() -> Self {
                    Self { #(#defaults),* }
                }
            }
        });
    }
    let endpoint = file.imports.runtime("Endpoint");
    let value = endpoint_expression(owner, names, server);
    file.item(quote! {
        impl From<#settings> for #endpoint {
            fn from(server: #settings) -> Self {
                #value
            }
        }
    });
    for (variable, names) in variables().filter(|(variable, _)| !variable.values.is_empty()) {
        variable_enum(variable, names, file);
    }
}

fn variable_type(variable: &ServerVariable, names: &VariableNames) -> TokenStream {
    if variable.values.is_empty() {
        quote!(String)
    } else {
        let ty = &names.ty;
        quote!(#ty)
    }
}

fn variable_docs(variable: &ServerVariable) -> DocComment {
    let mut docs = DocComment::default();
    if let Some(description) = &variable.description {
        docs.markdown(description);
    }
    docs.paragraph(&format!(
        "Server variable {}. Defaults to {}.",
        markdown::code(&format!("{{{}}}", variable.name)),
        if variable.default.is_empty() {
            "the empty string".to_owned()
        } else {
            markdown::code(&variable.default)
        }
    ));
    docs
}

/// Returns the calls that set the token authority and the token scope of a server.
pub(in crate::render::client) fn token_calls(server: &Server) -> Vec<TokenStream> {
    let authority = server.token_authority.iter();
    let scope = server.token_scope.iter();
    authority
        .map(|authority| quote!(.with_token_authority(#authority)))
        .chain(scope.map(|scope| quote!(.with_token_scope(#scope))))
        .collect()
}

/// Returns an expression for the endpoint of a server.
fn endpoint_expression(owner: ServerOwner, names: &ServerNames, server: &Server) -> TokenStream {
    let pairs = server
        .variables
        .iter()
        .zip(&names.variables)
        .map(|(variable, names)| {
            let (name, field) = (&variable.name, &names.field);
            if variable.values.is_empty() {
                quote!((#name, &server.#field))
            } else {
                quote!((#name, server.#field.as_str()))
            }
        });
    let list = quote!(&[#(#pairs),*]);
    let url = &server.url;
    let token_calls = token_calls(server);
    if owner.needs_base(server) {
        quote!(Self::from_relative(&server.document, #url, #list) #(#token_calls)*)
    } else {
        quote!(Self::from_template(#url, #list) #(#token_calls)*)
    }
}

/// Adds the enum over the values of a variable.
fn variable_enum(variable: &ServerVariable, names: &VariableNames, file: &mut SourceFile<'_>) {
    let ty = &names.ty;
    let docs = DocComment::line(&format!(
        "The values of {}.",
        markdown::code(&format!("{{{}}}", variable.name))
    ));
    let docs = file.docs(docs);
    let variants: Vec<TokenStream> = variable
        .values
        .iter()
        .zip(&names.values)
        .map(|(value, name)| {
            let docs = file.docs(DocComment::line(&format!("{}.", markdown::code(value))));
            let default = (*value == variable.default).then(|| quote!(#[default]));
            quote!(#docs #default #name,)
        })
        .collect();
    file.item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum #ty {
            #(#variants)*
        }
    });
    let (values, value_names) = (&variable.values, &names.values);
    file.item(quote! {
        impl #ty {
            #[doc = " Returns the value as it is written in the URL."]
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#value_names => #values,)* }
            }
        }
    });
}
