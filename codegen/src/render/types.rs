//! Uses of types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Presence, Property, Type};

use crate::render::source_file::imports::Imports;

/// A type as it stands in code.
pub(crate) fn of(of: &Type, imports: &mut Imports<'_>) -> TokenStream {
    match of {
        Type::Named(id) => imports.named(*id),
        Type::Flags(id) => {
            let flags = imports.runtime("Flags");
            let of = imports.named(*id);
            quote!(#flags<#of>)
        }
        Type::Array(item) => {
            let item = self::of(item, imports);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let map = imports.std("collections", "BTreeMap");
            let value = self::of(value, imports);
            quote!(#map<String, #value>)
        }
        Type::OneOrMany(one) => {
            let one_or_many = imports.runtime("OneOrMany");
            let one = self::of(one, imports);
            quote!(#one_or_many<#one>)
        }
        Type::Nullable(value) => {
            let value = self::of(value, imports);
            quote!(Option<#value>)
        }
        Type::String | Type::Text => quote!(String),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Uint64 => quote!(u64),
        Type::Float => quote!(f32),
        Type::Double => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Secret => imports.runtime("Secret"),
        Type::DateTime => imports.runtime("DateTime"),
        Type::Date => imports.runtime("Date"),
        Type::Duration => imports.runtime("IsoDuration"),
        Type::Uuid => imports.runtime("Uuid"),
        Type::Byte => imports.runtime("Base64"),
        Type::Any => imports.runtime("Value"),
        Type::Bytes => imports.runtime("Bytes"),
        Type::Stream => imports.runtime("Body"),
        Type::Part(of) => {
            let part = Imports::runtime_path("Part");
            let of = self::of(of, imports);
            quote!(#part<#of>)
        }
        Type::Parts => imports.runtime("Multipart"),
    }
}

/// The type of a member's field.
pub(crate) fn of_field(property: &Property, imports: &mut Imports<'_>) -> TokenStream {
    let of = of_value(property, imports);
    match property.presence {
        Presence::Required => of,
        Presence::OptionalNullable => {
            let nullable = imports.runtime("Nullable");
            quote!(#nullable<#of>)
        }
        Presence::Nullable | Presence::Optional => quote!(Option<#of>),
    }
}

/// The same without presence.
pub(crate) fn of_value(property: &Property, imports: &mut Imports<'_>) -> TokenStream {
    let of = of(&property.ty, imports);
    if property.boxed { quote!(Box<#of>) } else { of }
}

/// The type behind aliases.
pub(crate) fn resolve_alias<'a>(api: &'a Api, of: &'a Type) -> &'a Type {
    api.resolve_alias(of)
}
