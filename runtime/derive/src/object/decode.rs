//! Decoding of objects: in place if all properties are optional and have one name, otherwise after
//! all required ones are decoded.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::properties::{Presence, Properties};

/// The items that decode an object.
pub(super) struct Decoding {
    /// The functions of `Object`.
    pub(super) from_members: TokenStream,
    /// The implementation of `InPlace`.
    pub(super) in_place: Option<TokenStream>,
}

/// Returns the items that decode an object.
pub(super) fn implement(
    runtime: &TokenStream,
    name: &Ident,
    properties: &Properties<'_>,
) -> Decoding {
    let mut list = properties.list.iter();
    let is_in_place =
        list.all(|property| property.presence == Presence::Optional && property.aliases.is_empty());
    if is_in_place {
        Decoding {
            from_members: from_members_in_place(runtime),
            in_place: Some(in_place(runtime, name, properties)),
        }
    } else {
        Decoding {
            from_members: from_members(runtime, properties),
            in_place: None,
        }
    }
}

fn from_members_in_place(runtime: &TokenStream) -> TokenStream {
    quote! {
        fn from_members<'de, A: #runtime::__private::MapAccess<'de>>(
            members: #runtime::__private::Members<'_, 'de, A>,
            context: #runtime::Context<'_>,
        ) -> ::core::result::Result<Self, A::Error> {
            let mut object = #runtime::__private::InPlace::empty();
            #runtime::__private::InPlace::read(&mut object, members, context)?;
            ::core::result::Result::Ok(object)
        }

        fn boxed_from_members<'de, A: #runtime::__private::MapAccess<'de>>(
            members: #runtime::__private::Members<'_, 'de, A>,
            context: #runtime::Context<'_>,
        ) -> ::core::result::Result<::std::boxed::Box<Self>, A::Error> {
            let mut object = ::std::boxed::Box::new(#runtime::__private::InPlace::empty());
            #runtime::__private::InPlace::read(&mut *object, members, context)?;
            ::core::result::Result::Ok(object)
        }
    }
}

fn in_place(runtime: &TokenStream, name: &Ident, properties: &Properties<'_>) -> TokenStream {
    let fields = properties.list.iter().map(|property| property.field);
    let defaults = (properties.additional.iter()).chain(&properties.explicit_nulls);
    let reads = properties.list.iter().map(|property| {
        let (field, name) = (property.field, &property.name);
        quote! {
            #name => #runtime::__private::optional::read(
                &mut self.#field, #name, &mut members, context,
            )?,
        }
    });
    let extra = if let Some(field) = properties.additional {
        quote!(&mut self.#field)
    } else {
        quote!(&mut #runtime::__private::DenyUnknown)
    };
    quote! {
        #[automatically_derived]
        impl #runtime::__private::InPlace for #name {
            #[inline]
            fn empty() -> Self {
                Self {
                    #(#fields: ::core::option::Option::None,)*
                    #(#defaults: ::core::default::Default::default(),)*
                }
            }

            fn read<'de, A: #runtime::__private::MapAccess<'de>>(
                &mut self,
                mut members: #runtime::__private::Members<'_, 'de, A>,
                context: #runtime::Context<'_>,
            ) -> ::core::result::Result<(), A::Error> {
                while let ::core::option::Option::Some(name) = members.name(context)? {
                    match &*name {
                        #(#reads)*
                        _ => {
                            #runtime::__private::note_unknown::<Self>(context);
                            #runtime::__private::AdditionalProperties::read(
                                #extra, name, &mut members, context,
                            )?;
                        }
                    }
                }
                #runtime::__private::AdditionalProperties::finish(#extra);
                ::core::result::Result::Ok(())
            }
        }
    }
}

fn from_members(runtime: &TokenStream, properties: &Properties<'_>) -> TokenStream {
    let slots = properties.list.iter().enumerate().map(|(index, property)| {
        let (kind, field) = (property.kind(), slot_name(index));
        let slot = quote!(#runtime::__private::#kind::slot());
        if property.aliases.is_empty() {
            quote!(let mut #field = #slot;)
        } else {
            quote!(let mut #field = #runtime::__private::Aliased::new(#slot);)
        }
    });
    let reads = properties
        .list
        .iter()
        .enumerate()
        .flat_map(|(index, property)| {
            let (field, first) = (slot_name(index), &property.name);
            property.names().map(move |name| {
                quote! {
                    #name => #runtime::__private::FieldSlot::read(
                        &mut #field, &mut members, context, (#name, #first), &mut extra,
                    )?,
                }
            })
        });
    let takes = properties.list.iter().enumerate().map(|(index, property)| {
        let (field, slot, name) = (property.field, slot_name(index), &property.name);
        quote!(#field: #runtime::__private::FieldSlot::take(#slot, context, #name)?,)
    });
    let extra = if properties.additional.is_some() {
        quote!(::core::default::Default::default())
    } else {
        quote!(#runtime::__private::DenyUnknown)
    };
    let additional = properties.additional.map(|field| quote!(#field: extra,));
    let nulls = properties
        .explicit_nulls
        .map(|field| quote!(#field: ::core::default::Default::default(),));
    quote! {
        fn from_members<'de, A: #runtime::__private::MapAccess<'de>>(
            mut members: #runtime::__private::Members<'_, 'de, A>,
            context: #runtime::Context<'_>,
        ) -> ::core::result::Result<Self, A::Error> {
            #(#slots)*
            let mut extra = #extra;
            while let ::core::option::Option::Some(name) = members.name(context)? {
                match &*name {
                    #(#reads)*
                    _ => {
                        #runtime::__private::note_unknown::<Self>(context);
                        #runtime::__private::AdditionalProperties::read(
                            &mut extra, name, &mut members, context,
                        )?;
                    }
                }
            }
            #runtime::__private::AdditionalProperties::finish(&mut extra);
            ::core::result::Result::Ok(Self {
                #(#takes)*
                #additional
                #nulls
            })
        }
    }
}

/// Returns the variable of a field while it is decoded. The name of the field could be that of
/// another variable.
fn slot_name(index: usize) -> Ident {
    format_ident!("field_{index}")
}
