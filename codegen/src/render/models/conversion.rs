//! Conversions from the received shape of a type to its sent shape.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::visit::for_each_type_id_in;
use crate::ir::{
    AdditionalProperties, Conversion, FieldSource, Object, Origin, Presence, Property, Type,
    TypeId, TypeKind, UnionVariant,
};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::nulls::has_explicit_nulls;

/// Adds the implementation of `From` the received type.
pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let Some(conversion) = &definition.conversion else {
        return;
    };
    let value = match &definition.kind {
        TypeKind::Object(object) => object_value(cx, id, object, conversion, file),
        TypeKind::Newtype(newtype) => {
            let value = convert(cx, &newtype.ty, false, &quote!(received.0));
            quote!(Self(#value))
        }
        TypeKind::TaggedUnion(union) => {
            let types = union.variants.iter().map(|_| None);
            union_value(cx, id, types, conversion, file)
        }
        TypeKind::Union(union) => {
            union_value(cx, id, union.variants.iter().map(Some), conversion, file)
        }
        _ => return,
    };
    let name = &cx.names.of(id).name;
    let from = file.imports.named(conversion.from);
    file.item(quote! {
        #[doc = " Converts a received value to one that can be sent. Fields that only the service sets"]
        #[doc = " are dropped. A null that was received is not sent."]
        impl From<#from> for #name {
            fn from(received: #from) -> Self {
                #value
            }
        }
    });
}

/// Returns the struct expression of an object.
fn object_value(
    cx: &Context<'_>,
    id: TypeId,
    object: &Object,
    conversion: &Conversion,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let sent = &cx.names.of(id).parts;
    let received = &cx.names.of(conversion.from).parts;
    let received_kind = &cx.api.definition(conversion.from).kind;
    let mut fields = Vec::new();
    let properties = object.properties.iter().zip(sent);
    for ((property, field), source) in properties.zip(&conversion.parts) {
        let (FieldSource::Same(index) | FieldSource::Within(index)) = *source else {
            fields.push(quote!(#field: None));
            continue;
        };
        let (Some(other), TypeKind::Object(received_object)) = (received.get(index), received_kind)
        else {
            continue;
        };
        let other_property = received_object.properties.get(index);
        let value = quote!(received.#other);
        let value = match source {
            FieldSource::Within(_) => convert_property(cx, property, other_property, &value),
            _ if becomes_optional(property, other_property) => quote!(Some(#value)),
            _ => value,
        };
        fields.push(quote!(#field: #value));
    }
    match (
        &object.additional,
        conversion.parts.get(object.properties.len()),
    ) {
        (AdditionalProperties::None, _) => {}
        (AdditionalProperties::Any, _) => {
            fields.push(quote!(additional_data: received.additional_data));
        }
        (AdditionalProperties::Typed(additional), Some(FieldSource::Within(_))) => {
            let value = quote!(received.additional_properties);
            let map = Type::Map(Box::new(additional.ty.clone()));
            let value = convert(cx, &map, false, &value);
            fields.push(quote!(additional_properties: #value));
        }
        (AdditionalProperties::Typed(_), _) => {
            fields.push(quote!(additional_properties: received.additional_properties));
        }
    }
    if has_explicit_nulls(cx, id, object) {
        let nulls = file.imports.runtime("ExplicitNulls");
        fields.push(quote!(explicit_nulls: #nulls::default()));
    }
    quote!(Self { #(#fields),* })
}

/// Returns whether a property is optional only where it is sent.
fn becomes_optional(property: &Property, received: Option<&Property>) -> bool {
    property.presence != Presence::Required
        && received.is_some_and(|received| received.presence == Presence::Required)
}

/// Returns the value of a field whose type has another shape where it is sent.
fn convert_property(
    cx: &Context<'_>,
    property: &Property,
    received: Option<&Property>,
    value: &TokenStream,
) -> TokenStream {
    if becomes_optional(property, received) {
        let value = convert(cx, &property.ty, property.boxed, value);
        return quote!(Some(#value));
    }
    if property.presence == Presence::Required {
        return convert(cx, &property.ty, property.boxed, value);
    }
    let function = convert_function(cx, &property.ty, property.boxed);
    quote!(#value.map(#function))
}

/// Returns the match expression of an enum, whose variants have the given alternatives, or boxed
/// objects.
fn union_value<'v>(
    cx: &Context<'_>,
    id: TypeId,
    variants: impl Iterator<Item = Option<&'v UnionVariant>>,
    conversion: &Conversion,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let from = file.imports.named(conversion.from);
    let sent = &cx.names.of(id).parts;
    let received = &cx.names.of(conversion.from).parts;
    let arms = sent.iter().zip(variants).zip(&conversion.parts);
    let arms = arms.filter_map(|((variant, alternative), source)| {
        let (FieldSource::Same(index) | FieldSource::Within(index)) = *source else {
            return None;
        };
        let other = received.get(index)?;
        let value = quote!(value);
        let value = match (source, alternative) {
            (FieldSource::Within(_), Some(alternative)) => {
                convert(cx, &alternative.ty, alternative.boxed, &value)
            }
            (FieldSource::Within(_), None) => quote!(Box::new((*value).into())),
            _ => value,
        };
        Some(quote!(#from::#other(value) => Self::#variant(#value),))
    });
    quote! {
        match received {
            #(#arms)*
            #from::Unrecognized(value) => Self::Unrecognized(value),
        }
    }
}

/// Returns an expression that converts a value to a type, or to the type in a box.
fn convert(cx: &Context<'_>, ty: &Type, boxed: bool, value: &TokenStream) -> TokenStream {
    if boxed {
        let value = convert(cx, ty, false, &quote!((*#value)));
        return quote!(Box::new(#value));
    }
    match cx.api.resolve_alias(ty) {
        Type::Array(item) => {
            let function = convert_function(cx, item, false);
            quote!(#value.into_iter().map(#function).collect())
        }
        Type::Tuple(parts) => {
            let names = (0..parts.len()).map(|index| quote::format_ident!("item_{index}"));
            let names: Vec<_> = names.collect();
            let values = parts.iter().zip(&names).map(|(part, name)| {
                if mentions_request_variant(cx, part) {
                    convert(cx, part, false, &quote!(#name))
                } else {
                    quote!(#name)
                }
            });
            quote!({
                let (#(#names,)*) = #value;
                (#(#values,)*)
            })
        }
        Type::JsonString(inner) => {
            let inner = convert(cx, inner, false, &quote!(#value.into_inner()));
            quote!((#inner).into())
        }
        Type::Map(item) => {
            let item = convert(cx, item, false, &quote!(value));
            quote!(#value.into_iter().map(|(name, value)| (name, #item)).collect())
        }
        Type::OneOrMany(item) | Type::Nullable(item) => {
            let function = convert_function(cx, item, false);
            quote!(#value.map(#function))
        }
        _ => quote!(#value.into()),
    }
}

/// Returns a function that converts a value to a type, or to the type in a box.
fn convert_function(cx: &Context<'_>, ty: &Type, boxed: bool) -> TokenStream {
    let is_container = matches!(
        cx.api.resolve_alias(ty),
        Type::Array(_)
            | Type::Tuple(_)
            | Type::JsonString(_)
            | Type::Map(_)
            | Type::OneOrMany(_)
            | Type::Nullable(_)
    );
    if !boxed && !is_container {
        return quote!(Into::into);
    }
    let value = convert(cx, ty, boxed, &quote!(value));
    quote!(|value| #value)
}

/// Returns whether a type mentions one that has another shape where it is sent.
fn mentions_request_variant(cx: &Context<'_>, ty: &Type) -> bool {
    let mut is_found = false;
    for_each_type_id_in(ty, |id| {
        let definition = cx.api.definition(id);
        is_found |= matches!(definition.origin, Origin::RequestVariant(_))
            || matches!(&definition.kind, TypeKind::Alias(target) if mentions_request_variant(cx, target));
    });
    is_found
}
