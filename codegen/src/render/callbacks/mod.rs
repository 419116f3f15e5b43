//! The files of the requests that the service sends to its client.

mod adapter;
mod answer;
pub(super) mod callback;
mod handler;
mod open_id;
mod payload;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::context::Context;
use super::docs::DocComment;
use super::source_file::imports;

/// Returns `callbacks.rs`.
pub(super) fn render(cx: &Context<'_>) -> String {
    let mut docs = DocComment::line("What the service sends to its client, and who handles it.");
    docs.paragraph(
        "Each module has the trait of a handler, and a function that makes a \
         [`Callback`](specwright_runtime::receiver::Callback) of one. Several of them can share a \
         [`Receiver`](specwright_runtime::receiver::Receiver).",
    );
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
        text.push_str(
            "\n#[cfg(feature = \"open-id\")]\n\
             use std::time::Duration;\n\n\
             #[cfg(feature = \"open-id\")]\n",
        );
        let mut names = BTreeSet::from(["Algorithm".to_owned(), "OpenIdConnect".to_owned()]);
        if !cx.api.sender_attributes().is_empty() {
            names.insert("SenderAttribute".to_owned());
        }
        text.push_str(&imports::declaration(
            "use",
            "specwright_runtime::receiver::open_id",
            &names,
        ));
        text.push_str(&open_id::statics(cx));
    }
    text
}
