//! Tagged unions: an enum over the objects that a discriminator distinguishes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Presence, TaggedUnion, TaggedVariant, Type, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, provenance};
use crate::render::models::derives::derives;
use crate::render::models::request_bodies::optional_conversions;
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::literals::json;
use crate::render::syntax::types::value_type;

pub(super) fn render(
    cx: &Context<'_>,
    id: TypeId,
    tagged_union: &TaggedUnion,
    file: &mut SourceFile<'_>,
) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let name = &names.name;
    let mut docs = DocComment::from_ir(
        &definition.docs,
        &provenance::described(cx, id, "One of several objects"),
    );
    docs.paragraph(&format!(
        "The discriminator is the property {}.",
        markdown::code(&tagged_union.tag)
    ));
    docs.external(&definition.docs);
    let docs = file.docs(docs);
    let deprecated = deprecated(&definition.docs);
    let mut variants = Vec::new();
    for (index, (variant, variant_name)) in
        tagged_union.variants.iter().zip(&names.parts).enumerate()
    {
        let ty = file.imports.named(variant.ty);
        let tags = tags(variant);
        let untagged = (tagged_union.untagged == Some(index)).then(|| {
            if tagged_union.accepts_unknown_tags {
                quote!(, untagged, unknown)
            } else {
                quote!(, untagged)
            }
        });
        let literals = tags.iter().map(|tag| json(&variant.tag_type.value(tag)));
        let codes: Vec<String> = tags.iter().map(|tag| markdown::code(tag)).collect();
        let tags = codes.join(" or ");
        let docs = if tagged_union.untagged == Some(index) && tagged_union.accepts_unknown_tags {
            format!("{tags}, no discriminator, or an unknown one.")
        } else {
            format!("{tags}.")
        };
        let docs = file.docs(DocComment::line(&docs));
        variants.push(quote! {
            #docs
            #[variant(#(#literals),* #untagged)]
            #variant_name(Box<#ty>),
        });
    }
    let data = file.imports.runtime("AdditionalData");
    let derive = file.imports.runtime("TaggedUnion");
    let derives = derives(cx, id, &[]);
    let tag = &tagged_union.tag;
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, #derive)]
        #derives
        #[tagged_union(tag = #tag)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " An object with an unknown discriminator."]
            Unrecognized(#data),
        }
    });
    accessors(name, &names.parts, tagged_union, &names.accessors, file);
    let types: Vec<Type> = tagged_union
        .variants
        .iter()
        .map(|variant| Type::Named(variant.ty))
        .collect();
    optional_conversions(cx, id, types.iter(), file);
}

/// Returns the discriminator values of a variant: those of the mapping, or the name of its schema.
fn tags(variant: &TaggedVariant) -> &[String] {
    if variant.tags.is_empty() {
        std::slice::from_ref(&variant.schema)
    } else {
        &variant.tags
    }
}

/// Adds the accessors of the properties that all variants have.
fn accessors(
    name: &Identifier,
    variants: &[Identifier],
    tagged_union: &TaggedUnion,
    names: &[Option<Identifier>],
    file: &mut SourceFile<'_>,
) {
    let mut methods: Vec<TokenStream> = Vec::new();
    for (property, accessor) in tagged_union.properties.iter().zip(names) {
        let Some(accessor) = accessor else { continue };
        let docs = file.docs(DocComment::from_ir(
            &property.docs,
            &format!("The {} property.", markdown::code(&property.name)),
        ));
        let deprecated = deprecated(&property.docs);
        let value = value_type(property, &mut file.imports);
        let field = if property.presence == Presence::Required {
            quote!(Some(&object.#accessor))
        } else {
            quote!(object.#accessor.as_ref())
        };
        methods.push(quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #accessor(&self) -> Option<&#value> {
                match self {
                    #(Self::#variants(object) => #field,)*
                    Self::Unrecognized(_) => None,
                }
            }
        });
    }
    if !methods.is_empty() {
        file.item(quote!(impl #name { #(#methods)* }));
    }
}
