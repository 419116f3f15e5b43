//! Bodies in parts: a struct, and how it becomes parts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AdditionalProperties, Multipart, Object, Presence, Property, Type, TypeId};

use crate::render::Context;
use crate::render::client::parameters;
use crate::render::docs::markdown;
use crate::render::models::object;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::source_file::chain;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, body: &Multipart, file: &mut File<'_>) {
    let names = cx.names.of(id);
    let (name, parts) = (&names.name, &names.parts);
    let docs = object::type_docs(cx, id).attributes(file);
    let as_object = Object {
        properties: body.properties.clone(),
        additional: AdditionalProperties::None,
        closed: false,
        constraints: Vec::new(),
    };
    let default = as_object.is_all_optional().then(|| quote!(, Default));
    let fields: Vec<TokenStream> = body
        .properties
        .iter()
        .zip(parts)
        .map(|(property, field)| {
            let mut docs = object::member_docs(cx, id, property, field);
            let headers = body.headers.iter().find(|(name, _)| *name == property.name);
            if let Some((_, headers)) = headers {
                let list: Vec<String> = headers.iter().map(|name| markdown::code(name)).collect();
                docs.paragraph(&format!(
                    "Its part may have the headers {}.",
                    list.join(", ")
                ));
            }
            let docs = docs.attributes(file);
            let deprecated = object::deprecated(&property.docs);
            let of = types::of_field(property, &mut file.imports);
            quote!(#docs #deprecated pub #field: #of,)
        })
        .collect();
    file.item(quote! {
        #docs
        #[derive(Debug #default)]
        pub struct #name {
            #(#fields)*
        }
    });
    if default.is_none() {
        object::constructor(cx, id, &as_object, file);
    }
    let _ = file.imports.runtime("Multipart");
    let calls: Vec<String> = body
        .properties
        .iter()
        .zip(parts)
        .map(|(property, field)| {
            let media_types = &mut body.media_types.iter();
            let media_type = media_types.find(|(name, _)| *name == property.name);
            part(cx, property, field.as_str(), media_type.map(|(_, one)| one))
        })
        .collect();
    let head = if body.media_type == "multipart/form-data" {
        "Multipart::form_data()".to_owned()
    } else {
        format!("Multipart::new({:?})", body.media_type)
    };
    let made = chain(&head, &calls, parameters::ROOM).replace('\n', "\n        ");
    file.text_item(format!(
        "impl From<{name}> for Multipart {{\n    fn from(body: {name}) -> Self {{\n        {made}\n    }}\n}}"
    ));
}

/// The call that adds a member.
fn part(cx: &Context<'_>, property: &Property, field: &str, declared: Option<&String>) -> String {
    let name = format!("{:?}", property.name);
    let value = format!("body.{field}");
    let is_optional = property.presence != Presence::Required;
    let bytes = "application/octet-stream".to_owned();
    let media_type = format!("{:?}", declared.unwrap_or(&bytes));
    let is_base64 = |part: &Type| *cx.api.resolve_alias(part) == Type::Byte;
    match (&property.ty, declared) {
        (Type::Part(part), _) if **part == Type::Stream && !is_optional => {
            call(".file", &[&name, &media_type, &value])
        }
        (Type::Part(part), _) if **part == Type::Stream => {
            call(".files", &[&name, &media_type, &value])
        }
        (Type::Array(item), _) if matches!(**item, Type::Part(_)) => {
            let all = if is_optional {
                format!("{value}.into_iter().flatten()")
            } else {
                value
            };
            call(".files", &[&name, &media_type, &all])
        }
        (Type::Part(_), declared) => {
            let one_or_none = if is_optional {
                value
            } else {
                format!("[{value}]")
            };
            match declared {
                Some(_) => call(".encoded_parts", &[&name, &media_type, &one_or_none]),
                None => call(".parts", &[&name, &one_or_none]),
            }
        }
        (part, _) if is_base64(part) && is_optional => {
            call(".base64", &[&name, &media_type, &value])
        }
        (part, _) if is_base64(part) => {
            call(".base64", &[&name, &media_type, &format!("[{value}]")])
        }
        (Type::Array(item), _) if is_base64(item) => {
            let all = if is_optional {
                format!("{value}.into_iter().flatten()")
            } else {
                value
            };
            call(".base64", &[&name, &media_type, &all])
        }
        (_, Some(_)) => call(".encoded", &[&name, &media_type, &value]),
        (_, None) => call(".part", &[&name, &value]),
    }
}
