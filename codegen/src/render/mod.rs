//! Renders the files of a crate.
//!
//! Renderers decide nothing: what is emitted comes from the [`Api`], and its identifiers come from
//! the [`Names`].

// A folder imports only from those below it:
//
// | folder      | contents                                  | imports from                  |
// |-------------|-------------------------------------------|-------------------------------|
// | package     | the manifest, the crate root, tests       | client, syntax and below      |
// | client      | client, path nodes, operations, servers   | models, syntax and below      |
// | callbacks   | handlers and their adapters               | syntax and below              |
// | models      | types and their trait implementations     | syntax and below              |
// | syntax      | types, literals and expressions           | source_file                   |
// | source_file | items and imports of a file               | docs                          |
// | docs        | doc comments, Markdown, sentences         | context                       |
// | context     | the input of all renderers, as data       |                               |
//
// `parallel` imports none of them. Below a folder, files import from each other in one direction.

/// Appends formatted text to a string.
macro_rules! append {
    ($text:expr, $($format:tt)*) => {
        // Writing to a string does not fail.
        $text.write_fmt(format_args!($($format)*)).unwrap_or_default()
    };
}

mod callbacks;
mod client;
mod context;
mod docs;
mod models;
mod package;
mod parallel;
mod source_file;
mod syntax;

use std::collections::BTreeMap;

use crate::config::Layout;
use crate::ir::{Api, AuthModel, PathNode};
use crate::listing::{FILE_NAME, Listing};
use crate::name::{Identifier, Names, NodeNames};
use crate::options::{HEADING, Options};

use callbacks::callback;
use client::{credentials, error_codes, extensions, node, server, token_endpoints};
use context::{Context, ROOT};
use docs::level;
use package::{crate_root, examples, manifest, module_root, operations};
use parallel::PendingFiles;

/// Returns the text of each file of a crate or a module, by path.
#[must_use]
pub fn render(
    api: &Api,
    names: &Names,
    listing: &Listing,
    options: &Options,
) -> BTreeMap<String, String> {
    let cx = Context::new(api, names, options);
    let cx = &cx;
    let mut files = PendingFiles::default();
    match cx.layout {
        Layout::Crate => {
            files.add("Cargo.toml", || {
                with_heading(cx, "#", &manifest::render(cx))
            });
            files.add("rustfmt.toml", || with_heading(cx, "#", manifest::RUSTFMT));
            add_source(cx, &mut files, &["lib"], || crate_root::render(cx));
            if !api.examples.is_empty() {
                files.add("tests/examples.rs", || {
                    with_heading(cx, "//", &examples::render(cx))
                });
            }
        }
        Layout::Module => add_source(cx, &mut files, &["mod"], || module_root::render(cx)),
    }
    files.add(FILE_NAME, || with_heading(cx, "#", &listing.to_lock()));
    add_source(cx, &mut files, &["client"], || client::render(cx));
    if !cx.servers().is_empty() {
        add_source(cx, &mut files, &["server"], || server::render(cx));
    }
    if cx.auth_model == AuthModel::Schemes {
        add_source(cx, &mut files, &["credentials"], || credentials::render(cx));
    }
    if extensions::is_needed(cx) {
        add_source(cx, &mut files, &["extensions"], || extensions::render(cx));
    }
    if token_endpoints::is_needed(cx) {
        add_source(cx, &mut files, &["token_endpoints"], || {
            token_endpoints::render(cx)
        });
    }
    if !api.error_codes.is_empty() {
        add_source(cx, &mut files, &["error_codes"], || error_codes::render(cx));
    }
    if cx.has_models() {
        add_source(cx, &mut files, &["models"], || models::render(cx));
    }
    if cx.has_operations() {
        add_source(cx, &mut files, &["operations"], || operations::render(cx));
    }
    for model in &names.models {
        let modules = ["models", model.module.as_str()];
        add_source(cx, &mut files, &modules, || {
            models::render_module(cx, model)
        });
    }
    if !api.callbacks.is_empty() {
        add_source(cx, &mut files, &["callbacks"], || callbacks::render(cx));
    }
    for (callback, names) in api.callbacks.iter().zip(&names.callbacks) {
        let modules = ["callbacks", names.module.as_str()];
        add_source(cx, &mut files, &modules, move || {
            callback::render(cx, callback, names)
        });
    }
    for (node, names) in api.root.children.iter().zip(&names.root.children) {
        add_nodes(cx, &mut files, node, names);
    }
    files.render()
}

/// Adds the files of a path node and the nodes below it.
fn add_nodes<'a>(
    cx: &'a Context<'a>,
    files: &mut PendingFiles<'a>,
    node: &'a PathNode,
    names: &'a NodeNames,
) {
    let modules: Vec<&str> = names.modules.iter().map(Identifier::as_str).collect();
    add_source(cx, files, &modules, move || node::render(cx, node, names));
    for (child, names) in node.children.iter().zip(&names.children) {
        add_nodes(cx, files, child, names);
    }
}

/// Adds the file of a module, by its path from the root.
fn add_source<'a>(
    cx: &'a Context<'a>,
    files: &mut PendingFiles<'a>,
    modules: &[&str],
    render: impl Fn() -> String + Send + Sync + 'a,
) {
    let file = format!("{}.rs", modules.join("/"));
    let (path, root) = match cx.layout {
        Layout::Crate => (format!("src/{file}"), "crate".to_owned()),
        Layout::Module if modules == ["mod"] => (file, "self".to_owned()),
        Layout::Module => (file, vec!["super"; modules.len()].join("::")),
    };
    files.add(path, move || {
        let text = render().replace(ROOT, &root);
        let text = level::reduce(text, cx.options.config.docs.level);
        with_heading(cx, "//", &text)
    });
}

/// Returns the text of a file with its first line, which says that the file is generated.
fn with_heading(cx: &Context<'_>, comment: &str, text: &str) -> String {
    let Options {
        command,
        source_name,
        ..
    } = cx.options;
    format!("{comment} {HEADING}{command}` from {source_name}; edit that instead.\n\n{text}")
}
