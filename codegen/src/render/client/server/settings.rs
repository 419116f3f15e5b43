//! What has to be said of a server whose URL leaves something open: its variables, and where the document is.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Server, ServerVariable};
use crate::name::{ServerNames, VariableNames};

use crate::render::client::server::Whose;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::source_file::chain;

pub(crate) fn render(whose: Whose, names: &ServerNames, server: &Server, file: &mut File<'_>) {
    let settings = &names.settings;
    let document = whose.needs_base(server).then(|| {
        let docs = Docs::line(
            "The URL of the document, or any other one of the same place: that of the server is relative to it.",
        );
        let docs = docs.attributes(file);
        quote!(#docs pub document: String,)
    });
    let variables = || server.variables.iter().zip(&names.variables);
    let fields: Vec<TokenStream> = variables()
        .map(|(variable, names)| {
            let docs = variable_docs(variable).attributes(file);
            let (field, of) = (&names.field, of(variable, names));
            quote!(#docs pub #field: #of,)
        })
        .collect();
    let docs = Docs::line(&format!(
        "What the URL {} leaves open.",
        markdown::code(&server.url)
    ));
    let docs = docs.attributes(file);
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
            let (field, of) = (&names.field, &names.ty);
            if variable.values.is_empty() {
                format!("{field}: {:?}.to_owned()", variable.default)
            } else {
                format!("{field}: {of}::default()")
            }
        })
        .collect();
    if whose.needs_base(server) {
        defaults.insert(0, "document: document.into()".to_owned());
        let docs = Docs::line(
            "The server below the URL of the document, or any other one of the same place; with the defaults of the \
             document.",
        );
        let (docs, made) = (docs.attributes(file), file.text(literal(&defaults)));
        file.item(quote! {
            impl #settings {
                #docs
                #[must_use]
                pub fn new(document: impl Into<String>) -> Self {
                    #made
                }
            }
        });
    } else {
        let made = file.text(literal(&defaults));
        file.item(quote! {
            #[doc = " The defaults of the document."]
            impl Default for #settings {
                fn default() -> Self {
                    #made
                }
            }
        });
    }
    let endpoint = file.imports.runtime("Endpoint");
    let made = file.text(endpoint_of(whose, names, server));
    file.item(quote! {
        impl From<#settings> for #endpoint {
            fn from(server: #settings) -> Self {
                #made
            }
        }
    });
    for (variable, names) in variables().filter(|(variable, _)| !variable.values.is_empty()) {
        values(variable, names, file);
    }
}

/// A struct literal, as rustfmt lays it out.
fn literal(fields: &[String]) -> String {
    let line = fields.join(", ");
    if line.len() <= 18 {
        format!("Self {{ {line} }}")
    } else {
        format!("Self {{\n    {},\n}}", fields.join(",\n    "))
    }
}

fn of(variable: &ServerVariable, names: &VariableNames) -> TokenStream {
    if variable.values.is_empty() {
        quote!(String)
    } else {
        let of = &names.ty;
        quote!(#of)
    }
}

fn variable_docs(variable: &ServerVariable) -> Docs {
    let mut docs = Docs::default();
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

/// The calls that say who gives tokens for a server.
pub(crate) fn tokens(server: &Server) -> Vec<String> {
    [
        ("authority", &server.token_authority),
        ("scope", &server.token_scope),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(format!(".with_token_{name}({:?})", text.as_ref()?)))
    .collect()
}

fn endpoint_of(whose: Whose, names: &ServerNames, server: &Server) -> String {
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
    let made = if whose.needs_base(server) {
        call("Self::from_relative", &["&server.document", &url, &list])
    } else {
        call("Self::from_template", &[&url, &list])
    };
    chain(&made, &tokens(server), 92)
}

/// The type of a variable whose values are listed.
fn values(variable: &ServerVariable, names: &VariableNames, file: &mut File<'_>) {
    let of = &names.ty;
    let docs = Docs::line(&format!(
        "The values of {}.",
        markdown::code(&format!("{{{}}}", variable.name))
    ));
    let docs = docs.attributes(file);
    let variants: Vec<TokenStream> = variable
        .values
        .iter()
        .zip(&names.values)
        .map(|(value, name)| {
            let docs = Docs::line(&format!("{}.", markdown::code(value))).attributes(file);
            let default = (*value == variable.default).then(|| quote!(#[default]));
            quote!(#docs #default #name,)
        })
        .collect();
    file.item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum #of {
            #(#variants)*
        }
    });
    let mut variants = String::new();
    for (value, name) in variable.values.iter().zip(&names.values) {
        append!(variants, "    Self::{name} => {value:?},\n");
    }
    let variants = file.text(format!("match self {{\n{variants}}}"));
    file.item(quote! {
        impl #of {
            #[doc = " What stands in the URL."]
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                #variants
            }
        }
    });
}
