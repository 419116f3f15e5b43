//! `extensions.rs`: traits that give types of the runtime a method for each attribute of tokens and
//! senders that the document names.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Conventions;
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::{self, Imports};

/// Returns whether the document names attributes.
pub(in crate::render) fn is_needed(cx: &Context<'_>) -> bool {
    has_token_request(&cx.api.conventions) || has_sender(cx)
}

fn has_token_request(conventions: &Conventions) -> bool {
    !conventions.token_attributes.is_empty() || conventions.challenge_parameters().next().is_some()
}

fn has_sender(cx: &Context<'_>) -> bool {
    !cx.api.callbacks.is_empty() && !cx.api.sender_attributes().is_empty()
}

/// Returns the re-exports of the crate root.
pub(in crate::render) fn re_exports(cx: &Context<'_>) -> String {
    let mut text = String::new();
    if has_sender(cx) {
        text.push_str(&cx.feature_line("receiver"));
        text.push_str("pub use extensions::SenderExt;\n");
    }
    let mut names = BTreeSet::new();
    if !cx.api.conventions.token_attributes.is_empty() {
        names.insert("TokenAttributesExt".to_owned());
    }
    if has_token_request(&cx.api.conventions) {
        names.insert("TokenRequestExt".to_owned());
    }
    if !names.is_empty() {
        text.push_str(&imports::declaration("pub use", "extensions", &names));
    }
    text
}

/// Returns `extensions.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut file = SourceFile::new(Imports::new(cx.names, []));
    set_token_attributes(cx, &mut file);
    token_request(cx, &mut file);
    sender(cx, &mut file);
    file.write()
}

/// Adds the trait that sets the attributes of token requests.
fn set_token_attributes(cx: &Context<'_>, file: &mut SourceFile<'_>) {
    let attributes = &cx.api.conventions.token_attributes;
    if attributes.is_empty() {
        return;
    }
    let names = &cx.names.extensions.token_attributes;
    let methods = attributes.iter().zip(names).map(|(attribute, name)| {
        let summary = format!(
            "Sets the attribute {} of the token request.",
            markdown::code(&attribute.name)
        );
        let docs = file.docs(docs(&summary, attribute.description.as_deref()));
        let key = &attribute.name;
        quote! {
            #docs
            #[must_use]
            fn #name(self, value: impl Into<String>) -> Self {
                self.token_attribute(#key, value)
            }
        }
    });
    let methods: Vec<TokenStream> = methods.collect();
    let mut about = DocComment::line(
        "Sets the attributes of token requests, for all requests of a client or for one.",
    );
    about.paragraph(
        "Implemented for requests and for [`ClientBuilder`](specwright_runtime::ClientBuilder).",
    );
    let about = file.docs(about);
    let set = file.imports.runtime("SetTokenAttribute");
    file.item(quote! {
        #about
        pub trait TokenAttributesExt: #set {
            #(#methods)*
        }
    });
    file.item(quote!(impl<T: #set> TokenAttributesExt for T {}));
}

/// Adds the trait that returns the attributes of a token request, for token providers.
fn token_request(cx: &Context<'_>, file: &mut SourceFile<'_>) {
    let conventions = &cx.api.conventions;
    if !has_token_request(conventions) {
        return;
    }
    let names = &cx.names.extensions;
    let mut getters = Vec::new();
    for (attribute, name) in conventions
        .token_attributes
        .iter()
        .zip(&names.token_attributes)
    {
        let key = &attribute.name;
        getters.push(Getter {
            name,
            summary: format!(
                "Returns the attribute {} of the token request.",
                markdown::code(key)
            ),
            description: attribute.description.as_deref(),
            value: quote!(self.attributes.get(#key)),
        });
    }
    let parameters = conventions.challenge_parameters();
    for (parameter, name) in parameters.zip(&names.challenge_parameters) {
        let key = &parameter.name;
        getters.push(Getter {
            name,
            summary: format!(
                "Returns the parameter {} of the challenge with which the service refused the \
                 token.",
                markdown::code(key)
            ),
            description: parameter.description.as_deref(),
            value: quote!(self.challenge?.parameter(#key)),
        });
    }
    let about = DocComment::line(
        "Returns the attributes of a token request and of its challenge, for token providers.",
    );
    let about = file.docs(about);
    let request = file.imports.runtime("TokenRequest");
    let (declared, defined) = getter_methods(getters, Some(&quote!('a)), file);
    file.item(quote! {
        #about
        pub trait TokenRequestExt<'a> {
            #declared
        }
    });
    file.item(quote! {
        impl<'a> TokenRequestExt<'a> for #request<'a> {
            #defined
        }
    });
}

/// Adds the trait that returns the attributes of the sender of a request.
fn sender(cx: &Context<'_>, file: &mut SourceFile<'_>) {
    if !has_sender(cx) {
        return;
    }
    let attributes = cx.api.sender_attributes();
    let names = &cx.names.extensions.sender_attributes;
    let getters = attributes.iter().zip(names).map(|(attribute, name)| {
        let key = &attribute.name;
        Getter {
            name,
            summary: format!(
                "Returns the attribute {} of the sender: the claim {} of its token.",
                markdown::code(key),
                markdown::code(&attribute.claim)
            ),
            description: attribute.description.as_deref(),
            value: quote!(self.attribute(#key)),
        }
    });
    let about = file.docs(DocComment::line(
        "Returns the attributes of the sender of a request.",
    ));
    let (declared, defined) = getter_methods(getters.collect(), None, file);
    let sender = quote!(specwright_runtime::receiver::Sender);
    let receiver = cx.feature("receiver");
    file.item(quote! {
        #about
        #receiver
        pub trait SenderExt {
            #declared
        }
    });
    file.item(quote! {
        #receiver
        impl SenderExt for #sender {
            #defined
        }
    });
}

/// A method that returns an optional string.
struct Getter<'a> {
    name: &'a Identifier,
    summary: String,
    description: Option<&'a str>,
    value: TokenStream,
}

/// Returns the declarations and the definitions of methods. Their strings have a lifetime, or that of `self`.
fn getter_methods(
    getters: Vec<Getter<'_>>,
    lifetime: Option<&TokenStream>,
    file: &mut SourceFile<'_>,
) -> (TokenStream, TokenStream) {
    let (mut declared, mut defined) = (Vec::new(), Vec::new());
    for Getter {
        name,
        summary,
        description,
        value,
    } in getters
    {
        let docs = file.docs(docs(&summary, description));
        let returned = quote!(Option<&#lifetime str>);
        declared.push(quote!(#docs fn #name(&self) -> #returned;));
        defined.push(quote!(fn #name(&self) -> #returned { #value }));
    }
    (quote!(#(#declared)*), quote!(#(#defined)*))
}

fn docs(summary: &str, description: Option<&str>) -> DocComment {
    let mut docs = DocComment::line(summary);
    if let Some(description) = description {
        docs.markdown(description);
    }
    docs
}
