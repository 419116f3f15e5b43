//! The examples of the modules of callbacks.

use crate::ir::{Callback, Type};
use crate::name::CallbackNames;
use crate::render::context::Context;

/// Returns a code block that implements the handler of a callback, and creates the callback.
///
/// If the handler returns responses, or a notification has no named type, the handler is a
/// parameter of the example.
pub(super) fn handler(cx: &Context<'_>, callback: &Callback, names: &CallbackNames) -> Vec<String> {
    let Some(payloads) = payloads(cx, callback) else {
        return receiver(cx, callback, names);
    };
    let library = &cx.library;
    let (module, handler) = (&names.module, &names.handler);
    let arguments = credential_arguments(callback);
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("use {library}::callbacks::{module}::{{self, {handler}}};"),
        format!("use {library}::runtime::receiver::{{Authenticate, Callback, Received}};"),
        String::new(),
        "struct Printer;".to_owned(),
        String::new(),
        format!("impl {handler} for Printer {{"),
    ];
    if !is_secured(callback) {
        lines[2] = format!("use {library}::runtime::receiver::{{Callback, Received}};");
    }
    for (operation, payload) in names.operations.iter().zip(payloads) {
        let method = &operation.method;
        lines.extend([
            format!("    async fn {method}(&self, notification: Received<{payload}>) {{"),
            "        println!(\"{:?}\", *notification);".to_owned(),
            "    }".to_owned(),
        ]);
    }
    lines.extend([
        "}".to_owned(),
        String::new(),
        format!("fn printer({}) -> Callback {{", arguments.declaration),
        format!("    {module}::callback(Printer{})", arguments.use_),
        "}".to_owned(),
        "```".to_owned(),
    ]);
    lines
}

/// Returns a code block that serves a callback by a receiver.
pub(super) fn receiver(
    cx: &Context<'_>,
    callback: &Callback,
    names: &CallbackNames,
) -> Vec<String> {
    let library = &cx.library;
    let (module, handler) = (&names.module, &names.handler);
    let arguments = credential_arguments(callback);
    let authenticate = if is_secured(callback) {
        "Authenticate, "
    } else {
        ""
    };
    let separator = if is_secured(callback) { ", " } else { "" };
    vec![
        "```no_run".to_owned(),
        format!("use {library}::callbacks::{module}::{{self, {handler}}};"),
        format!("use {library}::runtime::receiver::{{{authenticate}PublicAddress, Receiver}};"),
        String::new(),
        "fn receiver(".to_owned(),
        format!("    handler: impl {handler}{separator}"),
        format!("    {}", arguments.declaration),
        ") -> Result<Receiver, Box<dyn std::error::Error>> {".to_owned(),
        format!(
            "    let callback = {module}::callback(handler{});",
            arguments.use_
        ),
        "    let address = PublicAddress::new(\"https://hooks.example.com\")?;".to_owned(),
        "    Ok(Receiver::builder(address).callback(\"/events\", callback).build()?)".to_owned(),
        "}".to_owned(),
        "```".to_owned(),
    ]
    .into_iter()
    .filter(|line| line != "    ")
    .collect()
}

/// How an example passes on the authentication of senders.
struct Arguments {
    declaration: &'static str,
    use_: &'static str,
}

fn credential_arguments(callback: &Callback) -> Arguments {
    if is_secured(callback) {
        Arguments {
            declaration: "authenticate: impl Authenticate + 'static",
            use_: ", authenticate",
        }
    } else {
        Arguments {
            declaration: "",
            use_: "",
        }
    }
}

fn is_secured(callback: &Callback) -> bool {
    callback.operations.iter().any(|inbound| inbound.secured)
}

/// Returns the paths of the notification types, if every operation receives notifications of a
/// named type.
fn payloads(cx: &Context<'_>, callback: &Callback) -> Option<Vec<String>> {
    let paths =
        callback
            .operations
            .iter()
            .map(|inbound| match inbound.delivery.as_ref()?.notification {
                Type::Named(id) => Some(cx.public_path(id, &cx.library)),
                _ => None,
            });
    paths.collect()
}
