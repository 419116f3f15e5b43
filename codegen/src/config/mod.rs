//! The settings of a client: what `specwright.toml` contains.
//!
//! ```
//! use specwright::config::{Config, Layout};
//!
//! let mut config = Config::default();
//! config.layout = Layout::Module;
//! config.slice.include = vec!["/pets/**".parse()?, "tag:toys".parse()?];
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod package;
mod policy;
mod read;
mod slice;
mod types;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

pub use package::{Dependency, Package, PackageNameError, Runtime, WorkspaceRole, package_name};
pub use policy::{DiagnosticFilter, Policy};
pub use read::{ConfigError, FILE_NAME};
pub use slice::{Method, PathPattern, Selector, SelectorError, Slice};
pub use types::{ExternalType, TypePath, TypePathError, Types};

/// The settings of a client. The default is that of a file without keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Config {
    /// What is generated: a crate, or a module of one.
    pub layout: Layout,
    /// The overlays of the document, in the order in which they are applied: files of OpenAPI
    /// Overlay 1.0 or 1.1.
    pub overlays: Vec<PathBuf>,
    /// The table `crate`: the manifest of the crate.
    #[serde(rename = "crate")]
    pub package: Package,
    /// Where the crate gets `specwright-runtime` from. Without it, that is this generator's version
    /// from the registry, or a path if the crate is in a repository that contains the runtime.
    pub runtime: Option<Runtime>,
    /// Which diagnostics are accepted.
    pub report: Policy,
    /// The part of the document that is generated.
    pub slice: Slice,
    /// The Rust names of what the document declares.
    pub names: Names,
    /// The Rust types of values, and what generated types derive.
    pub types: Types,
    /// The documentation of what is generated.
    pub docs: Docs,
}

/// What is generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Layout {
    /// A crate: `Cargo.toml`, `src` and `tests`.
    #[default]
    Crate,
    /// A module of an existing crate: `mod.rs` and the modules below it. It can be declared with
    /// `mod` or included from a build script's `OUT_DIR`.
    Module,
}

/// The Rust names of what the document declares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Names {
    /// The namespaces that Rust names leave out, beside those that `x-strip-namespaces` of the
    /// document lists: with `contoso.api`, the schema `contoso.api.order` is `Order`.
    pub strip_namespaces: Vec<String>,
    /// The Rust names of schemas by their names in the document, or by JSON pointers.
    ///
    /// Like all names here, they take precedence over `x-rust-name` of the document. They are
    /// written in Rust's case, and a name that something else has gets a number; both are reported.
    /// A JSON pointer begins with `#/`, and takes precedence over the other notations.
    pub schemas: BTreeMap<String, String>,
    /// The names of the fields of properties: by `Schema.property`, or by `*.property` in all
    /// schemas, or by the JSON pointer to the property.
    pub properties: BTreeMap<String, String>,
    /// The names of the variants of enum values: by `Schema.value`, or by `*.value` in all enums, or
    /// by the JSON pointer to the value. They are converted to Rust's case, like `x-enum-varnames`.
    pub enum_values: BTreeMap<String, String>,
    /// The names of the methods of operations: by `operationId`, or by `GET /path`, or by JSON
    /// pointers.
    pub operations: BTreeMap<String, String>,
    /// The names of the arguments and methods of parameters: by their names in the document, or by
    /// the JSON pointers to their declarations.
    pub parameters: BTreeMap<String, String>,
    /// The names of the methods and fields of response headers: by their names in the document, or
    /// by the JSON pointers to their declarations.
    pub headers: BTreeMap<String, String>,
}

/// The documentation of what is generated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Docs {
    /// How much documentation there is.
    pub level: DocsLevel,
}

/// How much documentation is generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum DocsLevel {
    /// The descriptions of the document, with examples, errors and limits.
    #[default]
    Full,
    /// The first paragraph of each.
    Brief,
    /// No documentation.
    None,
}
