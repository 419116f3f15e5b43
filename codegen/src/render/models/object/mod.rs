//! Objects: a struct, and the `object!` table that the runtime decodes and encodes it by.

pub(super) mod constructor;
pub(super) mod docs;

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AdditionalProperties, Constraint, Object, Presence, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, sentences};
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::types::{field_type, type_tokens};

pub(super) fn render(cx: &Context<'_>, id: TypeId, object: &Object, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let name = &names.name;
    let docs = file.docs(docs::type_docs(cx, id));
    let deprecated_type = deprecated(&definition.docs);
    let default = object.is_all_optional().then(|| quote!(Default,));
    let non_exhaustive = (!definition.usage.sent).then(|| quote!(#[non_exhaustive]));
    let fields: Vec<TokenStream> = object
        .properties
        .iter()
        .zip(&names.parts)
        .map(|(property, field)| {
            let docs = file.docs(docs::property_docs(cx, id, property, field));
            let deprecated = deprecated(&property.docs);
            let ty = field_type(property, &mut file.imports);
            quote!(#docs #deprecated pub #field: #ty,)
        })
        .collect();
    let additional = additional_field(&object.additional, definition.usage.sent, file);
    file.item(quote! {
        #docs
        #deprecated_type
        #[derive(Clone, Debug, #default PartialEq)]
        #non_exhaustive
        pub struct #name {
            #(#fields)*
            #additional
        }
    });
    if !object.is_all_optional() {
        constructor::render(cx, id, object, file);
    }
    table(cx, name, object, &names.parts, file);
}

/// Returns the field for the additional properties.
fn additional_field(
    additional: &AdditionalProperties,
    is_sent: bool,
    file: &mut SourceFile<'_>,
) -> Option<TokenStream> {
    match additional {
        AdditionalProperties::None => None,
        AdditionalProperties::Any => {
            let data = file.imports.runtime("AdditionalData");
            Some(quote! {
                #[doc = " Members that the document does not declare, kept as they came and written back."]
                pub additional_data: #data,
            })
        }
        AdditionalProperties::Typed(property) => {
            let map = file.imports.std("collections", "BTreeMap");
            let ty = type_tokens(&property.ty, &mut file.imports);
            let mut docs = DocComment::line("All other members.");
            if is_sent && let Some(values) = Constraint::values(&property.constraints) {
                docs.paragraph(&sentences::constraints(&[values]).join(" "));
            }
            let docs = file.docs(docs);
            Some(quote! {
                #docs
                pub additional_properties: #map<String, #ty>,
            })
        }
    }
}

/// Adds the `object!` table.
fn table(
    cx: &Context<'_>,
    name: &Identifier,
    object: &Object,
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) {
    let _ = file.imports.runtime("object");
    let mut table = format!("object! {{\n    {} {name} {{\n", cx.decoding_mode());
    for (property, field) in object.properties.iter().zip(fields) {
        let presence = presence_keyword(property.presence);
        append!(table, "        {presence} {field} = {:?}", property.name);
        for alias in &property.aliases {
            append!(table, " | {alias:?}");
        }
        table.push_str(",\n");
    }
    match &object.additional {
        AdditionalProperties::None => {}
        AdditionalProperties::Any if object.closed => {
            table.push_str("        ..additional_data: closed\n");
        }
        AdditionalProperties::Any => table.push_str("        ..additional_data\n"),
        AdditionalProperties::Typed(_) => table.push_str("        ..additional_properties\n"),
    }
    table.push_str("    }\n}");
    file.text_item(table);
}

/// Returns the keyword for a presence in the runtime's tables.
pub(super) fn presence_keyword(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional | Presence::OptionalNullable => "optional",
    }
}
