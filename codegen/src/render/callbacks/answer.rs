//! The answers that a handler may give: an enum over the declared responses.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{HeaderFormat, InboundOperation, Response, Status, Style, Type};
use crate::name::{Identifier, ServedNames};
use crate::render::docs::{DocComment, markdown, sentences};
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::call;
use crate::render::source_file::layout::WIDTH;
use crate::render::syntax::attributes::allow_large_variant;
use crate::render::syntax::style;
use crate::render::syntax::types::type_tokens;

/// Adds the enum over the responses of an operation, and its conversion to the runtime's `Response`.
pub(super) fn render(inbound: &InboundOperation, names: &ServedNames, file: &mut SourceFile<'_>) {
    let name = &names.answer;
    let mut variants = Vec::new();
    let mut arms = String::new();
    let all = names.variants.iter().zip(&names.headers);
    for (response, (variant, fields)) in inbound.operation.responses.iter().zip(all) {
        variants.push(declaration(response, variant, fields, file));
        arms.push_str(&arm(name, response, variant, fields, file));
    }
    let answer = file.imports.receiver("Response");
    let docs = file.docs(DocComment::line("What may be answered."));
    let is_large = |response: &Response| {
        let headers = response.headers.iter().map(|header| &header.ty);
        let mut types = response.body().into_iter().chain(headers);
        types.any(|ty| matches!(ty, Type::Named(_))) || response.headers.len() > 4
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
    file.text_item(format!(
        "impl From<{name}> for {answer} {{\n    \
         fn from(answer: {name}) -> Self {{\n        \
         match answer {{\n\
         {arms}        }}\n    \
         }}\n\
         }}"
    ));
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
) -> String {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(_) | Status::Default => "status".to_owned(),
    };
    let mut bindings: Vec<String> = Vec::new();
    if status == "status" {
        bindings.push(status.clone());
    }
    let mut calls = vec![format!("Self::status({status})")];
    for (header, field) in response.headers.iter().zip(fields) {
        bindings.push(field.to_string());
        let name = format!("{:?}", header.name);
        let value = format!("&{field}");
        calls.push(match header.format {
            HeaderFormat::Single | HeaderFormat::List | HeaderFormat::Properties => {
                call(".header", &[&name, &value])
            }
            HeaderFormat::Pairs => {
                let style = style::expression(Style::Simple, true, false, file);
                call(".header_as", &[&name, &value, &style])
            }
            HeaderFormat::Json => {
                let style = style::expression(Style::Json, false, false, file);
                call(".header_as", &[&name, &value, &style])
            }
        });
    }
    let has_body = response.body().is_some();
    let media_type = response.media.first().map(|media| &media.media_type);
    if let Some(name) = media_type.filter(|name| *name != "application/json" && !name.contains('*'))
    {
        calls.push(call(".header", &["\"content-type\"", &format!("{name:?}")]));
    }
    if has_body {
        calls.push(".json(&body)".to_owned());
    }
    let pattern = if is_struct(response) {
        if has_body {
            bindings.push("body".to_owned());
        }
        format!(" {{ {} }}", bindings.join(", "))
    } else if has_body {
        "(body)".to_owned()
    } else {
        String::new()
    };
    let pattern = broken_pattern(&format!("{name}::{variant}"), &pattern);
    let line = calls.concat();
    let mut text = String::new();
    let end = pattern.lines().last().unwrap_or_default();
    let is_short = !line.contains('\n') && (calls.len() <= 2 || line.len() <= 60);
    if is_short && end.len() + line.len() + 17 <= WIDTH {
        append!(text, "            {pattern} => {line},\n");
    } else if is_short {
        append!(
            text,
            "            {pattern} => {{\n                {line}\n            }}\n"
        );
    } else {
        let calls = calls.join("\n").replace('\n', "\n                ");
        append!(text, "            {pattern} => {calls},\n");
    }
    text
}

/// The maximum width of the fields of a pattern in one line.
const FIELDS: usize = 18;

/// Returns a pattern, in one line or with a line for each field.
fn broken_pattern(path: &str, fields: &str) -> String {
    let line = format!("{path}{fields}");
    let inner = fields.trim_start_matches(" { ").trim_end_matches(" }");
    if line.len() <= 80 && inner.len() <= FIELDS || !fields.starts_with(" {") {
        return line;
    }
    let inner = inner.replace(", ", ",\n                ");
    format!("{path} {{\n                {inner},\n            }}")
}
