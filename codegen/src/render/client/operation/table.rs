//! The static that describes an operation to the runtime.

use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::ir::{
    AuthModel, Operation, Response, ResponseBody, ResponseMedia, SchemeUse, Status, Type, TypeId,
    TypeKind,
};
use crate::name::{Identifier, OperationNames};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::{broken_slice, pair};
use crate::render::source_file::layout::{Layout, WIDTH};
use crate::render::syntax::types::{runtime_name, to_source};

use super::response_types::response_types;

/// Adds the static `Operation`.
pub(in crate::render::client) fn render(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    file: &mut SourceFile<'_>,
) {
    let (success, failure) = response_types(operation, file);
    let operation_type = runtime_name("Operation", file);
    let method_type = runtime_name("Method", file);
    let Operation {
        id,
        method,
        path,
        idempotent,
        ..
    } = operation;
    let head = format!("static {}:", names.table);
    let (start, indent) = declaration(
        &head,
        &operation_type,
        &[to_source(&success), to_source(&failure)],
    );
    let deadline = match operation.deadline {
        None => "None".to_owned(),
        Some(deadline) => {
            let duration = to_source(&file.imports.std("time", "Duration"));
            if deadline.subsec_nanos() == 0 {
                format!("Some({duration}::from_secs({}))", deadline.as_secs())
            } else {
                format!("Some({duration}::from_millis({}))", deadline.as_millis())
            }
        }
    };
    let security_type = runtime_name("Security", file);
    let security = match (operation.security.as_slice(), cx.auth_model) {
        ([], _) => format!("{security_type}::None"),
        (_, AuthModel::SingleBearer) => format!("{security_type}::Bearer"),
        (alternatives, _) => security(cx, alternatives, indent),
    };
    let fields = [
        ("id", Literal::string(id).to_string()),
        (
            "method",
            format!("{method_type}::{}", method.as_str().to_ascii_uppercase()),
        ),
        ("path", Literal::string(path).to_string()),
        ("deadline", deadline),
        ("idempotent", idempotent.to_string()),
        ("security", security),
        ("responses", responses(cx, operation, indent, file)),
    ];
    let mut value = format!("{operation_type} {{\n");
    for (name, field) in fields {
        append!(value, "    {name}: {},\n", field.replace('\n', "\n    "));
    }
    value.push('}');
    let value = value.replace('\n', &format!("\n{:1$}", "", indent - 4));
    file.text_item(format!("{start}{value};"));
}

/// Returns the static up to its value, and the indentation of the fields of the value.
fn declaration(head: &str, ty: &str, arguments: &[String; 2]) -> (String, usize) {
    let [success, failure] = arguments;
    let line = format!("{head} {ty}<{success}, {failure}> =");
    let below = format!("{head}\n    {ty}<{success}, {failure}> = ");
    match line.len() {
        ..=WIDTH if line.len() + ty.len() + 3 < WIDTH => (format!("{line} "), 4),
        ..=WIDTH => (format!("{line}\n    "), 8),
        _ if below.len() - head.len() + ty.len() <= WIDTH => (below, 4),
        _ => (
            format!("{head} {ty}<\n    {success},\n    {failure},\n> = "),
            4,
        ),
    }
}

/// Returns an expression for the alternative security requirements. `indent` is the indentation of
/// its field.
fn security(cx: &Context<'_>, alternatives: &[Vec<SchemeUse>], indent: usize) -> String {
    let scheme = |scheme_use: &SchemeUse| {
        let table = &cx.names.security_schemes[scheme_use.scheme].table;
        Layout::Text(format!("&crate::credentials::{table}"))
    };
    let alternatives = alternatives
        .iter()
        .map(|schemes| Layout::Array(schemes.iter().map(scheme).collect()));
    let list = Layout::Array(alternatives.collect());
    Layout::Call("Security::OneOf".to_owned(), vec![list]).text(indent, "security: ".len())
}

/// Returns a slice of the declared responses.
fn responses(
    cx: &Context<'_>,
    operation: &Operation,
    indent: usize,
    file: &mut SourceFile<'_>,
) -> String {
    let room = READ + 4 - indent;
    let mut entries = replies(cx, operation, room, file);
    if entries.len() == 1 {
        // A single element of a slice is not indented.
        entries = replies(cx, operation, room + 4, file);
    }
    if entries.is_empty() {
        return "&[]".to_owned();
    }
    let _ = (
        file.imports.runtime("Status"),
        file.imports.runtime("Reply"),
    );
    if entries.iter().any(|(_, read)| read.contains("body::")) {
        let _ = file.imports.runtime("body");
    }
    let entries: Vec<String> = entries
        .into_iter()
        .map(|(status, read)| {
            let status = match status {
                Status::Code(code) => format!("Status::Code({code})"),
                Status::Range(hundreds) => format!("Status::Range({hundreds})"),
                Status::Default => "Status::Default".to_owned(),
            };
            pair(&status, &read)
        })
        .collect();
    broken_slice(&entries)
}

/// Returns the reply for each status. `room` is the maximum width of a closure's body.
fn replies(
    cx: &Context<'_>,
    operation: &Operation,
    room: usize,
    file: &mut SourceFile<'_>,
) -> Vec<(Status, String)> {
    let mut entries = Vec::new();
    if !operation
        .responses
        .iter()
        .any(|response| response.status.is_success())
    {
        // `default` is a failure, so a success that the document does not declare needs an entry.
        entries.push((Status::Range(2), "Reply::Success(body::none)".to_owned()));
    }
    for response in &operation.responses {
        let body = if response.status.is_success() {
            &operation.success
        } else {
            &operation.failure
        };
        if let Some(reply) = reply(cx, response, body, room, file) {
            entries.push((response.status, reply));
        }
    }
    entries
}

/// Returns an expression for how the body of a response is decoded.
fn reply(
    cx: &Context<'_>,
    response: &Response,
    body: &ResponseBody,
    room: usize,
    file: &mut SourceFile<'_>,
) -> Option<String> {
    let success = response.status.is_success();
    let kind = if success { "Success" } else { "Failure" };
    match body {
        ResponseBody::Empty => success.then(|| "Reply::Success(body::none)".to_owned()),
        ResponseBody::One(Type::Stream) => Some("Reply::Stream(body::stream)".to_owned()),
        ResponseBody::One(ty) => Some(format!("Reply::{kind}({})", reader(ty))),
        ResponseBody::Many(id) => {
            let bodies = to_source(&file.imports.named(*id));
            let variants: Vec<&Identifier> = status_variants(cx, *id, response.status);
            let distinct: Vec<&ResponseMedia> = response.distinct().collect();
            let media_reply = |ty: &Type, room: usize| {
                let index = distinct.iter().position(|media| media.ty == *ty)?;
                let variant = variants.get(index)?;
                Some(variant_reply(
                    kind,
                    ty,
                    &format!("{bodies}::{variant}"),
                    room,
                ))
            };
            match distinct[..] {
                [] => {
                    let variant = variants.first()?;
                    Some(format!("Reply::{kind}(|_| Ok({bodies}::{variant}))"))
                }
                [media] => media_reply(&media.ty, room),
                _ => {
                    let entries: Option<Vec<String>> = response
                        .media
                        .iter()
                        .map(|media| {
                            Some(pair(
                                &format!("{:?}", media.media_type),
                                &media_reply(&media.ty, room - 8)?,
                            ))
                        })
                        .collect();
                    let entries = entries?.join(",\n").replace('\n', "\n    ");
                    Some(format!("Reply::Media(&[\n    {entries},\n])"))
                }
            }
        }
    }
}

/// The maximum width of a closure's body in the line of its `Reply::Success(`.
const READ: usize = 60;

/// The additional width of a closure's body in a line of its own.
const MORE: usize = 24;

/// Returns the reply that wraps a decoded body in a variant.
fn variant_reply(kind: &str, ty: &Type, variant: &str, room: usize) -> String {
    if *ty == Type::Stream {
        return format!("Reply::Stream({variant})");
    }
    let reader = reader(ty);
    let read = format!("{reader}(response).map({variant})");
    if read.len() <= room {
        return format!("Reply::{kind}(|response| {read})");
    }
    let read = if read.len() <= room + MORE {
        read
    } else if variant.len() + 10 <= room + MORE {
        format!("{reader}(response)\n        .map({variant})")
    } else {
        format!("{reader}(response).map(\n        {variant},\n    )")
    };
    format!("Reply::{kind}(|response| {{\n    {read}\n}})")
}

/// Returns the function of the runtime that reads a body.
fn reader(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "body::text",
        Type::Bytes => "body::bytes",
        _ => "body::json",
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
