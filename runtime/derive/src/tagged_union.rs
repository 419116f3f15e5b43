//! `TaggedUnion`: enums over objects that a discriminator distinguishes.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Error, LitStr, Result, Type, Variant};

use crate::attributes::{TypeSettings, single};
use crate::codec;
use crate::syntax::{argument, single_field, variants};
use crate::variant_attribute::{TagLiteral, VariantAttribute};

/// A type of the union.
struct TaggedVariant<'i> {
    name: &'i Ident,
    ty: &'i Type,
    tags: Vec<TagLiteral>,
    /// Whether it is the type of objects without a discriminator.
    untagged: bool,
    /// Whether it is also the type of objects with an unknown discriminator.
    unknown: bool,
}

impl<'i> TaggedVariant<'i> {
    fn parse(variant: &'i Variant) -> Result<Self> {
        let ty = argument(single_field(variant)?, "Box").ok_or_else(|| {
            Error::new_spanned(&variant.fields, "expected a boxed object, `Box<T>`")
        })?;
        let attribute = VariantAttribute::parse(variant, &["untagged", "unknown"])?;
        if attribute.tags.is_empty() {
            return Err(Error::new_spanned(
                &variant.ident,
                "expected the attribute `variant` with a value of the discriminator",
            ));
        }
        Ok(Self {
            name: &variant.ident,
            ty,
            untagged: attribute.has("untagged"),
            unknown: attribute.has("unknown"),
            tags: attribute.tags,
        })
    }
}

/// Expands the derive macro.
#[expect(clippy::too_many_lines, reason = "most of it is one quoted expansion")]
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let (variants, unrecognized) = variants(input, "TaggedUnion")?;
    let mut tag: Option<LitStr> = None;
    let settings = TypeSettings::parse(&input.attrs, "tagged_union", |meta| {
        let is_tag = meta.path.is_ident("tag");
        if is_tag {
            tag = Some(meta.value()?.parse()?);
        }
        Ok(is_tag)
    })?;
    let tag = tag.ok_or_else(|| {
        Error::new_spanned(
            &input.ident,
            "expected the name of the discriminator: `#[tagged_union(tag = \"…\")]`",
        )
    })?;
    if let Some(attribute) = single(&unrecognized.attrs, "variant")? {
        return Err(Error::new_spanned(
            attribute,
            "the variant of unrecognized objects has no discriminator",
        ));
    }
    let variants = variants
        .into_iter()
        .map(TaggedVariant::parse)
        .collect::<Result<Vec<_>>>()?;
    let mut untagged = variants.iter().filter(|variant| variant.untagged);
    let base = untagged.next();
    if let Some(second) = untagged.next() {
        return Err(Error::new(
            second.name.span(),
            "only one variant can be `untagged`",
        ));
    }
    if let Some(variant) = variants.iter().find(|one| one.unknown && !one.untagged) {
        return Err(Error::new(
            variant.name.span(),
            "a variant that is `unknown` must be `untagged`, too",
        ));
    }
    let base_has_unknown_tags = base.is_some_and(|variant| variant.unknown);
    let runtime = settings.runtime();
    let (name, unrecognized) = (&input.ident, &unrecognized.ident);
    let names: Vec<&Ident> = variants.iter().map(|variant| variant.name).collect();
    let types: Vec<&Type> = variants.iter().map(|variant| variant.ty).collect();
    let tags = variants.iter().map(|variant| {
        let texts = variant.tags.iter().map(|tag| &tag.text);
        quote!(#(#texts)|*)
    });
    let mut all_tags = variants.iter().flat_map(|variant| &variant.tags);
    let has_string_tags = all_tags.all(|tag| tag.is_string);
    let first_tags = variants.iter().map(|variant| &variant.tags[0].value);
    let (base, base_may_be_empty) = match base {
        Some(base) => {
            let (name, ty) = (base.name, base.ty);
            (
                quote!(::core::option::Option::Some(__Variant::#name)),
                quote!(<#ty as #runtime::__private::Object>::MAY_BE_EMPTY),
            )
        }
        None => (quote!(::core::option::Option::None), quote!(false)),
    };
    let codec = codec::implement(
        &runtime,
        name,
        &quote!(#runtime::__private::decode_tagged_union),
        &quote!(#runtime::__private::TaggedUnion::write),
        &quote! {
            const JSON_TYPES: #runtime::decode::JsonTypes = #runtime::decode::JsonTypes::OBJECT;
        },
    );
    Ok(quote! {
        const _: () = {
            #[derive(Clone, Copy, PartialEq)]
            pub enum __Variant {
                #(#names,)*
            }

            #[automatically_derived]
            impl #runtime::__private::TaggedUnion for #name {
                type Variant = __Variant;

                const TAG: &'static str = #tag;
                const HAS_STRING_TAGS: bool = #has_string_tags;
                const BASE: ::core::option::Option<__Variant> = #base;
                const BASE_MAY_BE_EMPTY: bool = #base_may_be_empty;
                const BASE_HAS_UNKNOWN_TAGS: bool = #base_has_unknown_tags;

                fn variant(tag: &str) -> ::core::option::Option<__Variant> {
                    match tag {
                        #(#tags => ::core::option::Option::Some(__Variant::#names),)*
                        _ => ::core::option::Option::None,
                    }
                }

                fn read<'de, A: #runtime::__private::MapAccess<'de>>(
                    variant: __Variant,
                    members: #runtime::__private::Members<'_, 'de, A>,
                    context: #runtime::Context<'_>,
                ) -> ::core::result::Result<Self, A::Error> {
                    match variant {
                        #(__Variant::#names => {
                            #runtime::__private::read_object(members, context).map(Self::#names)
                        })*
                    }
                }

                fn unrecognized(object: #runtime::AdditionalData) -> Self {
                    Self::#unrecognized(object)
                }

                fn write<S: #runtime::__private::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        #(Self::#names(object) => {
                            #runtime::__private::encode_variant::<Self, _, _>(
                                &**object, __Variant::#names, #first_tags, serializer,
                            )
                        })*
                        Self::#unrecognized(object) => {
                            #runtime::__private::Serialize::serialize(object, serializer)
                        }
                    }
                }
            }
        };

        #(
            #[automatically_derived]
            impl ::core::convert::From<#types> for #name {
                fn from(object: #types) -> Self {
                    Self::#names(::std::boxed::Box::new(object))
                }
            }
        )*

        #codec
    })
}
