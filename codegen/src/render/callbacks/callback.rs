//! The file of a callback.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::{Callback, InboundOperation};
use crate::name::{CallbackNames, ServedNames};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;

use super::{adapter, example, handler, response};

/// Returns the file of a callback.
pub(in crate::render) fn render<'a>(
    cx: &Context<'a>,
    callback: &'a Callback,
    names: &'a CallbackNames,
) -> String {
    let own = names
        .operations
        .iter()
        .flat_map(|operation| [&operation.response, &operation.adapter]);
    let mut file = SourceFile::new(Imports::new(cx.names, own.chain([&names.handler])));
    let operations: Vec<(&InboundOperation, &ServedNames)> =
        callback.operations.iter().zip(&names.operations).collect();
    handler::render(callback, names, &operations, &mut file);
    constructor(names, &operations, &mut file);
    for (inbound, operation_names) in &operations {
        response::render(inbound, operation_names, &mut file);
    }
    for (inbound, operation_names) in &operations {
        adapter::render(cx, inbound, operation_names, &names.handler, &mut file);
    }
    format!(
        "{}\n{}",
        file_docs(cx, callback, names).inner(),
        file.write()
    )
}

fn file_docs(cx: &Context<'_>, callback: &Callback, names: &CallbackNames) -> DocComment {
    let name = markdown::code(&callback.name);
    let mut docs = DocComment::from_ir(&callback.docs, &format!("{name}."));
    if callback.docs.texts().next().is_some() {
        docs.paragraph(&format!("Callback {name} of the document."));
    }
    if let Some(expression) = &callback.expression {
        docs.paragraph(&format!(
            "The service sends these requests to {}.",
            markdown::code(expression)
        ));
    }
    docs.section("Example");
    docs.blocks(example::handler(cx, callback, names));
    docs
}

/// Adds the function that creates a callback from a handler.
fn constructor(
    names: &CallbackNames,
    operations: &[(&InboundOperation, &ServedNames)],
    file: &mut SourceFile<'_>,
) {
    let callback = file.imports.receiver("Callback");
    let arc = file.imports.std("sync", "Arc");
    let secured = operations.iter().any(|(inbound, _)| inbound.secured);
    let mut docs = DocComment::line("Creates the callback that passes requests to a handler.");
    if secured {
        docs.paragraph("The sender of a request is authenticated before its body is read.");
    }
    let docs = file.docs(docs);
    let handler = &names.handler;
    let (argument, new) = if secured {
        let authenticate = file.imports.receiver("Authenticate");
        (
            Some(quote!(authenticate: impl #authenticate + 'static)),
            quote!(#callback::authenticated(authenticate)),
        )
    } else {
        (None, quote!(#callback::new()))
    };
    let mut calls = TokenStream::new();
    for (index, (inbound, names)) in operations.iter().enumerate() {
        let method = match inbound.delivery {
            Some(_) => format_ident!("event_handler"),
            None => format_ident!("request_handler"),
        };
        let adapter = &names.adapter;
        let shared = match operations.len() {
            1 => quote!(#arc::new(handler)),
            count if index + 1 == count => quote!(handler),
            _ => quote!(#arc::clone(&handler)),
        };
        calls.extend(quote!(.#method(#adapter(#shared))));
    }
    let share = (operations.len() != 1).then(|| quote!(let handler = #arc::new(handler);));
    file.item(quote! {
        #docs
        #[must_use]
        pub fn callback(handler: impl #handler, #argument) -> #callback {
            #share
            #new #calls
        }
    });
}
