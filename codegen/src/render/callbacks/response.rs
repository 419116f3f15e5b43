//! The responses that a handler may return: an enum over the declared responses.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{HeaderFormat, InboundOperation, Response, Status, Style};
use crate::name::{Identifier, ServedNames};
use crate::render::docs::{DocComment, markdown, sentences};
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::{allow_large_variant, may_be_large};
use crate::render::syntax::style;
use crate::render::syntax::types::type_tokens;

/// Adds the enum over the responses of an operation, and its conversion to the runtime's `Response`.
pub(super) fn render(inbound: &InboundOperation, names: &ServedNames, file: &mut SourceFile<'_>) {
    let name = &names.response;
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let all = names.variants.iter().zip(&names.headers);
    for (response, (variant, fields)) in inbound.operation.responses.iter().zip(all) {
        variants.push(declaration(response, variant, fields, file));
        arms.push(arm(name, response, variant, fields, file));
    }
    let runtime_response = file.imports.receiver("Response");
    let docs = file.docs(DocComment::line("A response of the handler."));
    let is_large = |response: &Response| {
        let headers = response.headers.iter().map(|header| &header.ty);
        let mut types = response.body().into_iter().chain(headers);
        types.any(may_be_large) || response.headers.len() > 4
    };
    let allow = allow_large_variant(inbound.operation.responses.iter().any(is_large));
    file.item(quote! {
        #docs
        #allow
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
    file.item(quote! {
        impl From<#name> for #runtime_response {
            fn from(response: #name) -> Self {
                match response { #(#arms)* }
            }
        }
    });
}

/// Returns the variant for a response.
fn declaration(
    response: &Response,
    variant: &Identifier,
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut docs = DocComment::line(&format!("{}.", sentences::status(response.status)));
    docs.markdown(&response.description);
    let docs = file.docs(docs);
    let body = response
        .body()
        .map(|body| type_tokens(body, &mut file.imports));
    if !is_struct(response) {
        let body = body.map(|body| quote!((#body)));
        return quote!(#docs #variant #body,);
    }
    let status = (!matches!(response.status, Status::Code(_))).then(|| {
        let docs = file.docs(DocComment::line("The status."));
        quote!(#docs status: u16,)
    });
    let headers = response.headers.iter().zip(fields).map(|(header, field)| {
        let docs = DocComment::from_ir(
            &header.docs,
            &format!("The header {}.", markdown::code(&header.name)),
        );
        let docs = file.docs(docs);
        let ty = type_tokens(&header.ty, &mut file.imports);
        let ty = if header.required {
            ty
        } else {
            quote!(Option<#ty>)
        };
        quote!(#docs #field: #ty,)
    });
    let headers: Vec<_> = headers.collect();
    let body = body.map(|body| {
        let docs = file.docs(DocComment::line("The body."));
        quote!(#docs body: #body,)
    });
    quote!(#docs #variant { #status #(#headers)* #body },)
}

/// Returns whether the variant for a response has named fields.
fn is_struct(response: &Response) -> bool {
    !response.headers.is_empty() || !matches!(response.status, Status::Code(_))
}

/// Returns the arm that converts a variant.
fn arm(
    name: &Identifier,
    response: &Response,
    variant: &Identifier,
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut bindings: Vec<TokenStream> = Vec::new();
    let status = if let Status::Code(code) = response.status {
        let code = Literal::u16_unsuffixed(code);
        quote!(#code)
    } else {
        bindings.push(quote!(status));
        quote!(status)
    };
    let mut calls = TokenStream::new();
    for (header, field) in response.headers.iter().zip(fields) {
        bindings.push(quote!(#field));
        let name = &header.name;
        calls.extend(match header.format {
            HeaderFormat::Single | HeaderFormat::List | HeaderFormat::Properties => {
                quote!(.header(#name, &#field))
            }
            HeaderFormat::Pairs => {
                let style = style::expression(Style::Simple, true, false, file);
                quote!(.header_as(#name, &#field, #style))
            }
            HeaderFormat::Json => {
                let style = style::expression(Style::Json, false, false, file);
                quote!(.header_as(#name, &#field, #style))
            }
        });
    }
    let has_body = response.body().is_some();
    let media_type = response.media.first().map(|media| &media.media_type);
    if let Some(name) = media_type.filter(|name| *name != "application/json" && !name.contains('*'))
    {
        calls.extend(quote!(.header("content-type", #name)));
    }
    if has_body {
        calls.extend(quote!(.json(&body)));
    }
    let pattern = if is_struct(response) {
        if has_body {
            bindings.push(quote!(body));
        }
        quote!({ #(#bindings),* })
    } else if has_body {
        quote!((body))
    } else {
        TokenStream::new()
    };
    quote!(#name::#variant #pattern => Self::status(#status) #calls,)
}
