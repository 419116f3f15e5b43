//! `mod.rs`: the modules and re-exports of a module.

use std::fmt::Write as _;

use toml_edit::{Array, InlineTable, Value};

use crate::render::context::Context;

use super::{crate_root, features, lints};

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
    let mut text = format!(
        "// A client of {}. The crate needs this dependency:\n//\n// specwright-runtime = {}\n",
        crate_root::title(cx),
        dependency(cx)
    );
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

/// Returns the runtime as a dependency of the surrounding crate.
fn dependency(cx: &Context<'_>) -> InlineTable {
    let mut runtime = InlineTable::new();
    runtime.insert("version", Value::from(env!("CARGO_PKG_VERSION")));
    let features: Array = features::required_by_module(cx).into_iter().collect();
    if !features.is_empty() {
        runtime.insert("features", Value::Array(features));
    }
    runtime
}
