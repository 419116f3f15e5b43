//! `client.rs`: where every call begins.

pub(crate) mod credentials;
pub(crate) mod expression;
pub(crate) mod headers;
pub(crate) mod node;
pub(crate) mod operation;
pub(crate) mod operation_docs;
pub(crate) mod parameters;
pub(crate) mod server;

use quote::quote;

use crate::ir::AuthModel;

use crate::render::Context;
use crate::render::client::node::Holder;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::source_file::File;
use crate::render::source_file::gap;
use crate::render::source_file::imports::Imports;

pub(crate) fn render(cx: &Context<'_>) -> String {
    let root = &cx.names.root;
    let own = root.types().chain([&root.builder]);
    let mut file = File::new(Imports::new(cx.names, own));
    let docs = docs(cx).attributes(&mut file);
    file.item(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            runtime: msgraph_runtime::Client,
        }
    });
    let endpoint = quote!(msgraph_runtime::Endpoint);
    let (argument, which) = if cx.servers().is_empty() {
        (
            quote!(endpoint),
            "A client of the service at an endpoint: the document names none.",
        )
    } else {
        (
            quote!(server),
            "A client of one of the [servers](crate::Server), or of any other endpoint.",
        )
    };
    let (credential, made) = match cx.api.auth_model() {
        AuthModel::None => (
            None,
            format!("Self::from(msgraph_runtime::Client::builder({argument}).build())"),
        ),
        AuthModel::Token => (
            Some(quote!(credential: impl msgraph_runtime::TokenProvider + 'static)),
            format!("Self::from(msgraph_runtime::Client::new({argument}, credential))"),
        ),
        AuthModel::Credentials => (
            Some(quote!(credentials: crate::Credentials)),
            format!(
                "Self::from(\n    msgraph_runtime::Client::builder({argument})\n        \
                 .credentials(credentials)\n        .build(),\n)"
            ),
        ),
    };
    let made = file.text(made);
    let mut new = Docs::line(which);
    new.paragraph("For more choices, make a [`msgraph_runtime::Client`] with its builder, and turn it into this one.");
    let new = new.attributes(&mut file);
    let properties = node::properties(cx, &cx.api.root, root, Holder::Client, &mut file);
    let mut warm_up = Docs::line(
        "Gets the token and opens the connection, so that the first call does not spend its time on them.",
    );
    warm_up.section("Errors");
    warm_up.paragraph(
        "When there is no token or no connection, or when it takes too long. The client can be used all the same.",
    );
    let warm_up = warm_up.attributes(&mut file);
    let after_new = gap();
    let gap = (!properties.is_empty()).then(gap);
    file.item(quote! {
        impl Client {
            #new
            #[cfg(feature = "reqwest")]
            #[must_use]
            pub fn new(#argument: impl Into<#endpoint>, #credential) -> Self {
                #made
            }

            #after_new
            #warm_up
            pub async fn warm_up(&self) -> Result<(), msgraph_runtime::Error<std::convert::Infallible>> {
                self.runtime.warm_up().await
            }
            #gap
            #(#properties)*
        }
    });
    file.item(quote! {
        impl From<msgraph_runtime::Client> for Client {
            fn from(runtime: msgraph_runtime::Client) -> Self {
                Self { runtime }
            }
        }
    });
    node::requests(cx, &cx.api.root, root, &mut file);
    for (operation, names) in cx.api.root.operations.iter().zip(&root.operations) {
        operation::table(cx, operation, names, &mut file);
    }
    file.write()
}

fn docs(cx: &Context<'_>) -> Docs {
    let title = markdown::inline(&cx.api.info.title);
    let mut docs = Docs::line(&format!("A client of {title}."));
    docs.paragraph("Cloning it is cheap: clones share connections and tokens.");
    docs
}
