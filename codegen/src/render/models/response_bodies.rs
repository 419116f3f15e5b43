//! Response bodies of several types: an enum over the bodies that an operation's responses have.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{ResponseBodies, Type, TypeId};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, sentences};
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::{allow_large_variant, may_be_large};
use crate::render::syntax::types::type_tokens;

pub(super) fn render(
    cx: &Context<'_>,
    id: TypeId,
    bodies: &ResponseBodies,
    file: &mut SourceFile<'_>,
) {
    let names = cx.names.of(id);
    let name = &names.name;
    let docs = DocComment::from_ir(&cx.api.definition(id).docs, "What the service answers.");
    let docs = file.docs(docs);
    let variants: Vec<TokenStream> = bodies
        .variants
        .iter()
        .zip(&names.parts)
        .map(|(variant, name)| {
            let status = sentences::status(variant.status);
            let mut docs = DocComment::line(&match &variant.media_type {
                None => format!("{status}."),
                Some(media_type) => format!("{status}, {}.", markdown::code(media_type)),
            });
            docs.markdown(&variant.description);
            let docs = file.docs(docs);
            let body = variant.body.as_ref().map(|body| {
                let body = type_tokens(body, &mut file.imports);
                quote!((#body))
            });
            quote!(#docs #name #body,)
        })
        .collect();
    let bodies = || {
        bodies
            .variants
            .iter()
            .filter_map(|variant| variant.body.as_ref())
    };
    // A stream can be read only once, so it has no `Clone` and no `PartialEq`.
    let derive = if bodies().any(|body| *body == Type::Stream) {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq)])
    };
    let allow = allow_large_variant(bodies().any(may_be_large));
    file.item(quote! {
        #docs
        #allow
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
}
