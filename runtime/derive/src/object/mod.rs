//! `Object`: structs whose fields are the properties of a JSON object.

mod decode;
mod nulls;
mod properties;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result};

use crate::attributes::TypeSettings;
use crate::codec;
use crate::syntax::{Naming, named_fields};
use properties::{Presence, Properties};

/// Expands the derive macro.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let fields = named_fields(input, "Object")?;
    let mut closed = false;
    let mut naming = Naming::CamelCase;
    let settings = TypeSettings::parse(&input.attrs, "object", |meta| {
        if meta.path.is_ident("closed") {
            closed = true;
        } else if meta.path.is_ident("rename_all") {
            naming = Naming::parse(&meta.value()?.parse()?)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    })?;
    let runtime = settings.runtime();
    let properties = Properties::parse(fields, naming)?;
    let name = &input.ident;
    let lenient = settings.lenient;
    let may_be_empty = properties
        .list
        .iter()
        .all(|property| property.presence == Presence::Optional);
    let decode = decode::implement(&runtime, name, &properties);
    let nulls = nulls::implement(&runtime, name, &properties);
    let declared = properties.list.iter().map(|property| {
        let (kind, field, name) = (property.kind(), property.field, &property.name);
        quote!(#runtime::__private::#kind::serialize(&self.#field, #name, serializer)?;)
    });
    let additional = properties
        .additional
        .map(|field| quote!(#runtime::__private::serialize_entries(&self.#field, serializer)?;));
    let explicit = properties
        .explicit_nulls
        .map(|field| quote!(#runtime::__private::serialize_nulls(&self.#field, serializer)?;));
    let required = properties.list.iter().filter_map(|property| {
        let names = property.names();
        (property.presence != Presence::Optional).then(|| quote!(&& (#(has(#names))||*)))
    });
    let names = properties.list.iter().flat_map(properties::Property::names);
    let declares_others = properties.additional.map(
        |field| quote!(|| #runtime::__private::declares_others(|object: &Self| &object.#field)),
    );
    let codec = codec::implement(
        &runtime,
        name,
        &quote!(#runtime::__private::decode_object),
        &quote!(#runtime::__private::encode_object),
        &quote! {
            const JSON_TYPES: #runtime::decode::JsonTypes = #runtime::decode::JsonTypes::OBJECT;

            fn has_required(has: &dyn ::core::ops::Fn(&str) -> bool) -> bool {
                let _ = has;
                true #(#required)*
            }

            fn declares(name: &str) -> bool {
                let names: &[&str] = &[#(#names),*];
                names.contains(&name) #declares_others
            }
        },
    );
    let from_members = &decode.from_members;
    let in_place = &decode.in_place;
    Ok(quote! {
        #[automatically_derived]
        impl #runtime::__private::Object for #name {
            const LENIENT: bool = #lenient;
            const CLOSED: bool = #closed;
            const MAY_BE_EMPTY: bool = #may_be_empty;

            #from_members

            fn serialize_declared<S: #runtime::__private::FieldSerializer>(
                &self,
                serializer: &mut S,
            ) -> ::core::result::Result<(), S::Error> {
                let _ = &serializer;
                #(#declared)*
                ::core::result::Result::Ok(())
            }

            fn serialize_extra<S: #runtime::__private::FieldSerializer>(
                &self,
                serializer: &mut S,
            ) -> ::core::result::Result<(), S::Error> {
                let _ = &serializer;
                #additional
                #explicit
                ::core::result::Result::Ok(())
            }
        }

        #in_place
        #codec
        #nulls
    })
}
