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
    constructor(owner, names, server, file);
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

/// Adds the function that creates settings with the document's defaults: `default`, or `new` if the
/// caller must give values.
fn constructor(
    owner: ServerOwner,
    names: &ServerNames,
    server: &Server,
    file: &mut SourceFile<'_>,
) {
    let settings = &names.settings;
    let needs_base = owner.needs_base(server);
    let mut arguments = Vec::new();
    let mut fields = Vec::new();
    if needs_base {
        arguments.push(quote!(document: impl Into<String>));
        fields.push(quote!(document: document.into()));
    }
    for (variable, names) in server.variables.iter().zip(&names.variables) {
        let (field, ty) = (&names.field, &names.ty);
        fields.push(match (&variable.default, variable.values.as_slice()) {
            (Some(default), []) if default.is_empty() => quote!(#field: String::new()),
            (Some(default), []) => quote!(#field: #default.to_owned()),
            (Some(_), _) => quote!(#field: #ty::default()),
            (None, []) => {
                arguments.push(quote!(#field: impl Into<String>));
                quote!(#field: #field.into())
            }
            (None, _) => {
                arguments.push(quote!(#field: #ty));
                quote!(#field)
            }
        });
    }
    if arguments.is_empty() {
        file.item(quote! {
            #[doc = " Returns the document's defaults."]
            impl Default for #settings {
                fn default() -> Self {
                    Self { #(#fields),* }
                }
            }
        });
        return;
    }
    let docs = file.docs(DocComment::line(if needs_base {
        "Creates settings with the URL of the document, which the server's URL is relative to, and \
         the document's defaults."
    } else {
        "Creates settings with the values that have no default, and the document's defaults."
    }));
    file.item(quote! {
        impl #settings {
            #docs
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields),* }
            }
        }
    });
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
    let name = markdown::code(&format!("{{{}}}", variable.name));
    docs.paragraph(&match variable.default.as_deref() {
        None => format!("Server variable {name}, which has no default."),
        Some("") => format!("Server variable {name}. Defaults to the empty string."),
        Some(default) => {
            let default = markdown::code(default);
            format!("Server variable {name}. Defaults to {default}.")
        }
    });
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
            let is_default = Some(value) == variable.default.as_ref();
            let default = is_default.then(|| quote!(#[default]));
            quote!(#docs #default #name,)
        })
        .collect();
    let default = variable.default.is_some().then(|| quote!(Default,));
    file.item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, #default PartialEq, Eq, Hash)]
        #[non_exhaustive]
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
