//! How a request gets its body, and the bodies of which the caller chooses one.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    BodyEncoding, Encoding, RequestBodies, RequestBody, RequestMedia, Style, Type, TypeId,
};

use crate::render::Context;
use crate::render::client::parameters;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::response_bodies;
use crate::render::models::validation;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::source_file::chain;
use crate::render::types;

/// The argument of an operation's method, without its name.
pub(crate) fn argument(body: &RequestBody, file: &mut File<'_>) -> TokenStream {
    let of = body.of().unwrap_or(Type::Any);
    let value = types::of(&of, &mut file.imports);
    let by_into = body.choice.is_some() || matches!(of, Type::Text | Type::Stream);
    match (body.required, by_into) {
        (true, true) => quote!(impl Into<#value>),
        (true, false) => value,
        (false, _) => quote!(impl Into<Option<#value>>),
    }
}

/// The calls by which a request takes the argument `body`.
pub(crate) fn set(cx: &Context<'_>, body: &RequestBody, file: &mut File<'_>) -> Vec<String> {
    match (body.choice, body.media.first()) {
        (Some(id), _) if body.required => {
            let choice = crate::render::models::tagged_union::compact(&file.imports.named(id));
            vec![format!(".one_of::<{choice}>(body.into())")]
        }
        (Some(_), _) => vec![".one_of(body)".to_owned()],
        (None, Some(media)) => one(cx, media, file),
        (None, None) => Vec::new(),
    }
}

/// The calls by which a request takes `body` in one of its media types.
fn one(cx: &Context<'_>, media: &RequestMedia, file: &mut File<'_>) -> Vec<String> {
    let mut calls = Vec::new();
    if !media.constraints.is_empty() {
        let list = validation::list(&media.constraints, 16, file);
        calls.push(call(".constrained", &["\"body\"", "&body", &list]));
    }
    if cx.api.is_validated(&media.ty) {
        calls.push(".validate(&body)".to_owned());
    }
    // A range names no media type to send: the caller can set it by a header.
    let name = Some(media.media_type.as_str()).filter(|name| !name.contains('*'));
    let mut own = |usual: &str| {
        if let Some(name) = name.filter(|name| *name != usual) {
            calls.push(call(".header", &["\"content-type\"", &format!("{name:?}")]));
        }
    };
    match &media.encoding {
        BodyEncoding::Json => {
            own("application/json");
            calls.push(".json(&body)".to_owned());
        }
        BodyEncoding::Form(encodings) => {
            own("application/x-www-form-urlencoded");
            calls.push(call(".form", &["&body", &table(encodings, file)]));
        }
        BodyEncoding::Multipart => calls.push(".multipart(body)".to_owned()),
        BodyEncoding::Plain => {
            let (method, usual) = if media.ty == Type::Text {
                (".text", "text/plain")
            } else {
                (".content", "application/octet-stream")
            };
            let name = format!("{:?}", name.unwrap_or(usual));
            calls.push(call(method, &[&name, "body"]));
        }
    }
    calls
}

/// The encodings of a form.
fn table(encodings: &[(String, Encoding)], file: &mut File<'_>) -> String {
    let entries: Vec<String> = encodings
        .iter()
        .map(|(name, encoding)| format!("({name:?}, {})", self::encoding(encoding, file)))
        .collect();
    let line = entries.join(", ");
    if line.len() <= 50 && !line.contains('\n') {
        return format!("&[{line}]");
    }
    let entries: Vec<String> = encodings
        .iter()
        .map(|(name, encoding)| {
            let encoding = self::encoding(encoding, file);
            let entry = format!("({name:?}, {encoding})");
            if entry.len() <= 62 && !entry.contains('\n') {
                entry
            } else {
                let lines = encoding.replace('\n', "\n    ");
                format!("(\n    {name:?},\n    {lines},\n)")
            }
        })
        .collect();
    match &entries[..] {
        [one] => format!("&[{one}]"),
        _ => format!(
            "&[\n    {},\n]",
            entries.join(",\n").replace('\n', "\n    ")
        ),
    }
}

/// An encoding as the runtime has it.
pub(crate) fn encoding(encoding: &Encoding, file: &mut File<'_>) -> String {
    match encoding {
        Encoding::MediaType(media_type) => {
            format!("msgraph_runtime::Encoding::MediaType({media_type:?})")
        }
        Encoding::Style {
            style,
            explode,
            allow_reserved,
        } => {
            // The members of a deep object are exploded anyway.
            let explode = *explode && *style != Style::DeepObject;
            let style = parameters::style_of(*style, explode, *allow_reserved, file);
            format!("msgraph_runtime::Encoding::Style({style})")
        }
    }
}

/// The type of a body of which the caller chooses the media type.
pub(crate) fn render(cx: &Context<'_>, id: TypeId, bodies: &RequestBodies, file: &mut File<'_>) {
    let names = cx.names.of(id);
    let (name, parts) = (&names.name, &names.parts);
    let variants: Vec<TokenStream> = bodies
        .media
        .iter()
        .zip(parts)
        .map(|(media, name)| {
            let docs =
                Docs::line(&format!("{}.", markdown::code(&media.media_type))).attributes(file);
            let of = types::of(&media.ty, &mut file.imports);
            quote!(#docs #name(#of),)
        })
        .collect();
    let docs = Docs::line("What is sent, in one of the media types that the service takes.");
    let docs = docs.attributes(file);
    let large = response_bodies::large(
        bodies
            .media
            .iter()
            .any(|media| matches!(media.ty, Type::Named(_))),
    );
    file.item(quote! {
        #docs
        #large
        #[derive(Debug)]
        pub enum #name {
            #(#variants)*
        }
    });
    for (place, (media, variant)) in bodies.media.iter().zip(parts).enumerate() {
        let same = |other: &RequestMedia| rust_type(&other.ty) == rust_type(&media.ty);
        let is_unique = bodies
            .media
            .iter()
            .enumerate()
            .all(|(other, one)| other == place || !same(one));
        if is_unique {
            let value = types::of(&media.ty, &mut file.imports);
            let value = crate::render::models::tagged_union::compact(&value);
            let head = format!("impl From<{value}> for {name} {{");
            let head = if head.len() <= 100 {
                head
            } else {
                format!("impl From<{value}>\n    for {name}\n{{")
            };
            file.text_item(format!(
                "{head}\n    fn from(body: {value}) -> Self {{\n        Self::{variant}(body)\n    }}\n}}"
            ));
        }
    }
    let _ = file.imports.runtime("Request");
    let mut variants = String::new();
    for (media, variant) in bodies.media.iter().zip(parts) {
        let calls = one(cx, media, file);
        let chain = chain("request", &calls, 80).replace('\n', "\n            ");
        append!(variants, "            Self::{variant}(body) => {chain},\n");
    }
    file.text_item(format!(
        "impl msgraph_runtime::Content for {name} {{\n    fn set<T, E>(self, request: Request<'_, T, E>) -> Request<'_, T, E> {{\n        \
         match self {{\n{variants}        }}\n    }}\n}}"
    ));
}

/// What tells two types apart in code: text is text, wherever it stands.
fn rust_type(of: &Type) -> &Type {
    match of {
        Type::Text => &Type::String,
        other => other,
    }
}
