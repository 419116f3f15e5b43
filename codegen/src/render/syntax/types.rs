//! Types in code.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Presence, Property, Type};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;

/// Returns the Rust type of a type of the API.
pub(in crate::render) fn type_tokens(ty: &Type, imports: &mut Imports<'_>) -> TokenStream {
    match ty {
        Type::Named(id) => imports.named(*id),
        Type::Flags(id) => {
            let flags = imports.runtime("Flags");
            let values = imports.named(*id);
            quote!(#flags<#values>)
        }
        Type::Array(item) => {
            let item = type_tokens(item, imports);
            quote!(Vec<#item>)
        }
        Type::Tuple(parts) => {
            let parts = parts.iter().map(|part| type_tokens(part, imports));
            quote!((#(#parts,)*))
        }
        Type::JsonString(value) => {
            let json_string = imports.runtime("JsonString");
            let value = type_tokens(value, imports);
            quote!(#json_string<#value>)
        }
        Type::Map(value) => {
            let map = imports.std("collections", "BTreeMap");
            let value = type_tokens(value, imports);
            quote!(#map<String, #value>)
        }
        Type::OneOrMany(item) => {
            let one_or_many = imports.runtime("OneOrMany");
            let item = type_tokens(item, imports);
            quote!(#one_or_many<#item>)
        }
        Type::Nullable(value) => {
            let value = type_tokens(value, imports);
            quote!(Option<#value>)
        }
        Type::String | Type::Text => quote!(String),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Uint64 => quote!(u64),
        Type::Double => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Secret => imports.runtime("Secret"),
        Type::DateTime => imports.runtime("DateTime"),
        Type::Date => imports.runtime("Date"),
        Type::Duration => imports.runtime("IsoDuration"),
        Type::Uuid => imports.runtime("Uuid"),
        Type::Byte => imports.runtime("Base64"),
        Type::ByteUrl => imports.runtime("Base64Url"),
        Type::Null => imports.runtime("Null"),
        Type::Any => imports.runtime("Value"),
        Type::Bytes => imports.runtime("Bytes"),
        Type::Stream => imports.runtime("Body"),
        Type::Part(content) => {
            let part = Imports::runtime_path("Part");
            let content = type_tokens(content, imports);
            quote!(#part<#content>)
        }
        Type::Parts => imports.runtime("Multipart"),
    }
}

/// Returns the type of a property's field.
pub(in crate::render) fn field_type(property: &Property, imports: &mut Imports<'_>) -> TokenStream {
    let value = value_type(property, imports);
    match property.presence {
        Presence::Required => value,
        Presence::Nullable | Presence::Optional => quote!(Option<#value>),
    }
}

/// Returns the type of a property's value if it is present and not null.
pub(in crate::render) fn value_type(property: &Property, imports: &mut Imports<'_>) -> TokenStream {
    let value = type_tokens(&property.ty, imports);
    if property.boxed {
        quote!(Box<#value>)
    } else {
        value
    }
}

/// Imports an item of the runtime. Returns its name as text, or its path if the file defines a type
/// of that name.
pub(in crate::render) fn runtime_name(name: &str, file: &mut SourceFile<'_>) -> String {
    to_source(&file.imports.runtime(name))
}

/// Returns the tokens of a type as text, without the spaces that `Display` adds.
pub(in crate::render) fn to_source(tokens: &TokenStream) -> String {
    tokens
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace("< ", "<")
}
