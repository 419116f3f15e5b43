//! Rust types as text, without aliases.

use crate::ir::{Api, Parameter, RequestBody, Type, TypeId};
use crate::name::Names;

/// Returns the path of a type from the root of the crate.
pub(super) fn path(names: &Names, id: TypeId) -> String {
    let names = names.of(id);
    let mut path = String::new();
    for module in &names.modules {
        path.push_str(module.as_str());
        path.push_str("::");
    }
    path + names.name.as_str()
}

/// Returns the Rust type of a type of the API.
pub(super) fn text(api: &Api, names: &Names, ty: &Type) -> String {
    let of = |ty: &Type| text(api, names, ty);
    match api.resolve_alias(ty) {
        Type::Named(id) => path(names, *id),
        Type::Flags(id) => format!("Flags<{}>", path(names, *id)),
        Type::Array(item) => format!("Vec<{}>", of(item)),
        Type::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(of).collect();
            format!("({},)", parts.join(", "))
        }
        Type::Map(value) => format!("BTreeMap<String, {}>", of(value)),
        Type::OneOrMany(item) => format!("OneOrMany<{}>", of(item)),
        Type::Nullable(value) => format!("Option<{}>", of(value)),
        Type::JsonString(value) => format!("JsonString<{}>", of(value)),
        Type::Part(content) => format!("Part<{}>", of(content)),
        Type::String | Type::Text => "String".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Uint64 => "u64".to_owned(),
        Type::Double => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Duration => "IsoDuration".to_owned(),
        Type::Uuid => "Uuid".to_owned(),
        Type::Byte => "Base64".to_owned(),
        Type::ByteUrl => "Base64Url".to_owned(),
        Type::Null => "Null".to_owned(),
        Type::Any => "Value".to_owned(),
        Type::Bytes => "Bytes".to_owned(),
        Type::Stream => "Body".to_owned(),
        Type::Parts => "Multipart".to_owned(),
    }
}

/// Returns the type of the argument for a parameter.
pub(super) fn argument(api: &Api, names: &Names, parameter: &Parameter) -> String {
    match api.resolve_alias(&parameter.ty) {
        Type::String => "impl AsRef<str>".to_owned(),
        Type::Array(item) if *api.resolve_alias(item) == Type::String => {
            "&[impl AsRef<str>]".to_owned()
        }
        Type::Array(item) => format!("&[{}]", text(api, names, item)),
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Double | Type::Boolean => {
            text(api, names, &parameter.ty)
        }
        ty => format!("&{}", text(api, names, ty)),
    }
}

/// Returns the type of a request body, which its argument is converted into.
pub(super) fn body(api: &Api, names: &Names, body: &RequestBody) -> String {
    text(api, names, &body.ty().unwrap_or(Type::Any))
}
