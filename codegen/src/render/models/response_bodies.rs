//! The bodies of different responses of one operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{ResponseBodies, Status, Type, TypeId};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, bodies: &ResponseBodies, file: &mut File<'_>) {
    let names = cx.names.of(id);
    let (name, variants) = (&names.name, &names.parts);
    let docs = Docs::of(&cx.api.definition(id).docs, "What the service answers.").attributes(file);
    let variants = bodies.variants.iter().zip(variants).map(|(variant, name)| {
        let mut docs = Docs::line(&match &variant.media_type {
            None => format!("{}.", status(variant.status)),
            Some(name) => format!("{}, {}.", status(variant.status), markdown::code(name)),
        });
        docs.markdown(&variant.description);
        let docs = docs.attributes(file);
        let body = variant.body.as_ref().map(|body| {
            let of = types::of(body, &mut file.imports);
            quote!((#of))
        });
        quote!(#docs #name #body,)
    });
    let variants: Vec<_> = variants.collect();
    let is_stream = bodies
        .variants
        .iter()
        .any(|variant| variant.body == Some(Type::Stream));
    // A stream is read once.
    let derive = if is_stream {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq)])
    };
    let mut held = bodies
        .variants
        .iter()
        .filter_map(|variant| variant.body.as_ref());
    let large = large(held.any(|of| matches!(of, Type::Named(_))));
    file.item(quote! {
        #docs
        #large
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
}

/// Lets the variants differ in size, where one of them may be large.
pub(crate) fn large(is_large: bool) -> Option<TokenStream> {
    is_large
        .then(|| quote!(#[allow(clippy::large_enum_variant, reason = "it is moved once or twice")]))
}

/// A status as a reader knows it.
pub(crate) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Range(hundreds) => format!("`{hundreds}XX`"),
        Status::Default => "Any other status".to_owned(),
    }
}
