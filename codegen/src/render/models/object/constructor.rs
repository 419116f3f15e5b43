//! The constructor of an object with required properties.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AdditionalProperties, Object, Presence, Type, TypeId};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::type_tokens;

/// Adds the function `new`, which takes the required fields.
pub(in crate::render::models) fn render(
    cx: &Context<'_>,
    id: TypeId,
    object: &Object,
    has_explicit_nulls: bool,
    file: &mut SourceFile<'_>,
) {
    let names = cx.names.of(id);
    let name = &names.name;
    let mut arguments = Vec::new();
    let mut fields: Vec<TokenStream> = Vec::new();
    for (property, field) in object.properties.iter().zip(&names.parts) {
        if property.presence != Presence::Required {
            fields.push(quote!(#field: None));
            continue;
        }
        let value_type = type_tokens(&property.ty, &mut file.imports);
        let is_string = matches!(
            cx.api.resolve_alias(&property.ty),
            Type::String | Type::Secret
        );
        let (argument, value) = if is_string {
            (quote!(impl Into<#value_type>), quote!(#field.into()))
        } else {
            (value_type, quote!(#field))
        };
        arguments.push(quote!(#field: #argument));
        fields.push(match (property.boxed, is_string) {
            (true, _) => quote!(#field: Box::new(#value)),
            (false, true) => quote!(#field: #value),
            (false, false) => value,
        });
    }
    match &object.additional {
        AdditionalProperties::None => {}
        AdditionalProperties::Any => {
            let data = file.imports.runtime("AdditionalData");
            fields.push(quote!(additional_data: #data::new()));
        }
        AdditionalProperties::Typed(_) => {
            let map = file.imports.std("collections", "BTreeMap");
            fields.push(quote!(additional_properties: #map::new()));
        }
    }
    if has_explicit_nulls {
        let nulls = file.imports.runtime("ExplicitNulls");
        fields.push(quote!(explicit_nulls: #nulls::default()));
    }
    let allow = (arguments.len() > 7).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    file.item(quote! {
        impl #name {
            #[doc = " Creates a value with all required fields."]
            #[must_use]
            #allow
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields),* }
            }
        }
    });
}
