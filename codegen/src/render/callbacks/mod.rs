//! The files of the requests that the service sends to its client.

mod adapter;
pub(super) mod callback;
mod example;
mod handler;
mod open_id;
mod payload;
mod response;

use std::fmt::Write as _;

use super::context::Context;
use super::docs::DocComment;
use super::source_file::SourceFile;
use super::source_file::imports::Imports;

/// Returns `callbacks.rs`.
pub(super) fn render(cx: &Context<'_>) -> String {
    let mut docs =
        DocComment::line("Requests that the service sends to its client, and their handlers.");
    docs.paragraph(
        "Each module has a handler trait, and a function that creates a \
         [`Callback`](specwright_runtime::receiver::Callback) from a handler. Several callbacks \
         can share a [`Receiver`](specwright_runtime::receiver::Receiver).",
    );
    if let (Some(callback), Some(names)) = (cx.api.callbacks.first(), cx.names.callbacks.first()) {
        docs.section("Example");
        docs.blocks(example::receiver(cx, callback, names));
    }
    let mut text = docs.inner();
    text.push('\n');
    let mut modules: Vec<&str> = cx
        .names
        .callbacks
        .iter()
        .map(|callback| callback.module.as_str())
        .collect();
    modules.sort_unstable();
    for module in modules {
        append!(text, "pub mod {module};\n");
    }
    if !cx.api.open_id.is_empty() {
        let mut file = SourceFile::new(Imports::new(cx.names, []));
        open_id::statics(cx, &mut file);
        let attribute = if cx.api.sender_attributes().is_empty() {
            ""
        } else {
            ", SenderAttribute"
        };
        let feature = cx.feature_line("open-id");
        append!(
            text,
            "\n{feature}\
             use std::time::Duration;\n\n\
             {feature}\
             use specwright_runtime::receiver::open_id::{{Algorithm, OpenIdConnect{attribute}}};\n\n",
        );
        text.push_str(&file.write());
    }
    text
}
