//! The trait that handles a callback.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::ir::{AsyncDelivery, Callback, InboundOperation};
use crate::name::{CallbackNames, ServedNames};
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::layout::WIDTH;

use super::payload::payload_type;

/// Adds the trait of the handler.
pub(super) fn render(
    callback: &Callback,
    names: &CallbackNames,
    operations: &[(&InboundOperation, &ServedNames)],
    file: &mut SourceFile<'_>,
) {
    let mut docs = DocComment::line(&format!("Handles {}.", markdown::code(&callback.name)));
    docs.paragraph("Methods may be called at the same time, also while others are running.");
    let mut methods = String::new();
    for (inbound, names) in operations {
        if !methods.is_empty() {
            methods.push('\n');
        }
        methods.push_str(&match &inbound.delivery {
            Some(delivery) => notification_methods(inbound, delivery, names, file),
            None => response_method(inbound, names, file),
        });
    }
    let name = &names.handler;
    file.text_item(format!(
        "{}pub trait {name}: Send + Sync + 'static {{\n{methods}}}",
        docs.outer("")
    ));
}

/// Returns the documentation of the method that handles an operation.
fn method_docs(inbound: &InboundOperation) -> DocComment {
    let docs = &inbound.operation.docs;
    let mut method_docs = DocComment::from_ir(
        docs,
        &format!("Handles {}.", markdown::code(&inbound.operation.id)),
    );
    if docs.deprecated {
        method_docs.paragraph("The document deprecates it.");
    }
    method_docs.external(docs);
    method_docs
}

/// Returns the method for requests that the handler responds to.
fn response_method(
    inbound: &InboundOperation,
    names: &ServedNames,
    file: &mut SourceFile<'_>,
) -> String {
    let received = file.imports.receiver("Received");
    let payload = payload_type(inbound, file);
    let docs = method_docs(inbound).outer("    ");
    let head = signature(
        names.method.as_str(),
        &[
            "&self".to_owned(),
            format!("received: {received}<{payload}>"),
        ],
        &format!("impl Future<Output = {}> + Send", names.answer),
        ";",
    );
    format!("{docs}{head}\n")
}

/// Returns the methods for requests that are accepted before they are handled.
fn notification_methods(
    inbound: &InboundOperation,
    delivery: &AsyncDelivery,
    names: &ServedNames,
    file: &mut SourceFile<'_>,
) -> String {
    let (received, undecoded) = (
        file.imports.receiver("Received"),
        file.imports.receiver("InvalidPayload"),
    );
    let payload = payload_type(inbound, file);
    let method = &names.method;
    let mut docs = method_docs(inbound);
    docs.paragraph(&format!(
        "The answer `{}` is on its way already. Notifications with the same key come one after the \
         other, in the order in which they were received; others come at the same time.",
        delivery.accepted
    ));
    let mut text = docs.outer("    ");
    let argument = format!("notification: {received}<{payload}>");
    let head = signature(
        method.as_str(),
        &["&self".to_owned(), argument.clone()],
        "impl Future<Output = ()> + Send",
        ";",
    );
    append!(text, "{head}\n\n");

    text.push_str(&answer_method(delivery, names, &argument));
    text.push_str(&undecoded_method(names, &received, &undecoded));
    text
}

/// Returns the method that may answer a notification before it is accepted.
fn answer_method(delivery: &AsyncDelivery, names: &ServedNames, argument: &str) -> String {
    let method = &names.method;
    let mut docs = DocComment::line(
        "Answers a notification in the response itself, before anything is handed over. `None`, \
         which is the default, leaves it to the method above.",
    );
    docs.paragraph(
        "With a success, the notification is done, and the others of its request are handed over. \
         Anything else refuses the whole request: nothing of it is handed over.",
    );
    if let Some(inline) = &delivery.sync_response {
        docs.paragraph(&format!(
            "A notification that waits for its answer gets `{}` after {} seconds, or at once with \
             `None`, and is handed over: {}",
            inline.status,
            inline.deadline.as_secs_f64(),
            markdown::code(&inline.default.to_string())
        ));
    }
    let mut text = docs.outer("    ");
    let head = signature(
        &format!("answer_{method}"),
        &["&self".to_owned(), argument.replacen(": ", ": &", 1)],
        &format!("impl Future<Output = Option<{}>> + Send", names.answer),
        " {",
    );
    append!(
        text,
        "{head}\n        let _ = notification;\n        async {{ None }}\n    }}\n\n"
    );

    text
}

/// Returns the method for notifications that cannot be decoded.
fn undecoded_method(
    names: &ServedNames,
    received: &TokenStream,
    undecoded: &TokenStream,
) -> String {
    let method = &names.method;
    let docs = DocComment::line(
        "Takes what came and is no such notification: it does not cost the others. Nothing is done \
         with it by default, but it is counted and logged.",
    );
    let mut text = docs.outer("    ");
    let head = signature(
        &format!("invalid_{method}"),
        &[
            "&self".to_owned(),
            format!("notification: {received}<{undecoded}>"),
        ],
        "impl Future<Output = ()> + Send",
        " {",
    );
    append!(
        text,
        "{head}\n        let _ = notification;\n        async {{}}\n    }}\n"
    );
    text
}

/// Returns the signature of a method, in one line or with a line for each argument.
fn signature(name: &str, arguments: &[String], returns: &str, end: &str) -> String {
    let line = format!("    fn {name}({}) -> {returns}{end}", arguments.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let arguments = arguments.join(",\n        ");
    format!("    fn {name}(\n        {arguments},\n    ) -> {returns}{end}")
}
