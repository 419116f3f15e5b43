//! Multipart bodies: a struct, and its conversion to the runtime's `Multipart`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AdditionalProperties, Multipart, Object, Presence, Property, Type, TypeId};
use crate::render::context::Context;
use crate::render::docs::markdown;
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::{call, chain};
use crate::render::source_file::layout::STATEMENT;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::types::field_type;

use super::object::{constructor, docs};

pub(super) fn render(
    cx: &Context<'_>,
    id: TypeId,
    multipart: &Multipart,
    file: &mut SourceFile<'_>,
) {
    let names = cx.names.of(id);
    let (name, parts) = (&names.name, &names.parts);
    let type_docs = file.docs(docs::type_docs(cx, id));
    let object = Object {
        properties: multipart.properties.clone(),
        additional: AdditionalProperties::None,
        closed: false,
        constraints: Vec::new(),
    };
    let default = object.is_all_optional().then(|| quote!(, Default));
    let fields: Vec<TokenStream> = multipart
        .properties
        .iter()
        .zip(parts)
        .map(|(property, field)| {
            let mut docs = docs::property_docs(cx, id, property, field);
            if let Some(headers) = find(&multipart.headers, &property.name) {
                let list: Vec<String> = headers.iter().map(|name| markdown::code(name)).collect();
                docs.paragraph(&format!(
                    "Its part may have the headers {}.",
                    list.join(", ")
                ));
            }
            let docs = file.docs(docs);
            let deprecated = deprecated(&property.docs);
            let ty = field_type(property, &mut file.imports);
            quote!(#docs #deprecated pub #field: #ty,)
        })
        .collect();
    file.item(quote! {
        #type_docs
        #[derive(Debug #default)]
        pub struct #name {
            #(#fields)*
        }
    });
    if default.is_none() {
        constructor::render(cx, id, &object, file);
    }
    let _ = file.imports.runtime("Multipart");
    let calls: Vec<String> = multipart
        .properties
        .iter()
        .zip(parts)
        .map(|(property, field)| {
            let media_type = find(&multipart.media_types, &property.name);
            part_call(cx, property, field.as_str(), media_type)
        })
        .collect();
    let head = if multipart.media_type == "multipart/form-data" {
        "Multipart::form_data()".to_owned()
    } else {
        format!("Multipart::new({:?})", multipart.media_type)
    };
    let value = chain(&head, &calls, STATEMENT).replace('\n', "\n        ");
    file.text_item(format!(
        "impl From<{name}> for Multipart {{\n    fn from(body: {name}) -> Self {{\n        \
         {value}\n    }}\n}}"
    ));
}

/// Returns what is declared for the part of a property.
fn find<'a, T>(declared: &'a [(String, T)], property: &str) -> Option<&'a T> {
    let mut declared = declared.iter();
    declared
        .find(|(name, _)| name == property)
        .map(|(_, value)| value)
}

/// Returns the call that adds the part of a property, whose `encoding` may declare a media type.
fn part_call(
    cx: &Context<'_>,
    property: &Property,
    field: &str,
    declared: Option<&String>,
) -> String {
    let name = format!("{:?}", property.name);
    let value = format!("body.{field}");
    let is_optional = property.presence != Presence::Required;
    let media_type = format!(
        "{:?}",
        declared.map_or("application/octet-stream", String::as_str)
    );
    let is_base64 = |ty: &Type| *cx.api.resolve_alias(ty) == Type::Byte;
    let one_or_none = || {
        if is_optional {
            value.clone()
        } else {
            format!("[{value}]")
        }
    };
    let items = || {
        if is_optional {
            format!("{value}.into_iter().flatten()")
        } else {
            value.clone()
        }
    };
    match (&property.ty, declared) {
        (Type::Part(content), _) if **content == Type::Stream => {
            let method = if is_optional { ".files" } else { ".file" };
            call(method, &[&name, &media_type, &value])
        }
        (Type::Array(item), _) if matches!(**item, Type::Part(_)) => {
            call(".files", &[&name, &media_type, &items()])
        }
        (Type::Part(_), Some(_)) => call(".encoded_parts", &[&name, &media_type, &one_or_none()]),
        (Type::Part(_), None) => call(".parts", &[&name, &one_or_none()]),
        (ty, _) if is_base64(ty) => call(".base64", &[&name, &media_type, &one_or_none()]),
        (Type::Array(item), _) if is_base64(item) => {
            call(".base64", &[&name, &media_type, &items()])
        }
        (_, Some(_)) => call(".encoded", &[&name, &media_type, &value]),
        (_, None) => call(".part", &[&name, &value]),
    }
}
