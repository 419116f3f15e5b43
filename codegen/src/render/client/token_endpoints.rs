//! `token_endpoints.rs`: where a client requests tokens for itself, by the flows of the document.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::{self, Imports};

/// A flow `clientCredentials`.
struct Endpoint<'a> {
    /// The security scheme.
    scheme: &'a str,
    function: &'a Identifier,
    url: &'a str,
}

fn endpoints<'a>(cx: &'a Context<'_>) -> impl Iterator<Item = Endpoint<'a>> {
    let schemes = cx.api.security_schemes.iter();
    let schemes = schemes.zip(&cx.names.security_schemes);
    schemes.filter_map(|(scheme, names)| {
        Some(Endpoint {
            scheme: &scheme.name,
            function: &names.token_endpoint,
            url: scheme.client_token_url()?,
        })
    })
}

/// Returns whether the document has such a flow.
pub(in crate::render) fn is_needed(cx: &Context<'_>) -> bool {
    endpoints(cx).next().is_some()
}

/// Returns the name of the first function.
pub(in crate::render) fn first<'a>(cx: &'a Context<'_>) -> Option<&'a Identifier> {
    endpoints(cx).next().map(|endpoint| endpoint.function)
}

/// Returns the re-exports of the crate root.
pub(in crate::render) fn re_exports(cx: &Context<'_>) -> String {
    let names: BTreeSet<String> = endpoints(cx)
        .map(|endpoint| endpoint.function.to_string())
        .collect();
    let declaration = imports::declaration("pub use", "token_endpoints", &names);
    cx.feature_line("oauth2") + &declaration
}

/// Returns `token_endpoints.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut file = SourceFile::new(Imports::new(cx.names, []));
    for endpoint in endpoints(cx) {
        function(cx, &endpoint, &mut file);
    }
    file.write()
}

/// Adds the function that returns a token endpoint.
fn function(cx: &Context<'_>, endpoint: &Endpoint<'_>, file: &mut SourceFile<'_>) {
    let Endpoint {
        scheme,
        function,
        url,
    } = endpoint;
    let conventions = &cx.api.conventions;
    let is_used = |name: &str| url.contains(&format!("{{{name}}}"));
    let mut docs = DocComment::line(&format!(
        "Returns the token endpoint of the security scheme {}, for the flow `clientCredentials`.",
        markdown::code(scheme)
    ));
    if url.contains('{') {
        let mut text = format!("The URL is {}.", markdown::code(url));
        if is_used("authority") {
            text.push_str(" `{authority}` is that of the server.");
        }
        docs.paragraph(&text);
    }
    let mut settings = Vec::new();
    for attribute in &conventions.token_attributes {
        if let Some(default) = attribute
            .default
            .as_ref()
            .filter(|_| is_used(&attribute.name))
        {
            docs.paragraph(&format!(
                "The attribute {} is {} unless a request or the client sets it.",
                markdown::code(&attribute.name),
                markdown::code(default)
            ));
            let name = &attribute.name;
            settings.push(quote!(.with_default(#name, #default)));
        }
    }
    let parameters = conventions.challenge_parameters();
    settings.extend(parameters.map(|parameter| -> TokenStream {
        let name = &parameter.name;
        quote!(.with_challenge_parameter(#name))
    }));
    let docs = file.docs(docs);
    let token_endpoint = file.imports.oauth2("TokenEndpoint");
    file.item(quote! {
        #docs
        #[must_use]
        pub fn #function() -> #token_endpoint {
            #token_endpoint::new(#url) #(#settings)*
        }
    });
}
