//! `server.rs`: the servers of the document.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::api::Server;

use super::docs::Docs;
use super::file::{File, chain, gap};
use super::imports::Imports;
use super::{Crate, markdown};

pub(super) fn render(of: &Crate<'_>) -> String {
    let servers = &of.api.servers;
    let variants = &of.names.servers;
    let mut file = File::new(Imports::new(of.names, []));
    let docs = servers.iter().map(|server| {
        let mut docs = Docs::default();
        if let Some(description) = &server.description {
            docs.markdown(description);
        }
        docs.paragraph(&markdown::code(&server.url));
        docs.attributes()
    });
    file.item(quote! {
        #[doc = " A place where the service is."]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server {
            #(#docs #variants,)*
        }
    });
    let gap = gap();
    let texts = [URL, AUTHORITY, SCOPE]
        .into_iter()
        .filter_map(|text| text.method(of));
    file.item(quote!(impl Server { #(#gap #texts)* }));
    let endpoint = file.imports.runtime("Endpoint");
    let calls: Vec<String> = [AUTHORITY, SCOPE]
        .into_iter()
        .filter(|text| text.values(of).is_some())
        .map(|text| format!(".with_{0}(server.{0}())", text.name))
        .collect();
    let body = file.text(chain("Self::from_document(server.url())", &calls));
    file.item(quote! {
        impl From<Server> for #endpoint {
            fn from(server: Server) -> Self {
                #body
            }
        }
    });
    file.write()
}

/// A text that every server has.
#[derive(Clone, Copy)]
struct Text {
    docs: &'static str,
    name: &'static str,
    of: fn(&Server) -> Option<&str>,
}

const URL: Text = Text {
    docs: " Its base URL.",
    name: "url",
    of: |server| Some(&server.url),
};

const AUTHORITY: Text = Text {
    docs: " The authority that gives out tokens for it.",
    name: "token_authority",
    of: |server| server.token_authority.as_deref(),
};

const SCOPE: Text = Text {
    docs: " The scope that tokens for it are asked for.",
    name: "token_scope",
    of: |server| server.token_scope.as_deref(),
};

impl Text {
    /// The text of each server, where the document states it for all of them.
    fn values<'a>(self, of: &Crate<'a>) -> Option<Vec<&'a str>> {
        of.api.servers.iter().map(self.of).collect()
    }

    fn method(self, of: &Crate<'_>) -> Option<TokenStream> {
        let values = self.values(of)?;
        let variants = &of.names.servers;
        let Self { docs, name, .. } = self;
        let name = Ident::new(name, Span::call_site());
        Some(quote! {
            #[doc = #docs]
            #[must_use]
            pub const fn #name(self) -> &'static str {
                match self {
                    #(Self::#variants => #values,)*
                }
            }
        })
    }
}
