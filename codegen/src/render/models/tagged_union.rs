//! Tagged unions: an enum over the objects that a discriminator distinguishes.

use std::fmt::Write as _;

use quote::quote;

use crate::ir::{TaggedUnion, TaggedVariant, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, provenance};
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::types::{to_source, value_type};

use super::object::presence_keyword;

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
        "The member {} tells which of them it is.",
        markdown::code(&tagged_union.tag)
    ));
    docs.external(&definition.docs);
    let docs = file.docs(docs);
    let deprecated = deprecated(&definition.docs);
    let mut variants = Vec::new();
    let mut table = format!("polymorphic! {{\n    {name} by {:?} {{\n", tagged_union.tag);
    for (variant, variant_name) in tagged_union.variants.iter().zip(&names.parts) {
        let ty = file.imports.named(variant.ty);
        let tags = tags(variant);
        let literals: Vec<String> = tags.iter().map(|tag| format!("{tag:?}")).collect();
        append!(
            table,
            "        {} => {variant_name}({}),\n",
            literals.join(" | "),
            to_source(&ty)
        );
        let codes: Vec<String> = tags.iter().map(|tag| markdown::code(tag)).collect();
        let docs = file.docs(DocComment::line(&format!("{}.", codes.join(" or "))));
        variants.push(quote!(#docs #variant_name(Box<#ty>),));
    }
    let data = file.imports.runtime("AdditionalData");
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " An object whose discriminator names no type of the document, kept as it came."]
            Unrecognized(#data),
        }
    });
    if let Some(index) = tagged_union.untagged
        && let (Some(variant), Some(variant_name)) =
            (tagged_union.variants.get(index), names.parts.get(index))
    {
        let ty = file.imports.named(variant.ty);
        append!(table, "        _ => {variant_name}({}),\n", to_source(&ty));
    }
    table.push_str("    }\n");
    accessors(tagged_union, &names.accessors, &mut table, file);
    table.push('}');
    let _ = file.imports.runtime("polymorphic");
    file.text_item(table);
}

/// Returns the discriminator values of a variant: those of the mapping, or the name of its schema.
fn tags(variant: &TaggedVariant) -> &[String] {
    if variant.tags.is_empty() {
        std::slice::from_ref(&variant.schema)
    } else {
        &variant.tags
    }
}

/// Adds the accessors of the properties that all variants have to the table.
fn accessors(
    tagged_union: &TaggedUnion,
    names: &[Option<Identifier>],
    table: &mut String,
    file: &mut SourceFile<'_>,
) {
    for (property, accessor) in tagged_union.properties.iter().zip(names) {
        let Some(accessor) = accessor else { continue };
        let docs = DocComment::from_ir(
            &property.docs,
            &format!("The {} member.", markdown::code(&property.name)),
        );
        table.push_str(&docs.outer("    "));
        if property.docs.deprecated {
            table.push_str("    #[deprecated]\n");
        }
        let value = value_type(property, &mut file.imports);
        append!(
            table,
            "    {} {accessor}: {},\n",
            presence_keyword(property.presence),
            to_source(&value)
        );
    }
}
