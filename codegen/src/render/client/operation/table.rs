//! The static that describes an operation to the runtime.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::ir::{
    AuthModel, Method, Operation, Response, ResponseBody, ResponseMedia, Security,
    SecurityAlternative, Status, Type, TypeId, TypeKind,
};
use crate::name::{Identifier, OperationNames};
use crate::render::context::{Context, root};
use crate::render::source_file::SourceFile;
use crate::render::syntax::literals::duration;

use super::response_types::response_types;

/// Adds the static `Operation`.
pub(in crate::render::client) fn render(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    file: &mut SourceFile<'_>,
) {
    let (success, failure) = response_types(operation, file);
    let operation_type = file.imports.runtime("Operation");
    let Operation {
        id,
        path,
        idempotent,
        ..
    } = operation;
    let table = &names.table;
    let method = method(&operation.method, file);
    let deadline = match operation.deadline {
        None => quote!(None),
        Some(deadline) => {
            let duration = duration(&file.imports.std("time", "Duration"), deadline);
            quote!(Some(#duration))
        }
    };
    let security_type = file.imports.runtime("Security");
    let security = match &operation.security {
        Security::Unstated => quote!(Unstated),
        Security::Manual(_) => quote!(Manual),
        Security::Schemes(alternatives) => match cx.auth_model {
            _ if alternatives.iter().all(|one| one.schemes.is_empty()) => quote!(None),
            AuthModel::SingleBearer => quote!(Bearer),
            AuthModel::None | AuthModel::Schemes => security(cx, alternatives),
        },
    };
    let responses = responses(cx, operation, file);
    let ty = quote!(#operation_type<#success, #failure>);
    let value = quote! {
        #operation_type {
            id: #id,
            method: #method,
            path: #path,
            deadline: #deadline,
            idempotent: #idempotent,
            security: #security_type::#security,
            responses: #responses,
        }
    };
    // An extension method cannot be a constant.
    let item = if let Method::Other(_) = operation.method {
        let lazy = file.imports.std("sync", "LazyLock");
        quote!(static #table: #lazy<#ty> = #lazy::new(|| #value);)
    } else {
        quote!(static #table: #ty = #value;)
    };
    file.item(item);
}

/// Returns an expression for a method.
fn method(method: &Method, file: &mut SourceFile<'_>) -> TokenStream {
    if let Method::Other(token) = method {
        let extension_method = file.imports.runtime("extension_method");
        return quote!(#extension_method(#token));
    }
    let method_type = file.imports.runtime("Method");
    let constant = Ident::new(method.as_str(), Span::call_site());
    quote!(#method_type::#constant)
}

/// Returns the variant of the runtime's `Security` for alternative security requirements.
fn security(cx: &Context<'_>, alternatives: &[SecurityAlternative]) -> TokenStream {
    let alternatives = alternatives.iter().map(|alternative| {
        let tables = alternative
            .schemes
            .iter()
            .map(|scheme_use| &cx.names.security_schemes[scheme_use.scheme].table);
        let root = root();
        quote!(&[#(&#root::credentials::#tables),*])
    });
    quote!(OneOf(&[#(#alternatives),*]))
}

/// Returns a slice of the declared responses.
fn responses(cx: &Context<'_>, operation: &Operation, file: &mut SourceFile<'_>) -> TokenStream {
    let mut entries = Vec::new();
    let mut statuses = operation.responses.iter().map(|response| response.status);
    let has_range = statuses.any(|status| status == Status::Range(2));
    for response in &operation.responses {
        let body = if response.status.is_success() {
            &operation.success
        } else {
            &operation.failure
        };
        if let Some(reply) = reply(cx, response, body, file) {
            let reply = match media_types(response) {
                Some(names) if !has_range && operation.success != ResponseBody::Empty => {
                    let reply_type = file.imports.runtime("Reply");
                    quote!(#reply_type::MediaTypes(&[#(#names),*], &#reply))
                }
                _ => reply,
            };
            entries.push((response.status, reply));
        }
    }
    if operation.success == ResponseBody::Empty && !has_range {
        // No success has a body, so any other one is a success as well.
        let successes = entries.iter().rposition(|(status, _)| status.is_success());
        let position = successes.map_or(0, |last| last + 1);
        entries.insert(position, (Status::Range(2), no_body(file)));
    }
    if entries.is_empty() {
        return quote!(&[]);
    }
    let status_type = file.imports.runtime("Status");
    let entries = entries.into_iter().map(|(status, reply)| {
        let status = match status {
            Status::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(Code(#code))
            }
            Status::Range(hundreds) => {
                let hundreds = Literal::u16_unsuffixed(hundreds.into());
                quote!(Range(#hundreds))
            }
            Status::Default => quote!(Default),
        };
        quote!((#status_type::#status, #reply))
    });
    quote!(&[#(#entries),*])
}

/// Returns the media types of a success with one type of body, unless they are JSON. They select
/// the reply for a status that is not declared.
fn media_types(response: &Response) -> Option<Vec<&str>> {
    let names = || response.media.iter().map(|media| media.media_type.as_str());
    let mut distinct = response.distinct();
    match (distinct.next(), distinct.next()) {
        (None, _) if response.status.is_success() => Some(Vec::new()),
        (Some(media), None) if response.status.is_success() => {
            matches!(media.ty, Type::Text | Type::Stream | Type::Bytes).then(|| names().collect())
        }
        _ => None,
    }
}

/// Returns the reply for a response without a body.
fn no_body(file: &mut SourceFile<'_>) -> TokenStream {
    let (reply_type, body) = (file.imports.runtime("Reply"), file.imports.runtime("body"));
    quote!(#reply_type::Success(#body::none))
}

/// Returns an expression for how the body of a response is decoded.
fn reply(
    cx: &Context<'_>,
    response: &Response,
    body: &ResponseBody,
    file: &mut SourceFile<'_>,
) -> Option<TokenStream> {
    let success = response.status.is_success();
    let reply_type = file.imports.runtime("Reply");
    let kind = if success {
        quote!(Success)
    } else {
        quote!(Failure)
    };
    match body {
        ResponseBody::Empty => success.then(|| no_body(file)),
        ResponseBody::One(Type::Stream) => {
            let body = file.imports.runtime("body");
            Some(quote!(#reply_type::Stream(#body::stream)))
        }
        ResponseBody::One(ty) => {
            let reader = reader(ty, file);
            Some(quote!(#reply_type::#kind(#reader)))
        }
        ResponseBody::Many(id) => {
            let bodies = file.imports.named(*id);
            let variants: Vec<&Identifier> = status_variants(cx, *id, response.status);
            let distinct: Vec<&ResponseMedia> = response.distinct().collect();
            let mut media_reply = |ty: &Type| {
                let index = distinct.iter().position(|media| media.ty == *ty)?;
                let variant = variants.get(index)?;
                Some(if *ty == Type::Stream {
                    quote!(#reply_type::Stream(#bodies::#variant))
                } else {
                    let reader = reader(ty, file);
                    quote!(#reply_type::#kind(|response| #reader(response).map(#bodies::#variant)))
                })
            };
            match distinct[..] {
                [] => {
                    let variant = variants.first()?;
                    Some(quote!(#reply_type::#kind(|_| Ok(#bodies::#variant))))
                }
                [media] => media_reply(&media.ty),
                _ => {
                    let entries: Option<Vec<TokenStream>> = response
                        .media
                        .iter()
                        .map(|media| {
                            let (name, reply) = (&media.media_type, media_reply(&media.ty)?);
                            Some(quote!((#name, #reply)))
                        })
                        .collect();
                    let entries = entries?;
                    Some(quote!(#reply_type::Media(&[#(#entries),*])))
                }
            }
        }
    }
}

/// Returns the function of the runtime that reads a body.
fn reader(ty: &Type, file: &mut SourceFile<'_>) -> TokenStream {
    let body = file.imports.runtime("body");
    match ty {
        Type::Text => quote!(#body::text),
        Type::Bytes => quote!(#body::bytes),
        _ => quote!(#body::json),
    }
}

/// Returns the variants for the responses with a status.
fn status_variants<'a>(cx: &Context<'a>, id: TypeId, status: Status) -> Vec<&'a Identifier> {
    let TypeKind::ResponseBodies(bodies) = &cx.api.definition(id).kind else {
        return Vec::new();
    };
    bodies
        .variants
        .iter()
        .zip(&cx.names.of(id).parts)
        .filter(|(variant, _)| variant.status == status)
        .map(|(_, name)| name)
        .collect()
}
