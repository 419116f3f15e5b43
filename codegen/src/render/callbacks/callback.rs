//! The file of a callback.

use crate::ir::{Callback, InboundOperation};
use crate::name::{CallbackNames, ServedNames};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;
use crate::render::source_file::layout::WIDTH;

use super::{adapter, answer, handler};

/// Returns the file of a callback.
pub(in crate::render) fn render<'a>(
    cx: &Context<'a>,
    callback: &'a Callback,
    names: &'a CallbackNames,
) -> String {
    let own = names
        .operations
        .iter()
        .flat_map(|operation| [&operation.answer, &operation.adapter]);
    let mut file = SourceFile::new(Imports::new(cx.names, own.chain([&names.handler])));
    let operations: Vec<(&InboundOperation, &ServedNames)> =
        callback.operations.iter().zip(&names.operations).collect();
    handler::render(callback, names, &operations, &mut file);
    constructor(names, &operations, &mut file);
    for (inbound, operation_names) in &operations {
        answer::render(inbound, operation_names, &mut file);
    }
    for (inbound, operation_names) in &operations {
        adapter::render(cx, inbound, operation_names, &names.handler, &mut file);
    }
    format!("{}\n{}", file_docs(callback).inner(), file.write())
}

fn file_docs(callback: &Callback) -> DocComment {
    let name = markdown::code(&callback.name);
    let mut docs = DocComment::from_ir(&callback.docs, &format!("{name}."));
    if callback.docs.texts().next().is_some() {
        docs.paragraph(&format!("The document calls it {name}."));
    }
    if let Some(expression) = &callback.expression {
        docs.paragraph(&format!(
            "What the service sends to {}.",
            markdown::code(expression)
        ));
    }
    docs
}

/// Adds the function that creates a callback from a handler.
fn constructor(
    names: &CallbackNames,
    operations: &[(&InboundOperation, &ServedNames)],
    file: &mut SourceFile<'_>,
) {
    let callback = file.imports.receiver("Callback");
    let _ = file.imports.std("sync", "Arc");
    let secured = operations.iter().any(|(inbound, _)| inbound.secured);
    let mut docs = DocComment::line("What a receiver takes in for a handler.");
    if secured {
        docs.paragraph("Who sent a request is asked before anything of its body is looked at.");
    }
    let docs = docs.outer("");
    let handler = &names.handler;
    let (arguments, new) = if secured {
        let authenticate = file.imports.receiver("Authenticate");
        (
            vec![
                format!("handler: impl {handler}"),
                format!("authenticate: impl {authenticate} + 'static"),
            ],
            "Callback::authenticated(authenticate)",
        )
    } else {
        (vec![format!("handler: impl {handler}")], "Callback::new()")
    };
    let (share, last) = match operations {
        [_] => ("", "Arc::new(handler)"),
        _ => ("    let handler = Arc::new(handler);\n", "handler"),
    };
    let mut calls = vec![new.to_owned()];
    for (index, (inbound, names)) in operations.iter().enumerate() {
        let kind = match inbound.delivery {
            Some(_) => "event_handler",
            None => "request_handler",
        };
        let shared = if index + 1 == operations.len() {
            last
        } else {
            "Arc::clone(&handler)"
        };
        calls.push(format!(".{kind}({}({shared}))", names.adapter));
    }
    let body = calls.concat();
    let body = if body.len() <= 60 || calls.len() <= 2 && body.len() <= 95 {
        body
    } else {
        calls.join("\n        ")
    };
    let line = format!("pub fn callback({}) -> {callback} {{", arguments.join(", "));
    let head = if line.len() <= WIDTH {
        line
    } else {
        format!(
            "pub fn callback(\n    {},\n) -> {callback} {{",
            arguments.join(",\n    ")
        )
    };
    file.text_item(format!("{docs}#[must_use]\n{head}\n{share}    {body}\n}}"));
}
