//! `StringEnum` and `ValueEnum`: enums of listed values, open to others.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{
    DeriveInput, Error, Fields, GenericArgument, LitStr, PathArguments, Result, Type, Variant,
};

use crate::attributes::{TypeSettings, single};
use crate::codec;
use crate::syntax::{single_field, variants};

/// Returns the arguments of `#[value(…)]`, which all listed variants have.
fn value<T>(variant: &Variant, parse: impl FnOnce(&syn::Attribute) -> Result<T>) -> Result<T> {
    if !matches!(variant.fields, Fields::Unit) {
        return Err(Error::new_spanned(
            &variant.fields,
            "a listed value has no fields",
        ));
    }
    let attribute = single(&variant.attrs, "value")?.ok_or_else(|| {
        Error::new_spanned(
            &variant.ident,
            "expected the attribute `value`: `#[value(…)]`",
        )
    })?;
    parse(attribute)
}

/// Expands `StringEnum`.
pub(crate) fn expand_strings(input: &DeriveInput) -> Result<TokenStream> {
    let (variants, unrecognized) = variants(input, "StringEnum")?;
    let settings = TypeSettings::parse(&input.attrs, "string_enum", |_| Ok(false))?;
    let runtime = settings.runtime();
    let lenient = settings.lenient;
    let (name, unrecognized) = (&input.ident, &unrecognized.ident);
    let texts = variants
        .iter()
        .map(|variant| value(variant, syn::Attribute::parse_args::<LitStr>))
        .collect::<Result<Vec<_>>>()?;
    let names: Vec<&Ident> = variants.iter().map(|variant| &variant.ident).collect();
    let codec = codec::implement(
        &runtime,
        name,
        &quote!(#runtime::__private::decode_string_enum),
        &quote!(#runtime::__private::encode_string_enum),
        &quote! {
            const JSON_TYPES: #runtime::decode::JsonTypes = #runtime::decode::JsonTypes::STRING;

            fn decode_text<E: #runtime::__private::Error>(
                text: ::std::string::String,
                context: #runtime::Context<'_>,
            ) -> ::core::result::Result<Self, E> {
                ::core::result::Result::Ok(#runtime::__private::known_text(text, context))
            }
        },
    );
    Ok(quote! {
        #[automatically_derived]
        impl #name {
            /// All values that the OpenAPI document lists, in its order.
            pub const KNOWN: &'static [Self] = &[#(Self::#names),*];

            /// Returns the string of the value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::#unrecognized(text) => text.as_str(),
                }
            }
        }

        #[automatically_derived]
        impl #runtime::StringEnum for #name {
            const LENIENT: bool = #lenient;
            const KNOWN: &'static [Self] = Self::KNOWN;

            fn as_str(&self) -> &str {
                self.as_str()
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    #(#texts => ::core::option::Option::Some(Self::#names),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn unrecognized(text: #runtime::Unrecognized<Self>) -> Self {
                Self::#unrecognized(text)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for #name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&str> for #name {
            fn from(text: &str) -> Self {
                #runtime::__private::read_text(text)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<::std::string::String> for #name {
            fn from(text: ::std::string::String) -> Self {
                #runtime::__private::read_text(text)
            }
        }

        #codec
    })
}

/// Returns the type of the values: `V` in `Unrecognized(Unrecognized<Self, V>)`.
fn value_type(unrecognized: &Variant) -> Result<&Type> {
    let ty = single_field(unrecognized)?;
    if let Type::Path(path) = ty
        && let Some(segment) = path.path.segments.last()
        && let PathArguments::AngleBracketed(arguments) = &segment.arguments
        && let Some(GenericArgument::Type(value)) = arguments.args.iter().nth(1)
    {
        return Ok(value);
    }
    Err(Error::new_spanned(
        ty,
        "expected `Unrecognized<Self, V>`, where `V` is the type of the values",
    ))
}

/// Expands `ValueEnum`.
pub(crate) fn expand_values(input: &DeriveInput) -> Result<TokenStream> {
    let (variants, unrecognized) = variants(input, "ValueEnum")?;
    let settings = TypeSettings::parse(&input.attrs, "value_enum", |_| Ok(false))?;
    let runtime = settings.runtime();
    let lenient = settings.lenient;
    let ty = value_type(unrecognized)?;
    let (name, unrecognized) = (&input.ident, &unrecognized.ident);
    let values = variants
        .iter()
        .map(|variant| value(variant, syn::Attribute::parse_args::<TokenStream>))
        .collect::<Result<Vec<_>>>()?;
    let names: Vec<&Ident> = variants.iter().map(|variant| &variant.ident).collect();
    let codec = codec::implement(
        &runtime,
        name,
        &quote!(#runtime::__private::decode_value_enum),
        &quote!(#runtime::__private::encode_value_enum),
        &quote! {
            const JSON_TYPES: #runtime::decode::JsonTypes = <#ty as #runtime::Decode>::JSON_TYPES;
        },
    );
    Ok(quote! {
        #[automatically_derived]
        impl #name {
            /// All values that the OpenAPI document lists, in its order.
            pub const KNOWN: &'static [Self] = &[#(Self::#names),*];

            /// Returns the JSON value.
            #[must_use]
            pub fn value(&self) -> #ty {
                match self {
                    #(Self::#names => <#ty as ::core::convert::From<_>>::from(#values),)*
                    Self::#unrecognized(other) => ::core::clone::Clone::clone(other.get()),
                }
            }
        }

        #[automatically_derived]
        impl #runtime::ValueEnum for #name {
            type Value = #ty;

            const LENIENT: bool = #lenient;
            const KNOWN: &'static [Self] = Self::KNOWN;

            fn value(&self) -> #ty {
                self.value()
            }

            fn known(value: &#ty) -> ::core::option::Option<Self> {
                #(if *value == #values {
                    return ::core::option::Option::Some(Self::#names);
                })*
                ::core::option::Option::None
            }

            fn unrecognized(other: #runtime::Unrecognized<Self, #ty>) -> Self {
                Self::#unrecognized(other)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::EnumValue::show(&self.value(), f)
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for #name {
            type Err = #runtime::FormatError;

            fn from_str(text: &str) -> ::core::result::Result<Self, #runtime::FormatError> {
                #runtime::__private::parse_value_enum(text)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<#ty> for #name {
            fn from(value: #ty) -> Self {
                #runtime::__private::read_value(value)
            }
        }

        #codec
    })
}
