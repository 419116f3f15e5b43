//! `credentials.rs`: the credentials of a client with several security schemes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    AuthModel, Flow, Operation, ParameterLocation, SchemeKind, Security, SecurityScheme,
};
use crate::name::{Identifier, SchemeNames};
use crate::render::context::{Context, ROOT};
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;

/// Returns `credentials.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut file = SourceFile::new(Imports::new(cx.names, []));
    let mut about = DocComment::line(
        "Credentials of a client, with a method for each security scheme of the document.",
    );
    about.paragraph(
        "Secrets do not appear in debug output or logs. A request whose operation needs a \
         credential that is not set is not sent.",
    );
    let about = file.docs(about);
    file.item(quote! {
        #about
        #[derive(Clone, Debug, Default)]
        pub struct Credentials(specwright_runtime::Credentials);
    });
    let schemes = || {
        cx.api
            .security_schemes
            .iter()
            .zip(&cx.names.security_schemes)
    };
    let methods: Vec<TokenStream> = schemes()
        .map(|(scheme, names)| method(scheme, &names.method, &mut file))
        .collect();
    file.item(quote! {
        impl Credentials {
            #[doc = " Creates an empty set of credentials."]
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
            #(#methods)*
        }
    });
    file.item(quote! {
        impl From<Credentials> for specwright_runtime::Credentials {
            fn from(credentials: Credentials) -> Self {
                credentials.0
            }
        }
    });
    for (scheme, names) in schemes() {
        scheme_static(scheme, names, &mut file);
    }
    file.write()
}

/// Returns the method that sets the credential of a security scheme.
fn method(scheme: &SecurityScheme, method: &Identifier, file: &mut SourceFile<'_>) -> TokenStream {
    let docs = file.docs(method_docs(scheme));
    let name = &scheme.name;
    let secret = quote!(impl Into<specwright_runtime::Secret>);
    let provider = quote!(impl specwright_runtime::TokenProvider + 'static);
    let method = match scheme.kind {
        SchemeKind::Basic => quote! {
            pub fn #method(self, user: impl AsRef<str>, password: #secret) -> Self {
                Self(self.0.basic(#name, user, password))
            }
        },
        SchemeKind::Http(_) | SchemeKind::ApiKey(..) => quote! {
            pub fn #method(self, secret: #secret) -> Self {
                Self(self.0.secret(#name, secret))
            }
        },
        _ => quote! {
            pub fn #method(self, credential: #provider) -> Self {
                Self(self.0.token(#name, credential))
            }
        },
    };
    let deprecated = scheme.deprecated.then(|| quote!(#[deprecated]));
    quote!(#docs #deprecated #[must_use] #method)
}

/// Adds the static that describes a security scheme to the runtime.
fn scheme_static(scheme: &SecurityScheme, names: &SchemeNames, file: &mut SourceFile<'_>) {
    let (scheme_type, kind_type) = (
        file.imports.runtime("SecurityScheme"),
        file.imports.runtime("SchemeKind"),
    );
    let kind = match &scheme.kind {
        SchemeKind::Basic => quote!(Http("Basic")),
        SchemeKind::Http(name) => quote!(Http(#name)),
        SchemeKind::ApiKey(ParameterLocation::Query, name) => quote!(ApiKeyInQuery(#name)),
        SchemeKind::ApiKey(ParameterLocation::Cookie, name) => quote!(ApiKeyInCookie(#name)),
        SchemeKind::ApiKey(_, name) => quote!(ApiKeyInHeader(#name)),
        _ => quote!(Bearer),
    };
    let (name, table) = (&scheme.name, &names.table);
    file.item(quote! {
        pub(crate) static #table: #scheme_type = #scheme_type {
            name: #name,
            kind: #kind_type::#kind,
        };
    });
}

/// Returns the documentation of the method that sets a credential.
fn method_docs(scheme: &SecurityScheme) -> DocComment {
    let name = markdown::code(&scheme.name);
    let what = match &scheme.kind {
        SchemeKind::Basic => "the user name and password (HTTP basic authentication)".to_owned(),
        SchemeKind::Bearer(None) => "the provider of bearer tokens".to_owned(),
        SchemeKind::Bearer(Some(format)) => {
            format!(
                "the provider of bearer tokens ({})",
                markdown::inline(format)
            )
        }
        SchemeKind::Http(scheme) => format!(
            "the credential that follows {} in the header `Authorization`",
            markdown::code(scheme)
        ),
        SchemeKind::ApiKey(location, key) => {
            let place = match location {
                ParameterLocation::Query => "query parameter",
                ParameterLocation::Cookie => "cookie",
                _ => "header",
            };
            format!("the key sent in the {place} {}", markdown::code(key))
        }
        SchemeKind::OAuth2 { .. } => "the provider of access tokens (OAuth 2.0)".to_owned(),
        SchemeKind::OpenIdConnect(url) => format!(
            "the provider of tokens (OpenID Connect, {})",
            markdown::code(url)
        ),
    };
    let mut docs = DocComment::default();
    if let Some(description) = &scheme.description {
        docs.markdown(description);
    }
    docs.paragraph(&format!("Sets {what}, for the security scheme {name}."));
    if let SchemeKind::OAuth2 {
        flows,
        metadata_url,
    } = &scheme.kind
    {
        for flow in flows {
            docs.blocks(flow_docs(flow));
        }
        if let Some(url) = metadata_url {
            let url = markdown::code(url);
            docs.paragraph(&format!(
                "The authorization server describes itself at {url}."
            ));
        }
    }
    docs
}

fn flow_docs(flow: &Flow) -> Vec<String> {
    let urls: Vec<String> = flow
        .urls
        .iter()
        .map(|(what, url)| format!("{what} at {}", markdown::code(url)))
        .collect();
    let mut lines = markdown::item(&format!("{}: {}", flow.name, urls.join(", ")));
    for (scope, about) in &flow.scopes {
        let text = format!("{}: {}", markdown::code(scope), markdown::inline(about));
        let item = markdown::item(text.trim_end_matches([':', ' ']));
        lines.extend(item.into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// Adds the security requirements of an operation to its documentation.
pub(super) fn requirements(cx: &Context<'_>, operation: &Operation, docs: &mut DocComment) {
    if let Security::Manual(names) = &operation.security
        && !names.is_empty()
    {
        manual(names, docs);
        return;
    }
    let alternatives = operation.security.alternatives();
    let mut uses = alternatives.iter().flat_map(|one| &one.schemes);
    let has_scopes = uses.any(|scheme_use| !scheme_use.scopes.is_empty());
    let has_mutual_tls = alternatives.iter().any(|one| !one.mutual_tls.is_empty());
    let by_credentials = cx.auth_model == AuthModel::Schemes;
    if alternatives.is_empty() || !(has_scopes || by_credentials || has_mutual_tls) {
        return;
    }
    docs.section("Authorization");
    let mut lines = Vec::new();
    for alternative in alternatives {
        let certificates = alternative.mutual_tls.iter().map(|name| {
            let name = markdown::code(name);
            format!("{name}: a client certificate (mutual TLS), which the transport presents")
        });
        let all: Vec<String> = alternative
            .schemes
            .iter()
            .map(|scheme_use| {
                let names = &cx.names.security_schemes[scheme_use.scheme];
                let name = markdown::code(&cx.api.security_schemes[scheme_use.scheme].name);
                let name = if by_credentials {
                    format!("[{name}]({ROOT}::Credentials::{})", names.method)
                } else {
                    name
                };
                match scheme_use.scopes.as_slice() {
                    [] => name,
                    scopes => {
                        let scopes: Vec<String> =
                            scopes.iter().map(|scope| markdown::code(scope)).collect();
                        format!("{name} with {}", scopes.join(", "))
                    }
                }
            })
            .chain(certificates)
            .collect();
        let text = if all.is_empty() {
            "nothing".to_owned()
        } else {
            all.join(" and ")
        };
        lines.extend(markdown::item(&text));
    }
    if alternatives.len() > 1 {
        docs.paragraph("One of these. The first one that the client has credentials for is used:");
    }
    docs.blocks(lines);
}

/// Adds that the caller authenticates the requests of an operation.
fn manual(schemes: &[String], docs: &mut DocComment) {
    docs.section("Authorization");
    let names: Vec<String> = schemes.iter().map(|name| markdown::code(name)).collect();
    docs.paragraph(&format!(
        "The document does not declare the security scheme {}. Set the credential with the method \
         [`header`](specwright_runtime::Request::header) of the request.",
        names.join(" or ")
    ));
}
