//! Servers that one chooses among: `server.rs`, those of the document, and those of a path or an operation.

pub(crate) mod settings;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::Server;
use crate::name::{Identifier, ServerNames, ServersNames};

use crate::render::Context;
use crate::render::client::node::spaced;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::source_file::File;
use crate::render::source_file::chain;
use crate::render::source_file::imports;
use crate::render::source_file::imports::Imports;

impl<'a> Context<'a> {
    /// The servers that a client can choose. One that is just where the document is says nothing.
    pub(crate) fn servers(&self) -> Vec<(&'a ServerNames, &'a Server)> {
        self.names
            .servers
            .servers
            .iter()
            .zip(&self.api.servers)
            .filter(|(_, server)| !server.is_root())
            .collect()
    }
}

/// Whose servers they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A relative URL is relative to that of the document, which the caller knows.
    Document,
    /// A relative URL is relative to the server of the client.
    Operation,
}

impl Whose {
    /// Whether the caller has to say what the URL of a server is relative to.
    pub(crate) fn needs_base(self, server: &Server) -> bool {
        self == Self::Document && server.is_relative()
    }

    /// Whether the URL of a server leaves something open.
    fn is_open(self, server: &Server) -> bool {
        self.needs_base(server) || !server.variables.is_empty()
    }
}

/// What the crate's root exports of it.
pub(crate) fn exported(cx: &Context<'_>) -> String {
    let servers = cx.servers();
    if servers.is_empty() {
        return String::new();
    }
    let mut names = BTreeSet::from([cx.names.servers.ty.to_string()]);
    for (server_names, server) in &servers {
        if Whose::Document.is_open(server) {
            names.insert(server_names.settings.to_string());
        }
        let variables = server.variables.iter().zip(&server_names.variables);
        for (_, names_of) in variables.filter(|(variable, _)| !variable.values.is_empty()) {
            names.insert(names_of.ty.to_string());
        }
    }
    imports::declaration("pub use", "server", &names)
}

pub(crate) fn render(cx: &Context<'_>) -> String {
    let mut file = File::new(Imports::new(cx.names, []));
    let servers = cx.servers();
    let docs = Docs::line("A place where the service is.");
    choice(
        Whose::Document,
        docs,
        &cx.names.servers.ty,
        &servers,
        &mut file,
    );
    file.write()
}

/// The servers of a path or of an operation, where there is anything to choose.
pub(crate) fn of_operation(
    what: &str,
    servers: &[Server],
    names: Option<&ServersNames>,
    file: &mut File<'_>,
) {
    let Some(names) = names else { return };
    let servers: Vec<_> = names.servers.iter().zip(servers).collect();
    let docs = Docs::line(&format!(
        "A server of {}, for `server` of its requests.",
        markdown::code(what)
    ));
    choice(Whose::Operation, docs, &names.ty, &servers, file);
}

/// The enum, and the types of what its variants leave open.
fn choice(
    whose: Whose,
    docs: Docs,
    name: &Identifier,
    servers: &[(&ServerNames, &Server)],
    file: &mut File<'_>,
) {
    let is_plain = !servers.iter().any(|(_, server)| whose.is_open(server));
    let about = docs.attributes(file);
    let variants: Vec<TokenStream> = servers
        .iter()
        .map(|(names, server)| {
            let mut docs = Docs::default();
            if let Some(description) = &server.description {
                docs.markdown(description);
            }
            docs.paragraph(&format!("{}.", markdown::code(&server.url)));
            let docs = docs.attributes(file);
            let (variant, settings) = (&names.variant, &names.settings);
            let settings = whose.is_open(server).then(|| quote!((#settings)));
            quote!(#docs #variant #settings,)
        })
        .collect();
    let copy = is_plain.then(|| quote!(Copy,));
    file.item(quote! {
        #about
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
    if is_plain {
        let url = URL.method(servers, file);
        let others =
            [AUTHORITY, SCOPE].map(|text| text.method(servers, file).map(|method| spaced(&method)));
        let [authority, scope] = others;
        file.item(quote!(impl #name { #url #authority #scope }));
    }
    let endpoint = file.imports.runtime("Endpoint");
    let body = if is_plain {
        conversion(servers)
    } else {
        each(whose, name, servers)
    };
    let body = file.text(body);
    file.item(quote! {
        impl From<#name> for #endpoint {
            fn from(server: #name) -> Self {
                #body
            }
        }
    });
    for (names, server) in servers.iter().filter(|(_, server)| whose.is_open(server)) {
        settings::render(whose, names, server, file);
    }
}

/// How each of the servers becomes an endpoint, where the URL of one leaves something open.
fn each(whose: Whose, name: &Identifier, servers: &[(&ServerNames, &Server)]) -> String {
    let mut variants = String::new();
    for (names, server) in servers {
        let variant = &names.variant;
        if whose.is_open(server) {
            append!(
                variants,
                "    {name}::{variant}(server) => server.into(),\n"
            );
        } else {
            let (head, made) = (
                format!("{name}::{variant} =>"),
                format!("Self::from_document({:?})", server.url),
            );
            let tokens = settings::tokens(server);
            if tokens.is_empty() && head.len() + made.len() > 86 {
                append!(variants, "    {head} {{\n        {made}\n    }}\n");
                continue;
            }
            let made = chain(&format!("{head} {made}"), &tokens, 90);
            append!(variants, "    {},\n", made.replace('\n', "\n    "));
        }
    }
    format!("match server {{\n{variants}}}")
}

/// How a server becomes an endpoint.
fn conversion(servers: &[(&ServerNames, &Server)]) -> String {
    let mut calls = Vec::new();
    let mut steps = String::new();
    for text in [AUTHORITY, SCOPE] {
        let name = text.name;
        match text.presence(servers) {
            Presence::Nowhere => {}
            Presence::Everywhere => calls.push(format!(".with_{name}(server.{name}())")),
            Presence::Somewhere => append!(
                steps,
                "let endpoint = match server.{name}() {{\n    Some({name}) => endpoint.with_{name}({name}),\n    \
                 None => endpoint,\n}};\n"
            ),
        }
    }
    let endpoint = chain("Self::from_document(server.url())", &calls, 92);
    if steps.is_empty() {
        endpoint
    } else {
        format!("let endpoint = {endpoint};\n{steps}endpoint")
    }
}

/// A text that a server may have.
#[derive(Clone, Copy)]
struct Text {
    docs: &'static str,
    name: &'static str,
    ty: fn(&Server) -> Option<&str>,
}

const URL: Text = Text {
    docs: " Its base URL.",
    name: "url",
    ty: |server| Some(&server.url),
};

const AUTHORITY: Text = Text {
    docs: " The authority that gives out tokens for it.",
    name: "token_authority",
    ty: |server| server.token_authority.as_deref(),
};

const SCOPE: Text = Text {
    docs: " The scope that tokens for it are asked for.",
    name: "token_scope",
    ty: |server| server.token_scope.as_deref(),
};

enum Presence {
    Nowhere,
    Somewhere,
    Everywhere,
}

impl Text {
    fn presence(self, servers: &[(&ServerNames, &Server)]) -> Presence {
        let stated = servers
            .iter()
            .filter(|(_, server)| (self.ty)(server).is_some())
            .count();
        match stated {
            0 => Presence::Nowhere,
            all if all == servers.len() => Presence::Everywhere,
            _ => Presence::Somewhere,
        }
    }

    fn method(
        self,
        servers: &[(&ServerNames, &Server)],
        file: &mut File<'_>,
    ) -> Option<TokenStream> {
        let everywhere = match self.presence(servers) {
            Presence::Nowhere => return None,
            Presence::Somewhere => false,
            Presence::Everywhere => true,
        };
        // Servers of the same text share an arm.
        let mut variants: Vec<(Option<&str>, Vec<&Identifier>)> = Vec::new();
        for (name, server) in servers {
            let text = (self.ty)(server);
            match variants.iter_mut().find(|(known, _)| *known == text) {
                Some((_, names)) => names.push(&name.variant),
                None => variants.push((text, vec![&name.variant])),
            }
        }
        let variants = variants.into_iter().map(|(text, names)| {
            let text = match text {
                Some(text) if everywhere => format!("{text:?}"),
                Some(text) => format!("Some({text:?})"),
                None => "None".to_owned(),
            };
            variant(&names, &text)
        });
        let variants = file.text(format!("match self {{\n{}}}", variants.collect::<String>()));
        let of = if everywhere {
            quote!(&'static str)
        } else {
            quote!(Option<&'static str>)
        };
        let docs = self.docs;
        let name = Ident::new(self.name, Span::call_site());
        Some(quote! {
            #[doc = #docs]
            #[must_use]
            pub const fn #name(self) -> #of {
                #variants
            }
        })
    }
}

/// An arm of a `match`, as rustfmt lays it out.
fn variant(names: &[&Identifier], text: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("Self::{name}")).collect();
    let pattern = names.join(" | ");
    if pattern.len() > 80 {
        format!(
            "    {} => {{\n        {text}\n    }}\n",
            names.join("\n    | ")
        )
    } else if pattern.len() + text.len() > 83 {
        format!("    {pattern} => {{\n        {text}\n    }}\n")
    } else {
        format!("    {pattern} => {text},\n")
    }
}
