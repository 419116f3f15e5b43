//! `Newtype`: structs with one unnamed field.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Result};

use crate::attributes::TypeSettings;
use crate::codec;
use crate::syntax::{refuse_generics, wrong_item};

/// Expands the derive macro.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    refuse_generics(input)?;
    let ty = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(&fields.unnamed[0].ty),
            _ => None,
        },
        _ => None,
    };
    let ty = ty.ok_or_else(|| wrong_item(input, "Newtype", "a struct with one unnamed field"))?;
    let settings = TypeSettings::parse(&input.attrs, "newtype", |_| Ok(false))?;
    let runtime = settings.runtime();
    let name = &input.ident;
    let codec = codec::implement(
        &runtime,
        name,
        &quote!(decode),
        &quote!(encode),
        &quote! {
            const JSON_TYPES: #runtime::decode::JsonTypes = <#ty as #runtime::Decode>::JSON_TYPES;
        },
    );
    Ok(quote! {
        #[automatically_derived]
        impl ::core::convert::From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }

        const _: () = {
            fn decode<'de, __D: #runtime::__private::Deserializer<'de>>(
                deserializer: __D,
                context: #runtime::Context<'_>,
            ) -> ::core::result::Result<#name, __D::Error> {
                <#ty as #runtime::Decode>::decode(deserializer, context).map(#name)
            }

            fn encode<__S: #runtime::__private::Serializer>(
                value: &#name,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #runtime::__private::Serialize::serialize(&value.0, serializer)
            }

            #codec
        };
    })
}
