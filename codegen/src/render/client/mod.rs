//! `client.rs`, and the files that its call chain leads to.

pub(super) mod credentials;
pub(super) mod error_codes;
pub(super) mod example;
pub(super) mod extensions;
mod headers;
pub(super) mod node;
mod operation;
mod parameters;
mod receiver;
mod request;
pub(super) mod server;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::AuthModel;

use super::context::{Context, ROOT, root};
use super::docs::{DocComment, markdown};
use super::source_file::SourceFile;
use super::source_file::imports::Imports;
use receiver::Receiver;

/// Returns `client.rs`.
pub(super) fn render(cx: &Context<'_>) -> String {
    let root = &cx.names.root;
    let own = root.types().chain([&root.builder]);
    let mut file = SourceFile::new(Imports::new(cx.names, own));
    let docs = file.docs(client_docs(cx));
    file.item(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            runtime: specwright_runtime::Client,
        }
    });
    let new = constructor(cx, &mut file);
    let methods = node::methods(cx, &cx.api.root, root, Receiver::Client, &mut file);
    let warm_up = warm_up(&mut file);
    file.item(quote! {
        impl Client {
            #new
            #warm_up
            #(#methods)*
        }
    });
    let runtime = if cx.api.conventions.affect_calls() {
        quote!(Self {
            runtime: runtime.with_default_conventions(&CONVENTIONS)
        })
    } else {
        quote!(Self { runtime })
    };
    file.item(quote! {
        impl From<specwright_runtime::Client> for Client {
            fn from(runtime: specwright_runtime::Client) -> Self {
                #runtime
            }
        }
    });
    conventions(cx, &mut file);
    node::request_types(cx, &cx.api.root, root, &mut file);
    for (operation, names) in cx.api.root.operations.iter().zip(&root.operations) {
        operation::table::render(cx, operation, names, &mut file);
    }
    file.write()
}

/// Adds the static with the conventions of the service.
fn conventions(cx: &Context<'_>, file: &mut SourceFile<'_>) {
    let conventions = &cx.api.conventions;
    if !conventions.affect_calls() {
        return;
    }
    let request = if let Some(name) = &conventions.request_id_header {
        let header = file.imports.runtime("RequestIdHeader");
        let header_name = file.imports.runtime("HeaderName");
        quote!(Some(#header::random_uuid(#header_name::from_static(#name))))
    } else {
        quote!(None)
    };
    let response = &conventions.response_id_headers;
    let challenge = conventions.token_challenge.as_ref();
    let errors = challenge.iter().map(|challenge| &challenge.error);
    let conventions = file.imports.runtime("Conventions");
    file.item(quote! {
        static CONVENTIONS: #conventions = #conventions {
            request_id_header: #request,
            response_id_headers: &[#(#response),*],
            challenge_errors: &[#(#errors),*],
        };
    });
}

/// Returns the documentation of the client type.
fn client_docs(cx: &Context<'_>) -> DocComment {
    let title = markdown::inline(&cx.api.info.title);
    let mut docs = DocComment::line(&format!("Client for {title}."));
    docs.paragraph(
        "A path is a chain of method calls, one for each segment. The methods named after HTTP \
         methods create a request, which is sent when it is awaited. Clones are cheap, and share \
         connections and tokens.",
    );
    if cx.api.has_unstated_security() {
        docs.section("Authorization");
        docs.paragraph(
            "The document does not state how calls are authenticated. Set a token provider with \
             [`credential`](specwright_runtime::ClientBuilder::credential), or the header \
             `authorization` of a request.",
        );
    }
    if cx.api.requires_mutual_tls() {
        docs.section("Client certificates");
        docs.paragraph(
            "Some operations require mutual TLS. The client does not manage certificates: give \
             [`ClientBuilder::transport`](specwright_runtime::ClientBuilder::transport) a \
             transport that presents one, such as a `reqwest::Client` with an identity.",
        );
    }
    docs.section("Example");
    docs.blocks(example::warm_up(cx));
    docs
}

/// Returns the function `new`, whose arguments depend on the servers and the security schemes.
fn constructor(cx: &Context<'_>, file: &mut SourceFile<'_>) -> TokenStream {
    let endpoint = quote!(specwright_runtime::Endpoint);
    let (argument, summary) = if cx.servers().is_empty() {
        (
            quote!(endpoint),
            "Creates a client for the service at an endpoint.".to_owned(),
        )
    } else {
        (
            quote!(server),
            format!(
                "Creates a client for one of the [servers]({ROOT}::Server), or for another endpoint."
            ),
        )
    };
    let root = root();
    let credentials = quote!(credentials: #root::Credentials);
    let reqwest = cx.feature("reqwest");
    let (credential, value) = match cx.auth_model {
        AuthModel::None => (
            None,
            quote!(specwright_runtime::Client::builder(#argument).build()),
        ),
        AuthModel::SingleBearer => (
            Some(quote!(credential: impl specwright_runtime::TokenProvider + 'static)),
            quote!(specwright_runtime::Client::new(#argument, credential)),
        ),
        AuthModel::Schemes => (
            Some(credentials),
            quote!(
                specwright_runtime::Client::builder(#argument).credentials(credentials).build()
            ),
        ),
    };
    let mut docs = DocComment::line(&summary);
    docs.paragraph(
        "For other settings, build a [`specwright_runtime::Client`] and convert it with `From`.",
    );
    let docs = file.docs(docs);
    quote! {
        #docs
        #reqwest
        #[must_use]
        pub fn new(#argument: impl Into<#endpoint>, #credential) -> Self {
            Self::from(#value)
        }
    }
}

/// Returns the method `warm_up`.
fn warm_up(file: &mut SourceFile<'_>) -> TokenStream {
    let mut docs = DocComment::line(
        "Requests the token and opens the connection, so that the first call does not wait for \
         them.",
    );
    docs.section("Errors");
    docs.paragraph(
        "Returns an error if no token is available, the connection fails, or the deadline passes. \
         The client can be used nevertheless.",
    );
    let docs = file.docs(docs);
    let error = quote!(specwright_runtime::Error<std::convert::Infallible>);
    quote! {
        #docs
        pub async fn warm_up(&self) -> Result<(), #error> {
            self.runtime.warm_up().await
        }
    }
}
