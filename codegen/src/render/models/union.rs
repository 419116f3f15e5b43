//! Unions: an enum over alternatives.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Type, TypeId, Union, UnionVariant};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, provenance, sentences, type_link};
use crate::render::models::derives::derives;
use crate::render::models::request_bodies::optional_conversions;
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::{decoding_mode, deprecated};
use crate::render::syntax::types::{to_source, type_tokens};

pub(super) fn render(cx: &Context<'_>, id: TypeId, union: &Union, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let name = &names.name;
    let mut docs = DocComment::from_ir(
        &definition.docs,
        &provenance::described(cx, id, "One of several values"),
    );
    if let Some(tag) = &union.tag {
        docs.paragraph(&format!(
            "The discriminator of objects is the property {}.",
            markdown::code(tag)
        ));
    }
    docs.external(&definition.docs);
    let docs = file.docs(docs);
    let deprecated_type = deprecated(&definition.docs);
    let mut variants = Vec::new();
    for (variant, variant_name) in union.variants.iter().zip(&names.parts) {
        let value = type_tokens(&variant.ty, &mut file.imports);
        let mut settings: Vec<TokenStream> = variant.tags.iter().map(|tag| quote!(#tag)).collect();
        if variant.shared {
            settings.push(quote!(no_from));
        }
        let attribute = (!settings.is_empty()).then(|| quote!(#[variant(#(#settings),*)]));
        let docs = variant_docs(cx, id, variant, file);
        let docs = file.docs(docs);
        let deprecated = deprecated(&variant.docs);
        let value = if variant.boxed {
            quote!(Box<#value>)
        } else {
            value
        };
        variants.push(quote!(#docs #deprecated #attribute #variant_name(#value),));
    }
    let any_of = union.any_of.then(|| quote!(any_of));
    let tag = union.tag.as_ref().map(|tag| quote!(tag = #tag));
    let settings: Vec<TokenStream> = decoding_mode(cx)
        .into_iter()
        .chain(any_of)
        .chain(tag)
        .collect();
    let settings = (!settings.is_empty()).then(|| quote!(#[union(#(#settings),*)]));
    let value = file.imports.runtime("Value");
    let derive = file.imports.runtime("Union");
    let derives = derives(cx, id, &[]);
    file.item(quote! {
        #docs
        #deprecated_type
        #[derive(Clone, Debug, PartialEq, #derive)]
        #derives
        #settings
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value that matches none of these, or several."]
            Unrecognized(#value),
        }
    });
    let alternatives = union.variants.iter().filter(|variant| !variant.shared);
    let alternatives = alternatives.map(|variant| &variant.ty);
    optional_conversions(cx, id, alternatives, file);
}

fn variant_docs(
    cx: &Context<'_>,
    id: TypeId,
    variant: &UnionVariant,
    file: &mut SourceFile<'_>,
) -> DocComment {
    let fallback = if variant.tags.is_empty() {
        type_description(cx, &variant.ty, file)
    } else {
        let tags: Vec<String> = variant.tags.iter().map(|tag| markdown::code(tag)).collect();
        format!("{}.", tags.join(" or "))
    };
    let mut docs = DocComment::from_ir(&variant.docs, &fallback);
    if cx.api.definition(id).usage.sent {
        let facts = sentences::constraints(&variant.constraints);
        if !facts.is_empty() {
            docs.paragraph(&facts.join(" "));
        }
    }
    docs.external(&variant.docs);
    docs
}

/// Returns a sentence that says what a value of a type is.
fn type_description(cx: &Context<'_>, ty: &Type, file: &mut SourceFile<'_>) -> String {
    let text = match ty {
        Type::Named(id) | Type::Flags(id) => {
            let name = &cx.names.of(*id).name;
            let path = to_source(&file.imports.named(*id));
            return format!("{}.", type_link(name.as_str(), &path));
        }
        Type::Array(_) | Type::Tuple(_) => "An array.",
        Type::JsonString(_) => "JSON in a string.",
        Type::Map(_) => "An object with any members.",
        Type::OneOrMany(_) => "A value, or an array of such values.",
        Type::Int32 | Type::Int64 | Type::Uint64 => "An integer.",
        Type::Double => "A number.",
        Type::Boolean => "True or false.",
        Type::Null => "Null.",
        Type::DateTime => "A date and a time.",
        Type::Date => "A date.",
        Type::Duration => "A duration.",
        Type::Uuid => "A UUID.",
        Type::Byte | Type::ByteUrl => "Bytes.",
        Type::String | Type::Secret => "A text.",
        _ => "Any other value.",
    };
    text.to_owned()
}
