//! Bodies in parts: a struct, and how it becomes parts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Additional, Encoding, Member, Multipart, Object, Presence, Type, TypeId};

use super::file::{File, call, chain};
use super::{Crate, markdown, object, parameters, request_bodies, types};

pub(super) fn render(of: &Crate<'_>, id: TypeId, body: &Multipart, file: &mut File<'_>) {
    let names = of.names.of(id);
    let (name, parts) = (&names.name, &names.parts);
    let docs = object::type_docs(of, id).attributes(file);
    let as_object = Object {
        members: body.members.clone(),
        additional: Additional::None,
        closed: false,
        constraints: Vec::new(),
    };
    let default = as_object.is_all_optional().then(|| quote!(, Default));
    let fields: Vec<TokenStream> = body
        .members
        .iter()
        .zip(parts)
        .map(|(member, field)| {
            let mut docs = object::member_docs(of, id, member, field);
            let headers = body.headers.iter().find(|(name, _)| *name == member.name);
            if let Some((_, headers)) = headers {
                let list: Vec<String> = headers.iter().map(|name| markdown::code(name)).collect();
                docs.paragraph(&format!(
                    "Its part may have the headers {}.",
                    list.join(", ")
                ));
            }
            let docs = docs.attributes(file);
            let deprecated = object::deprecated(&member.docs);
            let of = types::of_field(member, &mut file.imports);
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
        object::constructor(id, of, &as_object, file);
    }
    let _ = file.imports.runtime("Multipart");
    let calls: Vec<String> = body
        .members
        .iter()
        .zip(parts)
        .map(|(member, field)| {
            let encoding = body.encodings.iter().find(|(name, _)| *name == member.name);
            part(member, field.as_str(), encoding.map(|(_, one)| one), file)
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
fn part(member: &Member, field: &str, encoding: Option<&Encoding>, file: &mut File<'_>) -> String {
    let name = format!("{:?}", member.name);
    let value = format!("body.{field}");
    let is_optional = member.presence != Presence::Required;
    let media_type = match encoding {
        Some(Encoding::MediaType(media_type)) => format!("{media_type:?}"),
        _ => "\"application/octet-stream\"".to_owned(),
    };
    match (&member.of, encoding) {
        (Type::Part(of), _) if **of == Type::Stream && !is_optional => {
            call(".file", &[&name, &media_type, &value])
        }
        (Type::Part(of), _) if **of == Type::Stream => {
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
        (Type::Part(_), _) if is_optional => call(".parts", &[&name, &value]),
        (Type::Part(_), _) => call(".parts", &[&name, &format!("[{value}]")]),
        (_, Some(encoding)) => {
            let encoding = request_bodies::encoding(encoding, file);
            call(".encoded", &[&name, &encoding, &value])
        }
        (_, None) => call(".part", &[&name, &value]),
    }
}
