//! Getters of the strings that a server may have.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::Server;
use crate::name::{Identifier, ServerNames};

/// A string that a server may have.
#[derive(Clone, Copy)]
pub(super) struct ServerProperty {
    docs: &'static str,
    /// The name of the getter.
    name: &'static str,
    get: fn(&Server) -> Option<&str>,
}

pub(super) const URL: ServerProperty = ServerProperty {
    docs: " Returns the base URL.",
    name: "url",
    get: |server| Some(&server.url),
};

pub(super) const AUTHORITY: ServerProperty = ServerProperty {
    docs: " Returns the authority that issues tokens for the server.",
    name: "token_authority",
    get: |server| server.token_authority.as_deref(),
};

pub(super) const SCOPE: ServerProperty = ServerProperty {
    docs: " Returns the scope of tokens for the server.",
    name: "token_scope",
    get: |server| server.token_scope.as_deref(),
};

/// The kind of getter that an enum has for a property.
pub(super) enum GetterKind {
    /// No server has the property, so there is no getter.
    Absent,
    /// Some servers have the property, so the getter returns an `Option`.
    Optional,
    /// All servers have the property.
    Required,
}

impl ServerProperty {
    /// Returns the name of the getter.
    pub(super) fn name(self) -> Ident {
        Ident::new(self.name, Span::call_site())
    }

    pub(super) fn getter_kind(self, servers: &[(&ServerNames, &Server)]) -> GetterKind {
        let stated = servers
            .iter()
            .filter(|(_, server)| (self.get)(server).is_some())
            .count();
        match stated {
            0 => GetterKind::Absent,
            all if all == servers.len() => GetterKind::Required,
            _ => GetterKind::Optional,
        }
    }

    /// Returns the getter of the property, unless no server has it.
    pub(super) fn getter(self, servers: &[(&ServerNames, &Server)]) -> Option<TokenStream> {
        let is_required = match self.getter_kind(servers) {
            GetterKind::Absent => return None,
            GetterKind::Optional => false,
            GetterKind::Required => true,
        };
        // Servers with the same value share an arm.
        let mut arms: Vec<(Option<&str>, Vec<&Identifier>)> = Vec::new();
        for (name, server) in servers {
            let value = (self.get)(server);
            match arms.iter_mut().find(|(known, _)| *known == value) {
                Some((_, names)) => names.push(&name.variant),
                None => arms.push((value, vec![&name.variant])),
            }
        }
        let arms = arms.into_iter().map(|(value, names)| {
            let value = match value {
                Some(value) if is_required => quote!(#value),
                Some(value) => quote!(Some(#value)),
                None => quote!(None),
            };
            quote!(#(Self::#names)|* => #value,)
        });
        let ty = if is_required {
            quote!(&'static str)
        } else {
            quote!(Option<&'static str>)
        };
        let docs = self.docs;
        let name = self.name();
        Some(quote! {
            #[doc = #docs]
            #[must_use]
            pub const fn #name(self) -> #ty {
                match self { #(#arms)* }
            }
        })
    }
}
