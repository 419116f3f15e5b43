//! What a handler may answer.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{HeaderFormat, InboundOperation, Response, Status, Style, Type};
use crate::name::{Identifier, ServedNames};

use crate::render::client::parameters;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::response_bodies;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::types;

/// The enum over the responses of an operation, and how each is sent.
pub(crate) fn render(served: &InboundOperation, names: &ServedNames, file: &mut File<'_>) {
    let name = &names.answer;
    let mut variants = Vec::new();
    let mut arms = String::new();
    let all = names.variants.iter().zip(&names.headers);
    for (response, (variant, fields)) in served.operation.responses.iter().zip(all) {
        variants.push(declaration(response, variant, fields, file));
        arms.push_str(&arm(name, response, variant, fields, file));
    }
    let answer = file.imports.receiver("Answer");
    let docs = Docs::line("What may be answered.").attributes(file);
    let is_large = |response: &Response| {
        let headers = response.headers.iter().map(|header| &header.ty);
        let mut held = response.body().into_iter().chain(headers);
        held.any(|of| matches!(of, Type::Named(_))) || response.headers.len() > 4
    };
    let large = response_bodies::large(served.operation.responses.iter().any(is_large));
    file.item(quote! {
        #docs
        #large
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    });
    file.text_item(format!(
        "impl From<{name}> for {answer} {{\n    fn from(answer: {name}) -> Self {{\n        match answer {{\n{arms}        }}\n    }}\n}}"
    ));
}

fn declaration(
    response: &Response,
    variant: &Identifier,
    fields: &[Identifier],
    file: &mut File<'_>,
) -> TokenStream {
    let mut docs = Docs::line(&format!("{}.", response_bodies::status(response.status)));
    docs.markdown(&response.description);
    let docs = docs.attributes(file);
    let body = response
        .body()
        .map(|body| types::of(body, &mut file.imports));
    if !is_struct(response) {
        let body = body.map(|body| quote!((#body)));
        return quote!(#docs #variant #body,);
    }
    let status = matches!(response.status, Status::Code(_))
        .then_some(())
        .map_or_else(
            || {
                let docs = Docs::line("The status.").attributes(file);
                Some(quote!(#docs status: u16,))
            },
            |()| None,
        );
    let headers = response.headers.iter().zip(fields).map(|(header, field)| {
        let docs = Docs::of(
            &header.docs,
            &format!("The header {}.", markdown::code(&header.name)),
        );
        let docs = docs.attributes(file);
        let of = types::of(&header.ty, &mut file.imports);
        let of = if header.required {
            of
        } else {
            quote!(Option<#of>)
        };
        quote!(#docs #field: #of,)
    });
    let headers: Vec<_> = headers.collect();
    let body = body.map(|body| {
        let docs = Docs::line("The body.").attributes(file);
        quote!(#docs body: #body,)
    });
    quote!(#docs #variant { #status #(#headers)* #body },)
}

/// Whether a variant has fields with names.
fn is_struct(response: &Response) -> bool {
    !response.headers.is_empty() || !matches!(response.status, Status::Code(_))
}

fn arm(
    name: &Identifier,
    response: &Response,
    variant: &Identifier,
    fields: &[Identifier],
    file: &mut File<'_>,
) -> String {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(_) | Status::Default => "status".to_owned(),
    };
    let mut held: Vec<String> = Vec::new();
    if status == "status" {
        held.push(status.clone());
    }
    let mut calls = vec![format!("Self::status({status})")];
    for (header, field) in response.headers.iter().zip(fields) {
        held.push(field.to_string());
        let name = format!("{:?}", header.name);
        let value = format!("&{field}");
        calls.push(match header.format {
            HeaderFormat::Single | HeaderFormat::List | HeaderFormat::Properties => {
                call(".header", &[&name, &value])
            }
            HeaderFormat::Pairs => {
                let style = parameters::style_of(Style::Simple, true, false, file);
                call(".header_as", &[&name, &value, &style])
            }
            HeaderFormat::Json => {
                let style = parameters::style_of(Style::Json, false, false, file);
                call(".header_as", &[&name, &value, &style])
            }
        });
    }
    let body = response.body().is_some();
    let media_type = response.media.first().map(|media| &media.media_type);
    if let Some(name) = media_type.filter(|name| *name != "application/json" && !name.contains('*'))
    {
        calls.push(call(".header", &["\"content-type\"", &format!("{name:?}")]));
    }
    if body {
        calls.push(".json(&body)".to_owned());
    }
    let pattern = if is_struct(response) {
        if body {
            held.push("body".to_owned());
        }
        format!(" {{ {} }}", held.join(", "))
    } else if body {
        "(body)".to_owned()
    } else {
        String::new()
    };
    let pattern = broken(&format!("{name}::{variant}"), &pattern);
    let line = calls.concat();
    let mut text = String::new();
    let end = pattern.lines().last().unwrap_or_default();
    let is_short = !line.contains('\n') && (calls.len() <= 2 || line.len() <= 60);
    if is_short && end.len() + line.len() + 17 <= 100 {
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

/// How wide the fields of a pattern may be in one line.
const FIELDS: usize = 18;

/// A pattern, in one line or in one for each field.
fn broken(path: &str, fields: &str) -> String {
    let line = format!("{path}{fields}");
    let inner = fields.trim_start_matches(" { ").trim_end_matches(" }");
    if line.len() <= 80 && inner.len() <= FIELDS || !fields.starts_with(" {") {
        return line;
    }
    let inner = inner.replace(", ", ",\n                ");
    format!("{path} {{\n                {inner},\n            }}")
}
