//! Request bodies: the argument of a method, and enums over media types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    BodyEncoding, Encoding, RequestBodies, RequestBody, RequestMedia, Style, Type, TypeId,
};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::syntax::arms::{Arms, rust_type};
use crate::render::syntax::attributes::{allow_large_variant, may_be_large};
use crate::render::syntax::types::type_tokens;
use crate::render::syntax::{constraints, style};

/// Returns the type of the argument for a body.
pub(in crate::render) fn argument_type(
    body: &RequestBody,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let ty = body.ty().unwrap_or(Type::Any);
    let value = type_tokens(&ty, &mut file.imports);
    let by_into = body.choice.is_some() || matches!(ty, Type::Text | Type::Stream);
    match (body.required, by_into) {
        (true, true) => quote!(impl Into<#value>),
        (true, false) => value,
        (false, _) => quote!(impl Into<Option<#value>>),
    }
}

/// Returns the calls that add the argument `body` to a request.
pub(in crate::render) fn body_calls(
    cx: &Context<'_>,
    body: &RequestBody,
    file: &mut SourceFile<'_>,
) -> Vec<TokenStream> {
    match (body.choice, body.media.first()) {
        (Some(id), _) if body.required => {
            let choice = file.imports.named(id);
            vec![quote!(.one_of::<#choice>(body.into()))]
        }
        (Some(_), _) => vec![quote!(.one_of(body))],
        (None, Some(media)) => media_calls(cx, media, file),
        (None, None) => Vec::new(),
    }
}

/// Returns the calls that add `body` to a request in one of its media types.
fn media_calls(
    cx: &Context<'_>,
    media: &RequestMedia,
    file: &mut SourceFile<'_>,
) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    if !media.constraints.is_empty() {
        let constraints = constraints::slice(&media.constraints, file);
        calls.push(quote!(.check_value("body", &body, #constraints)));
    }
    if cx.api.is_validated(&media.ty) {
        calls.push(quote!(.validate(&body)));
    }
    // A range is not a media type that can be sent. The caller sets one by a header.
    let name = Some(media.media_type.as_str()).filter(|name| !name.contains('*'));
    let mut content_type = |default: &str| {
        if let Some(name) = name.filter(|name| *name != default) {
            calls.push(quote!(.header("content-type", #name)));
        }
    };
    match &media.encoding {
        BodyEncoding::Json => {
            content_type("application/json");
            calls.push(quote!(.json(&body)));
        }
        BodyEncoding::Form(encodings) => {
            content_type("application/x-www-form-urlencoded");
            let encodings = encodings_slice(encodings, file);
            calls.push(quote!(.form(&body, #encodings)));
        }
        BodyEncoding::Multipart => calls.push(quote!(.multipart(body))),
        BodyEncoding::Plain => {
            calls.push(if media.ty == Type::Text {
                let name = name.unwrap_or("text/plain");
                quote!(.text(#name, body))
            } else {
                let name = name.unwrap_or("application/octet-stream");
                quote!(.content(#name, body))
            });
        }
    }
    calls
}

/// Returns a slice of the encodings of a form.
pub(in crate::render) fn encodings_slice(
    encodings: &[(String, Encoding)],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let entries = encodings.iter().map(|(name, encoding)| {
        let encoding = encoding_expression(encoding, file);
        quote!((#name, specwright_runtime::Encoding::#encoding))
    });
    quote!(&[#(#entries),*])
}

/// Returns the variant of the runtime's `Encoding`.
fn encoding_expression(encoding: &Encoding, file: &mut SourceFile<'_>) -> TokenStream {
    match encoding {
        Encoding::MediaType(media_type) => quote!(MediaType(#media_type)),
        Encoding::Style {
            style,
            explode,
            allow_reserved,
        } => {
            // The runtime always explodes the properties of a deep object.
            let explode = *explode && *style != Style::DeepObject;
            let style = style::expression(*style, explode, *allow_reserved, file);
            quote!(Style(#style))
        }
    }
}

/// Adds the enum over the media types of a body.
pub(super) fn render(
    cx: &Context<'_>,
    id: TypeId,
    bodies: &RequestBodies,
    file: &mut SourceFile<'_>,
) {
    let names = cx.names.of(id);
    let (name, parts) = (&names.name, &names.parts);
    let variants: Vec<TokenStream> = bodies
        .media
        .iter()
        .zip(parts)
        .map(|(media, name)| {
            let docs = DocComment::line(&format!("{}.", markdown::code(&media.media_type)));
            let docs = file.docs(docs);
            let ty = type_tokens(&media.ty, &mut file.imports);
            quote!(#docs #name(#ty),)
        })
        .collect();
    let docs =
        DocComment::line("A request body, in one of the media types that the service accepts.");
    let docs = file.docs(docs);
    let allow = allow_large_variant(bodies.media.iter().any(|media| may_be_large(&media.ty)));
    file.item(quote! {
        #docs
        #allow
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
    conversions(cx, id, bodies, file);
    content(cx, name, bodies, parts, file);
}

/// Adds conversions to an optional body for the alternatives of its type, so that the method of an
/// operation accepts them. Rust allows this for generated types only.
pub(super) fn optional_conversions<'t>(
    cx: &Context<'_>,
    id: TypeId,
    alternatives: impl Iterator<Item = &'t Type>,
    file: &mut SourceFile<'_>,
) {
    if !cx.is_optional_body(id) {
        return;
    }
    let name = &cx.names.of(id).name;
    let generated = alternatives.filter(|ty| cx.api.types.named_behind_alias(ty).is_some());
    for ty in generated {
        let value = type_tokens(ty, &mut file.imports);
        file.item(quote! {
            impl From<#value> for Option<#name> {
                fn from(body: #value) -> Self {
                    Some(body.into())
                }
            }
        });
    }
}

/// Adds a `From` implementation for each body type that only one variant has.
fn conversions(cx: &Context<'_>, id: TypeId, bodies: &RequestBodies, file: &mut SourceFile<'_>) {
    let names = cx.names.of(id);
    let (name, parts) = (&names.name, &names.parts);
    let types: Vec<Type> = (bodies.media.iter())
        .map(|media| rust_type(cx, &media.ty))
        .collect();
    for ((media, variant), ty) in bodies.media.iter().zip(parts).zip(&types) {
        let is_unique = types.iter().filter(|other| *other == ty).count() == 1;
        if is_unique {
            let value = type_tokens(&media.ty, &mut file.imports);
            file.item(quote! {
                impl From<#value> for #name {
                    fn from(body: #value) -> Self {
                        Self::#variant(body)
                    }
                }
            });
            optional_conversions(cx, id, std::iter::once(&media.ty), file);
        }
    }
}

/// Adds the implementation of the runtime's `Content`, which adds the body to a request.
fn content(
    cx: &Context<'_>,
    name: &Identifier,
    bodies: &RequestBodies,
    parts: &[Identifier],
    file: &mut SourceFile<'_>,
) {
    let request = file.imports.runtime("Request");
    // Ranges of media types are sent alike.
    let mut arms = Arms::default();
    for (media, variant) in bodies.media.iter().zip(parts) {
        let calls = media_calls(cx, media, file);
        let result = quote!(request #(#calls)*);
        arms.add(cx, variant, &media.ty, &quote!(body), result);
    }
    let arms = arms.into_parts();
    let arms = arms.map(|(patterns, result)| quote!(#patterns => #result,));
    file.item(quote! {
        impl specwright_runtime::Content for #name {
            fn set<T, E>(self, request: #request<'_, T, E>) -> #request<'_, T, E> {
                match self { #(#arms)* }
            }
        }
    });
}
