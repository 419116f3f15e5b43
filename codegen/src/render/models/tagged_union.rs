//! Polymorphic types: an enum over the objects that a discriminator names.

use std::fmt::Write as _;

use quote::quote;

use crate::ir::{TaggedUnion, TypeId};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::object;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, family: &TaggedUnion, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let (name, variants) = (&names.name, &names.parts);
    let mut docs = Docs::of(
        &definition.docs,
        &crate::render::docs::provenance::described(cx, id, "One of several objects"),
    );
    docs.paragraph(&format!(
        "The member {} tells which of them it is.",
        markdown::code(&family.tag)
    ));
    docs.external(&definition.docs);
    let docs = docs.attributes(file);
    let deprecated = object::deprecated(&definition.docs);
    let mut arms = Vec::new();
    let mut table = format!("polymorphic! {{\n    {name} by {:?} {{\n", family.tag);
    for (variant, arm) in variants.iter().zip(&family.variants) {
        let of = file.imports.named(arm.ty);
        // Where the mapping does not name a type, its schema's name does.
        let implied = std::slice::from_ref(&arm.schema);
        let tags = if arm.tags.is_empty() {
            implied
        } else {
            arm.tags.as_slice()
        };
        let literals: Vec<String> = tags.iter().map(|tag| format!("{tag:?}")).collect();
        append!(
            table,
            "        {} => {variant}({}),\n",
            literals.join(" | "),
            compact(&of)
        );
        let docs = Docs::line(&format!(
            "{}.",
            tags.iter()
                .map(|tag| markdown::code(tag))
                .collect::<Vec<_>>()
                .join(" or ")
        ));
        let docs = docs.attributes(file);
        arms.push(quote!(#docs #variant(Box<#of>),));
    }
    let data = file.imports.runtime("AdditionalData");
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#arms)*
            #[doc = " An object whose discriminator names no type of the document, kept as it came."]
            Unrecognized(#data),
        }
    });
    if let Some((variant, arm)) = family
        .untagged
        .and_then(|place| Some((variants.get(place)?, family.variants.get(place)?)))
    {
        let of = file.imports.named(arm.ty);
        append!(table, "        _ => {variant}({}),\n", compact(&of));
    }
    table.push_str("    }\n");
    for (property, accessor) in family.properties.iter().zip(&names.accessors) {
        let Some(accessor) = accessor else { continue };
        let docs = Docs::of(
            &property.docs,
            &format!("The {} member.", markdown::code(&property.name)),
        );
        table.push_str(&docs.lines("    "));
        if property.docs.deprecated {
            table.push_str("    #[deprecated]\n");
        }
        let value = types::of_value(property, &mut file.imports);
        append!(
            table,
            "    {} {accessor}: {},\n",
            object::presence(property.presence),
            compact(&value)
        );
    }
    table.push('}');
    let _ = file.imports.runtime("polymorphic");
    file.text_item(table);
}

/// Tokens of a type as one writes it.
pub(crate) fn compact(tokens: &proc_macro2::TokenStream) -> String {
    tokens
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace("< ", "<")
}
