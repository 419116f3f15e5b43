//! `Cargo.toml` and `rustfmt.toml`.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::render::context::Context;

use super::{crate_root, features};

/// The text of `rustfmt.toml`.
///
/// prettyplease formats the crate, and rustfmt would break some lines differently. With this file,
/// `cargo fmt --all --check` succeeds in a workspace that contains the crate.
pub(in crate::render) const RUSTFMT: &str = "disable_all_formatting = true\n";

/// Returns `Cargo.toml`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let options = cx.options;
    let mut manifest = DocumentMut::new();
    let mut package = Table::new();
    package.insert("name", value(&options.crate_name));
    package.insert("version", value(&options.crate_version));
    package.insert("description", value(crate_root::title(cx)));
    package.insert("edition", value("2024"));
    package.insert("rust-version", value("1.89"));
    if options.standalone {
        package.insert("publish", value(false));
    } else {
        package.insert("license", value("MIT OR Apache-2.0"));
    }
    manifest.insert("package", Item::Table(package));
    if options.standalone {
        manifest.insert("workspace", Item::Table(Table::new()));
    }
    manifest.insert("features", Item::Table(crate_features(cx)));

    let mut runtime = InlineTable::new();
    runtime.insert("path", Value::from(&options.runtime_path));
    // The runtime has the version of the generator.
    runtime.insert("version", Value::from(env!("CARGO_PKG_VERSION")));
    runtime.insert("default-features", Value::from(false));
    let runtime_features: Array = features::required(cx).into_iter().collect();
    if !runtime_features.is_empty() {
        runtime.insert("features", Value::Array(runtime_features));
    }
    let mut dependencies = Table::new();
    dependencies.insert("specwright-runtime", value(runtime));
    manifest.insert("dependencies", Item::Table(dependencies));
    if !cx.api.examples.is_empty() {
        let mut runtime = InlineTable::new();
        runtime.insert("path", Value::from(&options.runtime_path));
        runtime.insert("default-features", Value::from(false));
        runtime.insert("features", Value::from_iter(["testing"]));
        let mut dependencies = Table::new();
        dependencies.insert("specwright-runtime", value(runtime));
        manifest.insert("dev-dependencies", Item::Table(dependencies));
    }

    let mut pedantic = InlineTable::new();
    pedantic.insert("level", Value::from("warn"));
    pedantic.insert("priority", Value::from(-1));
    let mut clippy = Table::new();
    clippy.insert("pedantic", value(pedantic));
    let mut lints = Table::new();
    lints.set_implicit(true);
    lints.insert("clippy", Item::Table(clippy));
    manifest.insert("lints", Item::Table(lints));
    manifest.to_string()
}

/// Returns the features of the crate.
fn crate_features(cx: &Context<'_>) -> Table {
    let mut features = Table::new();
    let default: Array = ["rustls"].into_iter().collect();
    features.insert("default", value(default));
    for feature in features::offered(cx) {
        let enables: Array = feature.enables.iter().copied().collect();
        features.insert(feature.name, value(enables));
        if let Some(mut key) = features.key_mut(feature.name) {
            key.leaf_decor_mut()
                .set_prefix(format!("# {}\n", feature.description));
        }
    }
    features
}
