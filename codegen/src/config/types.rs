//! The Rust types of values, and what generated types derive.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// The Rust types of values, and what generated types derive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Types {
    /// The types of strings, numbers and integers with a format, by format.
    pub formats: BTreeMap<String, ExternalType>,
    /// The types of component schemas, by their names in the document.
    pub schemas: BTreeMap<String, ExternalType>,
    /// Macros that generated structs and enums derive besides their own, by the name of the schema
    /// in the document that the type belongs to. `*` is all types.
    ///
    /// The macro must be able to implement its trait for all fields: `f64` implements no `Hash`.
    pub derives: BTreeMap<String, Vec<TypePath>>,
}

impl Types {
    /// Returns the crates whose items the settings name, apart from the surrounding one and those of
    /// the standard library.
    #[must_use]
    pub fn crates(&self) -> BTreeSet<&str> {
        let mapped = self.formats.values().chain(self.schemas.values());
        let mapped = mapped.flat_map(|mapped| [Some(&mapped.path), mapped.with.as_ref()]);
        let derived = self.derives.values().flatten();
        let paths = mapped.flatten().chain(derived);
        let mut crates: BTreeSet<&str> = paths.flat_map(TypePath::crates).collect();
        crates.retain(|name| !["alloc", "core", "crate", "std"].contains(name));
        crates
    }
}

/// A type of another crate.
///
/// The type implements `Clone`, `Debug`, `PartialEq`, `Send`, `Sync`, and serde's `Serialize` and
/// `DeserializeOwned`. With a module, it needs not implement the last two.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenType")]
pub struct ExternalType {
    /// The type.
    pub path: TypePath,
    /// The module whose functions `serialize` and `deserialize` encode and decode the type, as in
    /// `#[serde(with = "…")]`.
    pub with: Option<TypePath>,
}

/// The path of a type, a module or a macro, which begins with a crate: `rust_decimal::Decimal`.
///
/// Only a macro of the standard library is a single name: `Hash`. In a module of an existing crate,
/// a path can begin with `crate`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TypePath(String);

impl TypePath {
    /// Returns the path as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the last name of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        let path = self.0.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default().trim()
    }

    /// Returns the first names of the path and of those among its arguments.
    fn crates(&self) -> impl Iterator<Item = &str> {
        let is_in_path = |character: char| character.is_alphanumeric() || "_:".contains(character);
        let paths = self.0.split(move |character| !is_in_path(character));
        paths.filter_map(|path| Some(path.split_once("::")?.0))
    }

    fn is_in_crate(&self) -> bool {
        self.0.contains("::")
    }
}

impl TryFrom<String> for TypePath {
    type Error = TypePathError;

    fn try_from(path: String) -> Result<Self, TypePathError> {
        let is_path = syn::parse_str::<syn::Path>(&path)
            .is_ok_and(|path| path.leading_colon.is_none() && !path.is_ident("crate"));
        if is_path {
            Ok(Self(path))
        } else {
            Err(TypePathError(path))
        }
    }
}

/// A type as it is written: its path alone, or in a table.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a path such as \"time::OffsetDateTime\", or a table with `type` and `with`"
)]
enum WrittenType {
    Path(String),
    Table(TypeTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeTable {
    #[serde(rename = "type")]
    path: String,
    with: Option<String>,
}

impl TryFrom<WrittenType> for ExternalType {
    type Error = TypePathError;

    fn try_from(written: WrittenType) -> Result<Self, TypePathError> {
        let (path, with) = match written {
            WrittenType::Path(path) => (path, None),
            WrittenType::Table(TypeTable { path, with }) => (path, with),
        };
        let in_crate = |path: String| {
            let path = TypePath::try_from(path)?;
            let is_in_crate = path.is_in_crate();
            is_in_crate
                .then(|| path.clone())
                .ok_or(TypePathError(path.0))
        };
        Ok(Self {
            path: in_crate(path)?,
            with: with.map(in_crate).transpose()?,
        })
    }
}

/// The error for a string that is not a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a path that begins with a crate, such as `rust_decimal::Decimal`")]
pub struct TypePathError(String);
