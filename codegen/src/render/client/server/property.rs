//! Getters of the strings that a server may have.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::Server;
use crate::name::{Identifier, ServerNames};
use crate::render::source_file::SourceFile;

/// A string that a server may have.
#[derive(Clone, Copy)]
pub(super) struct ServerProperty {
    docs: &'static str,
    /// The name of the getter.
    pub(super) name: &'static str,
    get: fn(&Server) -> Option<&str>,
}

pub(super) const URL: ServerProperty = ServerProperty {
    docs: " Its base URL.",
    name: "url",
    get: |server| Some(&server.url),
};

pub(super) const AUTHORITY: ServerProperty = ServerProperty {
    docs: " The authority that gives out tokens for it.",
    name: "token_authority",
    get: |server| server.token_authority.as_deref(),
};

pub(super) const SCOPE: ServerProperty = ServerProperty {
    docs: " The scope that tokens for it are asked for.",
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
    pub(super) fn getter(
        self,
        servers: &[(&ServerNames, &Server)],
        file: &mut SourceFile<'_>,
    ) -> Option<TokenStream> {
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
                Some(value) if is_required => format!("{value:?}"),
                Some(value) => format!("Some({value:?})"),
                None => "None".to_owned(),
            };
            arm(&names, &value)
        });
        let body = file.text(format!("match self {{\n{}}}", arms.collect::<String>()));
        let ty = if is_required {
            quote!(&'static str)
        } else {
            quote!(Option<&'static str>)
        };
        let docs = self.docs;
        let name = Ident::new(self.name, Span::call_site());
        Some(quote! {
            #[doc = #docs]
            #[must_use]
            pub const fn #name(self) -> #ty {
                #body
            }
        })
    }
}

/// Returns an arm of a `match`, laid out as rustfmt does.
fn arm(names: &[&Identifier], value: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("Self::{name}")).collect();
    let pattern = names.join(" | ");
    if pattern.len() > 80 {
        format!(
            "    {} => {{\n        {value}\n    }}\n",
            names.join("\n    | ")
        )
    } else if pattern.len() + value.len() > 83 {
        format!("    {pattern} => {{\n        {value}\n    }}\n")
    } else {
        format!("    {pattern} => {value},\n")
    }
}
