//! `lib.rs`.

use crate::ir::AuthModel;
use crate::render::client::{node, server};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::imports;

use super::lints;

/// Returns `lib.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let api = cx.api;
    let mut docs = DocComment::line(&format!("{}.", title(cx)));
    for text in api.info.docs.texts() {
        docs.markdown(text);
    }
    docs.paragraph(
        "A [`Client`] has a method for each first segment of the paths, and what that gives has \
         one for the next, so that a path reads like a chain of calls. The methods named like \
         HTTP methods make a request, which is sent when it is awaited.",
    );
    docs.paragraph(
        "A later version of the API can add operations, properties, enum values and types. Code \
         that ends struct literals in `..Default::default()`, or in `..Foo::new(…)` where members \
         are required, and matches on enums in `_`, compiles with the client of such a version.",
    );
    docs.external(&api.info.docs);
    let mut text = docs.inner();
    text.push('\n');
    text.push_str("#![forbid(unsafe_code)]\n#![deny(missing_docs)]\n");
    text.push_str(&lints::allow_attributes(cx));
    text.push('\n');
    text.push_str(&modules(cx));
    let root = &cx.names.root;
    let names = root.types().chain([&root.builder]);
    let names = names.map(ToString::to_string).collect();
    text.push('\n');
    text.push_str(&imports::declaration("pub use", "client", &names));
    if has_credentials(cx) {
        text.push_str("pub use credentials::Credentials;\n");
    }
    text.push_str("pub use specwright_runtime::{self as runtime, Error, Response};\n");
    text.push_str(&server::re_exports(cx));
    text
}

/// Returns the `mod` declarations, sorted by name.
fn modules(cx: &Context<'_>) -> String {
    let mut modules = vec!["mod client;\n".to_owned()];
    if !cx.api.error_codes.is_empty() {
        modules.push("pub mod error_codes;\n".to_owned());
    }
    if has_credentials(cx) {
        modules.push("mod credentials;\n".to_owned());
    }
    if !cx.api.callbacks.is_empty() {
        modules.push("#[cfg(feature = \"receiver\")]\npub mod callbacks;\n".to_owned());
    }
    if !cx.names.models.is_empty() {
        modules.push("pub mod models;\n".to_owned());
    }
    if !cx.servers().is_empty() {
        modules.push("mod server;\n".to_owned());
    }
    modules.extend(
        node::modules(&cx.names.root)
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| format!("{line}\n")),
    );
    modules.sort_by(|a, b| module_name(a).cmp(module_name(b)));
    modules.concat()
}

fn has_credentials(cx: &Context<'_>) -> bool {
    cx.auth_model == AuthModel::Schemes
}

/// Returns the name of a declared module.
fn module_name(declaration: &str) -> &str {
    let item = declaration.trim_end().lines().last().unwrap_or_default();
    item.trim_start_matches("pub ")
        .trim_start_matches("mod ")
        .trim_end_matches(['\n', ';'])
}

/// Returns the title and the version of the API.
pub(super) fn title(cx: &Context<'_>) -> String {
    let info = &cx.api.info;
    let title = if info.title.trim().is_empty() {
        "A client".to_owned()
    } else {
        markdown::inline(&info.title)
    };
    if info.version.trim().is_empty() {
        title
    } else {
        format!("{title}, version {}", markdown::inline(&info.version))
    }
}
