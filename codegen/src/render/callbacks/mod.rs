//! `callbacks.rs`: what the service sends to its client.

pub(crate) mod answer;
pub(crate) mod callback;

use std::fmt::Write as _;

use crate::render::Context;
use crate::render::docs::Docs;

pub(crate) fn render(cx: &Context<'_>) -> String {
    let mut docs = Docs::line("What the service sends to its client, and who handles it.");
    docs.paragraph(
        "Each module has the trait of a handler, and a function that makes a \
         [`Callback`](msgraph_runtime::receiver::Callback) of one. Several of them can share a \
         [`Receiver`](msgraph_runtime::receiver::Receiver).",
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
            "\n#[cfg(feature = \"open-id\")]\nuse std::time::Duration;\n\n\
             #[cfg(feature = \"open-id\")]\nuse msgraph_runtime::receiver::open_id::{Algorithm, OpenIdConnect};\n",
        );
        text.push_str(&callback::open_id(cx));
    }
    text
}
