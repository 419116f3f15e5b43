//! `Union`: enums over alternatives that a discriminator alone does not distinguish.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, LitStr, Result, Type};

use crate::attributes::TypeSettings;
use crate::codec;
use crate::syntax::{single_field, unboxed, variants};
use crate::variant_attribute::VariantAttribute;

/// Expands the derive macro.
#[expect(clippy::too_many_lines, reason = "most of it is one quoted expansion")]
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let (variants, unrecognized) = variants(input, "Union")?;
    let mut tag: Option<LitStr> = None;
    let mut any_of = false;
    let settings = TypeSettings::parse(&input.attrs, "union", |meta| {
        if meta.path.is_ident("tag") {
            tag = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("any_of") {
            any_of = true;
        } else {
            return Ok(false);
        }
        Ok(true)
    })?;
    let runtime = settings.runtime();
    let lenient = settings.lenient;
    let tag = tag.map_or_else(String::new, |tag| tag.value());
    let (name, unrecognized) = (&input.ident, &unrecognized.ident);
    let attributes = variants
        .iter()
        .map(|variant| VariantAttribute::parse(variant, &["no_from"]))
        .collect::<Result<Vec<_>>>()?;
    let types = variants
        .iter()
        .map(|variant| single_field(variant).map(unboxed))
        .collect::<Result<Vec<&Type>>>()?;
    let names: Vec<&Ident> = variants.iter().map(|variant| &variant.ident).collect();
    let tags = attributes.iter().map(|attribute| {
        let texts = attribute.tags.iter().map(|tag| &tag.text);
        quote!(#(#texts),*)
    });
    let conversions = names.iter().zip(&types).zip(&attributes);
    let conversions = conversions
        .filter(|&((_variant, _ty), attribute)| !attribute.has("no_from"))
        .map(|((variant, ty), _attribute)| {
            quote! {
                #[automatically_derived]
                impl ::core::convert::From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant(::core::convert::Into::into(value))
                    }
                }
            }
        });
    let codec = codec::implement(
        &runtime,
        name,
        &quote!(#runtime::__private::decode_union),
        &quote!(#runtime::__private::Union::write),
        &quote! {
            const JSON_TYPES: #runtime::decode::JsonTypes = #runtime::decode::JsonTypes::NONE
                #(.or(<#types as #runtime::Decode>::JSON_TYPES))*;
        },
    );
    Ok(quote! {
        const _: () = {
            #[derive(Clone, Copy)]
            pub enum __Variant {
                #(#names,)*
            }

            #[automatically_derived]
            impl #runtime::__private::Union for #name {
                type Variant = __Variant;

                const LENIENT: bool = #lenient;
                const ANY_OF: bool = #any_of;
                const TAG: &'static str = #tag;
                const VARIANTS: &'static [#runtime::__private::UnionVariant<__Variant>] = &[
                    #(#runtime::__private::UnionVariant {
                        variant: __Variant::#names,
                        json_types: <#types as #runtime::Decode>::JSON_TYPES,
                        tags: &[#tags],
                    },)*
                ];

                fn read<'de, __D: #runtime::__private::Deserializer<'de>>(
                    variant: __Variant,
                    deserializer: __D,
                    context: #runtime::Context<'_>,
                ) -> ::core::result::Result<Self, __D::Error> {
                    match variant {
                        #(__Variant::#names => {
                            <#types as #runtime::Decode>::decode(deserializer, context)
                                .map(|value| Self::#names(::core::convert::Into::into(value)))
                        })*
                    }
                }

                fn has_required(variant: __Variant, has: &dyn ::core::ops::Fn(&str) -> bool) -> bool {
                    match variant {
                        #(__Variant::#names => <#types as #runtime::Decode>::has_required(has),)*
                    }
                }

                fn declares(variant: __Variant, name: &str) -> bool {
                    match variant {
                        #(__Variant::#names => <#types as #runtime::Decode>::declares(name),)*
                    }
                }

                fn unrecognized(value: #runtime::Value) -> Self {
                    Self::#unrecognized(value)
                }

                fn write<S: #runtime::__private::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        #(Self::#names(value) => {
                            #runtime::__private::Serialize::serialize(value, serializer)
                        })*
                        Self::#unrecognized(value) => {
                            #runtime::__private::Serialize::serialize(value, serializer)
                        }
                    }
                }
            }
        };

        #[automatically_derived]
        impl #name {
            /// Decodes the value as another type, for instance as the alternative that the caller
            /// expects.
            ///
            /// # Errors
            ///
            /// If the value does not match the type.
            pub fn read_as<T: #runtime::Decode>(
                &self,
            ) -> ::core::result::Result<T, #runtime::DecodeError> {
                #runtime::__private::read_as(self)
            }
        }

        #(#conversions)*

        #codec
    })
}
