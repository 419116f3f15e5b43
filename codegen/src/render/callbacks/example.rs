//! The examples of the modules of callbacks.

use std::collections::BTreeSet;

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
    let authenticate = if is_secured(callback) {
        "Authenticate, "
    } else {
        ""
    };
    let mut lines = vec![
        cx.example_fence(),
        format!("use {library}::callbacks::{module}::{{self, {handler}}};"),
    ];
    let imports: BTreeSet<&str> = payloads
        .iter()
        .filter_map(|payload| payload.import.as_deref())
        .collect();
    lines.extend(imports.into_iter().map(|path| format!("use {path};")));
    lines.extend([
        format!("use {library}::runtime::receiver::{{{authenticate}Callback, Received}};"),
        String::new(),
        "struct Printer;".to_owned(),
        String::new(),
        format!("impl {handler} for Printer {{"),
    ]);
    for (operation, Payload { ty, .. }) in names.operations.iter().zip(&payloads) {
        let method = &operation.method;
        lines.extend([
            format!("    async fn {method}(&self, notification: Received<{ty}>) {{"),
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
    vec![
        cx.example_fence(),
        format!("use {library}::callbacks::{module}::{{self, {handler}}};"),
        format!("use {library}::runtime::receiver::{{{authenticate}PublicAddress, Receiver}};"),
        String::new(),
        "fn receiver(".to_owned(),
        format!("    handler: impl {handler},"),
        format!("    {},", arguments.declaration),
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
    .filter(|line| line != "    ,")
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

/// The type of a notification in an example.
struct Payload {
    /// The type's name, or its path if the name is imported for something else.
    ty: String,
    /// The path to import.
    import: Option<String>,
}

/// The names that an example has besides those of payloads.
const TAKEN: [&str; 4] = ["Authenticate", "Callback", "Printer", "Received"];

/// Returns the notification types, if every operation receives notifications of a named type.
fn payloads(cx: &Context<'_>, callback: &Callback) -> Option<Vec<Payload>> {
    let payloads = callback.operations.iter().map(|inbound| {
        let Type::Named(id) = inbound.delivery.as_ref()?.notification else {
            return None;
        };
        let path = cx.public_path(id, &cx.library);
        Some(match path.rsplit_once("::") {
            Some((_, name)) if !TAKEN.contains(&name) => Payload {
                ty: name.to_owned(),
                import: Some(path),
            },
            _ => Payload {
                ty: path,
                import: None,
            },
        })
    });
    payloads.collect()
}
