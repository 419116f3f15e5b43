//! Multipart bodies: a struct, and its conversion to the runtime's `Multipart`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AdditionalProperties, Multipart, Object, Presence, Property, Type, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::markdown;
use crate::render::source_file::SourceFile;
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
        constructor::render(cx, id, &object, false, file);
    }
    let multipart_type = file.imports.runtime("Multipart");
    let calls: Vec<TokenStream> = multipart
        .properties
        .iter()
        .zip(parts)
        .map(|(property, field)| {
            let media_type = find(&multipart.media_types, &property.name);
            part_call(cx, property, field, media_type)
        })
        .collect();
    let head = if multipart.media_type == "multipart/form-data" {
        quote!(form_data())
    } else {
        let media_type = &multipart.media_type;
        quote!(new(#media_type))
    };
    file.item(quote! {
        impl From<#name> for #multipart_type {
            fn from(body: #name) -> Self {
                #multipart_type::#head #(#calls)*
            }
        }
    });
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
    field: &Identifier,
    declared: Option<&String>,
) -> TokenStream {
    let name = &property.name;
    let value = quote!(body.#field);
    let is_optional = property.presence != Presence::Required;
    let media_type = declared.map_or("application/octet-stream", String::as_str);
    let is_base64 = |ty: &Type| *cx.api.resolve_alias(ty) == Type::Byte;
    let one_or_none = || {
        if is_optional {
            value.clone()
        } else {
            quote!([#value])
        }
    };
    let items = || {
        if is_optional {
            quote!(#value.into_iter().flatten())
        } else {
            value.clone()
        }
    };
    match (&property.ty, declared) {
        (Type::Part(content), _) if **content == Type::Stream => {
            if is_optional {
                quote!(.files(#name, #media_type, #value))
            } else {
                quote!(.file(#name, #media_type, #value))
            }
        }
        (Type::Array(item), _) if matches!(**item, Type::Part(_)) => {
            let items = items();
            quote!(.files(#name, #media_type, #items))
        }
        (Type::Part(_), Some(_)) => {
            let parts = one_or_none();
            quote!(.encoded_parts(#name, #media_type, #parts))
        }
        (Type::Part(_), None) => {
            let parts = one_or_none();
            quote!(.parts(#name, #parts))
        }
        (ty, _) if is_base64(ty) => {
            let values = one_or_none();
            quote!(.base64(#name, #media_type, #values))
        }
        (Type::Array(item), _) if is_base64(item) => {
            let values = items();
            quote!(.base64(#name, #media_type, #values))
        }
        (_, Some(_)) => quote!(.encoded(#name, #media_type, #value)),
        (_, None) => quote!(.part(#name, #value)),
    }
}
