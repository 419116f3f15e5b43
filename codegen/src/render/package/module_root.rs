//! `mod.rs`: the modules and re-exports of a module.

use std::fmt::Write as _;

use toml_edit::{Array, InlineTable, Value};

use crate::render::context::Context;

use super::{crate_root, features, lints, manifest};

/// The lints of the surrounding crate that its author cannot satisfy in a generated module.
const FOREIGN_LINTS: [&str; 4] = [
    "dead_code",
    "missing_docs",
    "unreachable_pub",
    "unused_imports",
];

/// Returns `mod.rs`.
///
/// It has no inner attributes and no inner documentation, which an included file cannot have.
/// rustfmt leaves it and the files of its modules as they are.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut text = dependencies(cx);
    let lints: Vec<&str> = lints::allowed(cx)
        .into_iter()
        .map(|(lint, _)| lint)
        .collect();
    let lints = [lints.as_slice(), &FOREIGN_LINTS].concat().join(", ");
    for module in crate_root::modules(cx) {
        append!(text, "\n#[rustfmt::skip]\n#[allow({lints})]\n{module}");
    }
    for declaration in crate_root::re_exports(cx).split_inclusive(";\n") {
        append!(
            text,
            "\n#[rustfmt::skip]\n#[allow(unreachable_pub, unused_imports)]\n{declaration}"
        );
    }
    text
}

/// Returns a comment with the dependencies that the surrounding crate needs.
fn dependencies(cx: &Context<'_>) -> String {
    let declared: Vec<(&str, Value)> = manifest::dependencies(cx).collect();
    let title = crate_root::title(cx);
    let these = if declared.is_empty() {
        "this dependency"
    } else {
        "these dependencies"
    };
    let mut text = format!(
        "// A client of {title}. The crate needs {these}:\n//\n// specwright-runtime = {}\n",
        runtime(cx)
    );
    for (name, dependency) in &declared {
        append!(text, "// {name} = {dependency}\n");
    }
    let is_declared = |needed: &str| {
        declared
            .iter()
            .any(|(name, _)| name.replace('-', "_") == needed)
    };
    let mut crates = cx.options.config.types.crates();
    crates.retain(|name| !is_declared(name));
    if !crates.is_empty() {
        let crates: Vec<String> = crates.iter().map(|name| format!("`{name}`")).collect();
        append!(
            text,
            "//\n// The table `types` of the settings names items of other crates, which are \
             dependencies, too:\n// {}.\n",
            crates.join(", ")
        );
    }
    text
}

/// Returns the runtime as a dependency of the surrounding crate.
fn runtime(cx: &Context<'_>) -> InlineTable {
    let mut runtime = manifest::runtime_source(cx);
    // It would be relative to the manifest of the crate, whose folder is not known.
    runtime.remove("path");
    let features: Array = features::required_by_module(cx).into_iter().collect();
    if !features.is_empty() {
        runtime.insert("features", Value::Array(features));
    }
    runtime
}
