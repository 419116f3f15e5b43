//! The manifest of a generated crate.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// The manifest of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Package {
    /// The name of the crate. Without it, that is the name of its folder.
    #[serde(deserialize_with = "deserialize_name")]
    pub name: Option<String>,
    /// The version of the crate.
    pub version: String,
    /// The description of the crate. Without it, that is the title of the document.
    pub description: Option<String>,
    /// The license of the crate, as an SPDX expression.
    pub license: Option<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// The URL of the documentation.
    pub documentation: Option<String>,
    /// The keywords for the registry.
    pub keywords: Vec<String>,
    /// The categories of the registry.
    pub categories: Vec<String>,
    /// The readme of the crate; relative to the settings file, and written relative to the crate.
    pub readme: Option<PathBuf>,
    /// Further dependencies, as in `Cargo.toml`: those of the types in [`Types`](super::Types).
    #[serde(deserialize_with = "deserialize_dependencies")]
    pub dependencies: BTreeMap<String, Dependency>,
    /// Whether the crate may be published.
    pub publish: bool,
    /// Whether the crate is a member of a workspace.
    pub workspace: WorkspaceRole,
}

/// A dependency as in `Cargo.toml`: a version, or a table. Its paths are relative to the crate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a dependency as in `Cargo.toml`: a version, or a table of strings, booleans and \
                 lists"
)]
pub enum Dependency {
    /// A boolean.
    Boolean(bool),
    /// A string: a version, if it is the whole dependency.
    String(String),
    /// A list.
    List(Vec<Dependency>),
    /// A table.
    Table(BTreeMap<String, Dependency>),
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: None,
            version: "0.1.0".to_owned(),
            description: None,
            license: None,
            repository: None,
            documentation: None,
            keywords: Vec::new(),
            categories: Vec::new(),
            readme: None,
            dependencies: BTreeMap::new(),
            publish: false,
            workspace: WorkspaceRole::default(),
        }
    }
}

/// Returns a name, if a crate can have it.
///
/// # Errors
/// No crate can have the name.
pub fn package_name(name: &str) -> Result<String, PackageNameError> {
    let is_allowed = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character)
    };
    let begins_with_letter = name.starts_with(|first: char| first.is_ascii_lowercase());
    if begins_with_letter && name.chars().all(is_allowed) {
        Ok(name.to_owned())
    } else {
        Err(PackageNameError)
    }
}

fn deserialize_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    package_name(&name).map(Some).map_err(D::Error::custom)
}

fn deserialize_dependencies<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Dependency>, D::Error> {
    let dependencies = BTreeMap::<String, Dependency>::deserialize(deserializer)?;
    if dependencies.contains_key("specwright-runtime") {
        return Err(D::Error::custom(
            "the table `runtime` has the source of `specwright-runtime`",
        ));
    }
    Ok(dependencies)
}

/// The error for a name that no crate can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a crate name begins with a lower-case letter, followed by lower-case letters, digits, `-` \
     and `_`"
)]
pub struct PackageNameError;

/// Where a crate gets `specwright-runtime` from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runtime {
    /// A version from the registry.
    Version(String),
    /// A folder; relative to the settings file, and written relative to the crate.
    Path(PathBuf),
    /// A git repository, by its URL.
    Git(String),
}

/// Whether a crate is a member of a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum WorkspaceRole {
    /// A member if its folder is below that of a workspace, a workspace of its own otherwise.
    #[default]
    Auto,
    /// A workspace of its own, also below the folder of another one.
    Own,
    /// A member of a workspace.
    Member,
}
