//! `lib.rs`: the documentation of the crate, its modules and re-exports.

use crate::config::DocsLevel;
use crate::ir::AuthModel;
use crate::render::client::{example, extensions, node, server};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::imports;

use super::{features, lints};

/// Returns `lib.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let api = cx.api;
    let mut docs = DocComment::line(&format!("{}.", title(cx)));
    for text in api.info.docs.texts() {
        docs.markdown(text);
    }
    docs.external(&api.info.docs);
    docs.paragraph(
        "A later version of the API can add operations, properties, enum values and types. Code \
         that ends struct literals in `..Default::default()`, or in `..Foo::new(…)` where \
         properties are required, and matches on enums in `_`, compiles with the client of such a \
         version.",
    );
    usage(cx, &mut docs);
    let mut text = docs.inner();
    text.push('\n');
    // On docs.rs, items that require a feature are marked with it.
    text.push_str("#![cfg_attr(docsrs, feature(doc_cfg))]\n");
    text.push_str("#![forbid(unsafe_code)]\n");
    if cx.options.config.docs.level != DocsLevel::None {
        text.push_str("#![deny(missing_docs)]\n");
    }
    text.push_str(&lints::allow_attributes(cx));
    text.push('\n');
    text.push_str(&modules(cx).concat());
    text.push('\n');
    text.push_str(&re_exports(cx));
    text
}

/// Returns the `pub use` declarations of the root.
pub(super) fn re_exports(cx: &Context<'_>) -> String {
    let root = &cx.names.root;
    let names = root.types().chain([&root.builder]);
    let names = names.map(ToString::to_string).collect();
    let mut text = imports::declaration("pub use", "client", &names);
    if has_credentials(cx) {
        text.push_str("pub use credentials::Credentials;\n");
    }
    if extensions::is_needed(cx) {
        text.push_str(&extensions::re_exports(cx));
    }
    text.push_str("pub use specwright_runtime::{self as runtime, Error, Response};\n");
    text.push_str(&server::re_exports(cx));
    text
}

/// Adds how the crate is used: an example, credentials, features and modules.
fn usage(cx: &Context<'_>, docs: &mut DocComment) {
    docs.section("Calls");
    docs.paragraph(
        "A path is a chain of method calls on a [`Client`], with one method for each segment. Each \
         method returns a builder for the path so far, which sends nothing by itself. The methods \
         named after HTTP methods create a request, which is sent when it is awaited. Required \
         parameters are arguments, optional ones are methods of the request.",
    );
    docs.blocks(example::first_call(cx));
    docs.paragraph(
        "Awaiting a request returns a [`Response`] or an [`Error`]. The documentation of \
         [`runtime`](#reexports) explains deadline, retries and errors.",
    );
    docs.section("Credentials");
    docs.paragraph(credentials(cx));
    docs.section("Compatibility");
    docs.paragraph(
        "The document may get operations, optional properties, enum values and schemas without a \
         breaking change of this crate. For this, end struct literals in `..Default::default()` or \
         `..T::new(…)`, and matches on enums in a `_` arm.",
    );
    docs.section("Modules");
    docs.blocks(module_list(cx));
    docs.section("Features");
    let mut table = vec!["| feature | adds |".to_owned(), "|---|---|".to_owned()];
    for feature in features::offered(cx) {
        let default = if feature.name == "rustls" {
            " (default)"
        } else {
            ""
        };
        let description = feature.description.trim_end_matches('.');
        table.push(format!("| `{}`{default} | {description} |", feature.name));
    }
    docs.blocks(table);
}

/// Returns where the credentials of calls come from.
fn credentials(cx: &Context<'_>) -> &'static str {
    match cx.auth_model {
        AuthModel::None => "No operation needs a credential.",
        AuthModel::SingleBearer => {
            "Bearer tokens come from a [`TokenProvider`](runtime::TokenProvider): \
             [`StaticToken`](runtime::StaticToken) is a fixed token, \
             [`TokenFn`](runtime::TokenFn) calls an async closure, and \
             [`CachedToken`](runtime::CachedToken) keeps the tokens of another provider until they \
             expire. With the feature `azure-identity`, `runtime::AzureCredential` takes them from \
             a credential of the Azure SDK."
        }
        AuthModel::Schemes => {
            "[`Credentials`] has a method for each security scheme of the document. Where it takes \
             a [`TokenProvider`](runtime::TokenProvider): [`StaticToken`](runtime::StaticToken) is \
             a fixed token, [`TokenFn`](runtime::TokenFn) calls an async closure, and \
             [`CachedToken`](runtime::CachedToken) keeps the tokens of another provider until they \
             expire."
        }
    }
}

/// Returns the list of the modules that every user needs to know.
fn module_list(cx: &Context<'_>) -> Vec<String> {
    let mut items = Vec::new();
    if cx.has_models() {
        items.push("[`models`]: the types of the document's schemas.");
    }
    if cx.has_operations() {
        items.push("[`operations`]: the types that operations declare inline.");
    }
    if !cx.api.error_codes.is_empty() {
        items.push("[`error_codes`]: the known error codes of the service.");
    }
    if !cx.api.callbacks.is_empty() {
        items.push(
            "`callbacks`, with the feature `receiver`: the requests that the service sends to its \
             client.",
        );
    }
    items.push(
        "[`runtime`](#reexports): what all generated clients share, such as transports and errors.",
    );
    items.into_iter().flat_map(markdown::item).collect()
}

/// Returns the `mod` declarations, sorted by name.
pub(super) fn modules(cx: &Context<'_>) -> Vec<String> {
    let mut modules = vec!["mod client;\n".to_owned()];
    if !cx.api.error_codes.is_empty() {
        modules.push("pub mod error_codes;\n".to_owned());
    }
    if extensions::is_needed(cx) {
        modules.push("mod extensions;\n".to_owned());
    }
    if has_credentials(cx) {
        modules.push("mod credentials;\n".to_owned());
    }
    if !cx.api.callbacks.is_empty() {
        modules.push(cx.feature_line("receiver") + "pub mod callbacks;\n");
    }
    if cx.has_models() {
        modules.push("pub mod models;\n".to_owned());
    }
    if cx.has_operations() {
        modules.push("pub mod operations;\n".to_owned());
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
    modules
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
