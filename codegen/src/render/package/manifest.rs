//! `Cargo.toml` and `rustfmt.toml`.

use std::collections::BTreeSet;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::config::{Dependency, Runtime, WorkspaceRole};
use crate::render::context::Context;

use super::{crate_root, features};

/// The text of `rustfmt.toml`.
///
/// prettyplease formats the crate, and rustfmt would break some lines differently. With this file,
/// `cargo fmt --all --check` succeeds in a workspace that contains the crate.
pub(in crate::render) const RUSTFMT: &str = "disable_all_formatting = true\n";

/// Returns `Cargo.toml`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let settings = &cx.options.config.package;
    let mut manifest = DocumentMut::new();
    manifest.insert("package", Item::Table(package(cx)));
    if settings.workspace != WorkspaceRole::Member {
        manifest.insert("workspace", Item::Table(Table::new()));
    }
    manifest.insert("features", Item::Table(crate_features(cx)));
    add_dependency(
        &mut manifest,
        "dependencies",
        runtime(cx, features::required(cx)),
    );
    for (name, dependency) in dependencies(cx) {
        manifest["dependencies"][name] = value(dependency);
    }
    if !cx.api.examples.is_empty() {
        let testing = BTreeSet::from(["testing"]);
        add_dependency(&mut manifest, "dev-dependencies", runtime(cx, testing));
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

/// Returns the table `package`.
fn package(cx: &Context<'_>) -> Table {
    let settings = &cx.options.config.package;
    let mut package = Table::new();
    package.insert("name", value(cx.options.crate_name()));
    package.insert("version", value(&settings.version));
    let description = settings.description.clone();
    let description = description.unwrap_or_else(|| crate_root::title(cx));
    package.insert("description", value(description));
    package.insert("edition", value("2024"));
    package.insert("rust-version", value("1.89"));
    let texts = [
        ("license", &settings.license),
        ("repository", &settings.repository),
        ("documentation", &settings.documentation),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            package.insert(key, value(text));
        }
    }
    if let Some(readme) = &settings.readme {
        package.insert("readme", value(readme.display().to_string()));
    }
    let lists = [
        ("keywords", &settings.keywords),
        ("categories", &settings.categories),
    ];
    for (key, list) in lists {
        if !list.is_empty() {
            package.insert(key, value(list.iter().collect::<Array>()));
        }
    }
    if settings.publish {
        let mut documentation = Table::new();
        documentation.insert("all-features", value(true));
        let mut metadata = Table::new();
        metadata.set_implicit(true);
        metadata.insert("docs", Item::Table(nested("rs", documentation)));
        package.insert("metadata", Item::Table(metadata));
    } else {
        package.insert("publish", value(false));
    }
    package
}

/// Returns a table without a heading that has one table.
fn nested(key: &str, inner: Table) -> Table {
    let mut outer = Table::new();
    outer.set_implicit(true);
    outer.insert(key, Item::Table(inner));
    outer
}

/// Returns the dependencies of the settings.
pub(super) fn dependencies<'c>(cx: &Context<'c>) -> impl Iterator<Item = (&'c str, Value)> {
    let dependencies = cx.options.config.package.dependencies.iter();
    dependencies.map(|(name, dependency)| (name.as_str(), dependency_value(dependency)))
}

/// Returns the runtime as a dependency with some of its features, and without the default ones.
fn runtime(cx: &Context<'_>, features: BTreeSet<&str>) -> InlineTable {
    let mut runtime = runtime_source(cx);
    runtime.insert("default-features", Value::from(false));
    let features: Array = features.into_iter().collect();
    if !features.is_empty() {
        runtime.insert("features", Value::Array(features));
    }
    runtime
}

/// Returns where the runtime comes from, as a dependency.
pub(super) fn runtime_source(cx: &Context<'_>) -> InlineTable {
    let mut runtime = InlineTable::new();
    // The runtime has the version of the generator.
    let own_version = env!("CARGO_PKG_VERSION");
    match &cx.options.config.runtime {
        None => runtime.insert("version", Value::from(own_version)),
        Some(Runtime::Version(version)) => runtime.insert("version", Value::from(version)),
        Some(Runtime::Git(url)) => runtime.insert("git", Value::from(url)),
        Some(Runtime::Path(path)) => {
            runtime.insert("path", Value::from(path.display().to_string()));
            runtime.insert("version", Value::from(own_version))
        }
    };
    runtime
}

/// Returns a dependency of the settings.
fn dependency_value(dependency: &Dependency) -> Value {
    match dependency {
        Dependency::Boolean(boolean) => Value::from(*boolean),
        Dependency::String(string) => Value::from(string),
        Dependency::List(list) => list.iter().map(dependency_value).collect(),
        Dependency::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| *key != "version");
            let entries = entries.into_iter();
            let entries = entries.map(|(key, entry)| (key.as_str(), dependency_value(entry)));
            Value::InlineTable(entries.collect())
        }
    }
}

fn add_dependency(manifest: &mut DocumentMut, section: &str, runtime: InlineTable) {
    let dependencies = Table::from_iter([("specwright-runtime", runtime)]);
    manifest.insert(section, Item::Table(dependencies));
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
