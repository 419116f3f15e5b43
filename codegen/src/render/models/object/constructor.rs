//! The constructor of an object with required properties.

use proc_macro2::TokenStream;
use quote::quote;

use serde_json::Value;

use crate::ir::json_value::equal;
use crate::ir::{AdditionalProperties, Object, Presence, Property, Type, TypeId, TypeKind};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::literals::json;
use crate::render::syntax::types::type_tokens;

/// Adds the function `new`, which takes the required fields apart from discriminators with only one
/// choice.
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
        if let Some(tag) = &property.tag {
            let value = tag_value(cx, property, tag, file);
            fields.push(quote!(#field: #value));
            continue;
        }
        let value_type = type_tokens(&property.ty, &mut file.imports);
        let is_convertible = match cx.api.resolve_alias(&property.ty) {
            Type::String | Type::Secret => true,
            Type::Named(id) => matches!(cx.api.definition(*id).kind, TypeKind::External(_)),
            _ => false,
        };
        let (argument, value) = if is_convertible {
            (quote!(impl Into<#value_type>), quote!(#field.into()))
        } else {
            (value_type, quote!(#field))
        };
        arguments.push(quote!(#field: #argument));
        fields.push(match (property.boxed, is_convertible) {
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
    let default = arguments.is_empty().then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
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
    if let Some(default) = default {
        file.item(default);
    }
}

/// Returns the expression of the discriminator of a new object.
fn tag_value(
    cx: &Context<'_>,
    property: &Property,
    tag: &Value,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let Type::Named(id) = cx.api.resolve_alias(&property.ty) else {
        let literal = json(tag);
        return match tag {
            Value::String(_) => quote!(#literal.to_owned()),
            _ => literal,
        };
    };
    let position = match &cx.api.definition(*id).kind {
        TypeKind::StringEnum(string_enum) => {
            let mut values = string_enum.values.iter();
            values.position(|known| *tag == known.value.as_str())
        }
        TypeKind::ValueEnum(value_enum) => {
            let mut values = value_enum.values.iter();
            values.position(|known| equal(&known.value, tag))
        }
        _ => None,
    };
    let variant = position.map(|position| &cx.names.of(*id).parts[position]);
    let name = file.imports.named(*id);
    quote!(#name::#variant)
}
