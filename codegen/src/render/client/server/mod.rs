//! Enums over servers: `server.rs`, and the servers of paths and operations.

mod owner;
mod property;
pub(super) mod settings;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::Server;
use crate::name::{Identifier, ServerNames, ServersNames};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::{self, Imports};

use owner::ServerOwner;
use property::{AUTHORITY, GetterKind, SCOPE, URL};

/// Returns the `use` declaration by which the crate root re-exports the types of `server.rs`.
pub(in crate::render) fn re_exports(cx: &Context<'_>) -> String {
    let servers = cx.servers();
    if servers.is_empty() {
        return String::new();
    }
    let mut names = BTreeSet::from([cx.names.servers.ty.to_string()]);
    for (server_names, server) in &servers {
        if ServerOwner::Document.has_settings(server) {
            names.insert(server_names.settings.to_string());
        }
        let variables = server.variables.iter().zip(&server_names.variables);
        for (_, variable_names) in variables.filter(|(variable, _)| !variable.values.is_empty()) {
            names.insert(variable_names.ty.to_string());
        }
    }
    imports::declaration("pub use", "server", &names)
}

/// Returns whether a variant of the servers' enum has no data.
pub(super) fn is_plain(server: &Server) -> bool {
    !ServerOwner::Document.has_settings(server)
}

/// Returns `server.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut file = SourceFile::new(Imports::new(cx.names, []));
    let servers = cx.servers();
    let docs = DocComment::line("A server of the service.");
    server_enum(
        ServerOwner::Document,
        docs,
        &cx.names.servers.ty,
        &servers,
        &mut file,
    );
    file.write()
}

/// Adds the servers of a path or an operation, if there are several. `subject` is the path or the
/// operation in the documentation.
pub(super) fn own_servers(
    subject: &str,
    servers: &[Server],
    names: Option<&ServersNames>,
    file: &mut SourceFile<'_>,
) {
    let Some(names) = names else { return };
    let servers: Vec<_> = names.servers.iter().zip(servers).collect();
    let docs = DocComment::line(&format!(
        "A server of {}, for the method `server` of its requests.",
        markdown::code(subject)
    ));
    server_enum(ServerOwner::Operation, docs, &names.ty, &servers, file);
}

/// Adds the enum over servers, and the types of their settings.
fn server_enum(
    owner: ServerOwner,
    docs: DocComment,
    name: &Identifier,
    servers: &[(&ServerNames, &Server)],
    file: &mut SourceFile<'_>,
) {
    let is_plain = !servers.iter().any(|(_, server)| owner.has_settings(server));
    let enum_docs = file.docs(docs);
    let variants: Vec<TokenStream> = servers
        .iter()
        .map(|(names, server)| {
            let mut docs = DocComment::default();
            if let Some(description) = &server.description {
                docs.markdown(description);
            }
            docs.paragraph(&format!("{}.", markdown::code(&server.url)));
            let docs = file.docs(docs);
            let (variant, settings) = (&names.variant, &names.settings);
            let settings = owner.has_settings(server).then(|| quote!((#settings)));
            quote!(#docs #variant #settings,)
        })
        .collect();
    let copy = is_plain.then(|| quote!(Copy,));
    file.item(quote! {
        #enum_docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
    if is_plain {
        let getters = [URL, AUTHORITY, SCOPE].map(|property| property.getter(servers));
        let getters = getters.iter().flatten();
        file.item(quote!(impl #name { #(#getters)* }));
    }
    let endpoint = file.imports.runtime("Endpoint");
    let body = if is_plain {
        plain_endpoint(servers)
    } else {
        endpoint_by_server(owner, name, servers)
    };
    file.item(quote! {
        impl From<#name> for #endpoint {
            fn from(server: #name) -> Self {
                #body
            }
        }
    });
    for (names, server) in servers
        .iter()
        .filter(|(_, server)| owner.has_settings(server))
    {
        settings::render(owner, names, server, file);
    }
}

/// Returns the conversion of the enum to an endpoint, if some server has settings.
fn endpoint_by_server(
    owner: ServerOwner,
    name: &Identifier,
    servers: &[(&ServerNames, &Server)],
) -> TokenStream {
    let arms = servers.iter().map(|(names, server)| {
        let (variant, url) = (&names.variant, &server.url);
        if owner.has_settings(server) {
            return quote!(#name::#variant(server) => server.into(),);
        }
        let token_calls = settings::token_calls(server);
        quote!(#name::#variant => Self::from_document(#url) #(#token_calls)*,)
    });
    quote!(match server { #(#arms)* })
}

/// Returns the conversion of the enum to an endpoint, if no server has settings.
fn plain_endpoint(servers: &[(&ServerNames, &Server)]) -> TokenStream {
    let mut calls = TokenStream::new();
    let mut statements = TokenStream::new();
    for property in [AUTHORITY, SCOPE] {
        let getter = property.name();
        let setter = format_ident!("with_{getter}");
        match property.getter_kind(servers) {
            GetterKind::Absent => {}
            GetterKind::Required => calls.extend(quote!(.#setter(server.#getter()))),
            GetterKind::Optional => statements.extend(quote! {
                let endpoint = match server.#getter() {
                    Some(#getter) => endpoint.#setter(#getter),
                    None => endpoint,
                };
            }),
        }
    }
    let endpoint = quote!(Self::from_document(server.url()) #calls);
    if statements.is_empty() {
        endpoint
    } else {
        quote!(let endpoint = #endpoint; #statements endpoint)
    }
}
