//! Settings of servers: the variables of a server's URL, and the URL that it is relative to.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Server, ServerVariable};
use crate::name::{ServerNames, VariableNames};
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::{call, chain, self_literal};
use crate::render::source_file::layout::STATEMENT;

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
        let docs = DocComment::line(
            "The URL of the document, or any other one of the same place: that of the server is \
             relative to it.",
        );
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
        "What the URL {} leaves open.",
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
    let mut defaults: Vec<String> = variables()
        .map(|(variable, names)| {
            let (field, ty) = (&names.field, &names.ty);
            if variable.values.is_empty() {
                format!("{field}: {:?}.to_owned()", variable.default)
            } else {
                format!("{field}: {ty}::default()")
            }
        })
        .collect();
    if owner.needs_base(server) {
        defaults.insert(0, "document: document.into()".to_owned());
        let docs = DocComment::line(
            "The server below the URL of the document, or any other one of the same place; with \
             the defaults of the document.",
        );
        let (docs, value) = (file.docs(docs), file.text(self_literal(&defaults)));
        file.item(quote! {
            impl #settings {
                #docs
                #[must_use]
                pub fn new(document: impl Into<String>) -> Self {
                    #value
                }
            }
        });
    } else {
        let value = file.text(self_literal(&defaults));
        file.item(quote! {
            #[doc = " The defaults of the document."]
            impl Default for #settings {
                fn default() -> Self {
                    #value
                }
            }
        });
    }
    let endpoint = file.imports.runtime("Endpoint");
    let value = file.text(endpoint_expression(owner, names, server));
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
        "Stands for {}; {} as a rule.",
        markdown::code(&format!("{{{}}}", variable.name)),
        if variable.default.is_empty() {
            "nothing".to_owned()
        } else {
            markdown::code(&variable.default)
        }
    ));
    docs
}

/// Returns the calls that set the token authority and the token scope of a server.
pub(in crate::render::client) fn token_calls(server: &Server) -> Vec<String> {
    [
        ("authority", &server.token_authority),
        ("scope", &server.token_scope),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(format!(".with_token_{name}({:?})", text.as_ref()?)))
    .collect()
}

/// Returns an expression for the endpoint of a server.
fn endpoint_expression(owner: ServerOwner, names: &ServerNames, server: &Server) -> String {
    let pairs: Vec<String> = server
        .variables
        .iter()
        .zip(&names.variables)
        .map(|(variable, names)| {
            let field = &names.field;
            if variable.values.is_empty() {
                format!("({:?}, &server.{field})", variable.name)
            } else {
                format!("({:?}, server.{field}.as_str())", variable.name)
            }
        })
        .collect();
    let line = pairs.join(", ");
    let list = if line.len() <= 56 {
        format!("&[{line}]")
    } else {
        format!("&[\n    {},\n]", pairs.join(",\n    "))
    };
    let url = format!("{:?}", server.url);
    let endpoint = if owner.needs_base(server) {
        call("Self::from_relative", &["&server.document", &url, &list])
    } else {
        call("Self::from_template", &[&url, &list])
    };
    chain(&endpoint, &token_calls(server), STATEMENT)
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
    let mut arms = String::new();
    for (value, name) in variable.values.iter().zip(&names.values) {
        append!(arms, "    Self::{name} => {value:?},\n");
    }
    let body = file.text(format!("match self {{\n{arms}}}"));
    file.item(quote! {
        impl #ty {
            #[doc = " What stands in the URL."]
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                #body
            }
        }
    });
}
