//! Parsing of the attributes of types, fields and variants.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, Path, Result};

/// The settings of a type.
pub(crate) struct TypeSettings {
    /// `crate = …`: the path of `specwright-runtime`.
    runtime: Option<Path>,
    /// `lenient`: the OpenAPI document requests lenience.
    pub(crate) lenient: bool,
}

impl TypeSettings {
    /// Parses the attributes of a type. `other` parses the settings that not all types have, and
    /// returns whether it knows the setting.
    pub(crate) fn parse(
        attributes: &[Attribute],
        name: &str,
        mut other: impl FnMut(&ParseNestedMeta<'_>) -> Result<bool>,
    ) -> Result<Self> {
        let mut settings = Self {
            runtime: None,
            lenient: false,
        };
        for attribute in with_name(attributes, name) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("crate") {
                    settings.runtime = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("lenient") {
                    settings.lenient = true;
                } else if !other(&meta)? {
                    return Err(unknown(&meta, name));
                }
                Ok(())
            })?;
        }
        Ok(settings)
    }

    /// Returns the path of `specwright-runtime`.
    pub(crate) fn runtime(&self) -> TokenStream {
        if let Some(path) = &self.runtime {
            quote!(#path)
        } else {
            quote!(::specwright_runtime)
        }
    }
}

/// Returns the attributes with a name.
pub(crate) fn with_name<'a>(
    attributes: &'a [Attribute],
    name: &'a str,
) -> impl Iterator<Item = &'a Attribute> {
    attributes
        .iter()
        .filter(move |attribute| attribute.path().is_ident(name))
}

/// Returns the attribute with a name, which may occur once.
pub(crate) fn single<'a>(
    attributes: &'a [Attribute],
    name: &'a str,
) -> Result<Option<&'a Attribute>> {
    let mut found = with_name(attributes, name);
    let first = found.next();
    match found.next() {
        Some(second) => Err(Error::new_spanned(
            second,
            format!("duplicate attribute `{name}`"),
        )),
        None => Ok(first),
    }
}

/// Returns the error of a setting that an attribute does not have.
pub(crate) fn unknown(meta: &ParseNestedMeta<'_>, name: &str) -> Error {
    meta.error(format!("unknown setting of `{name}`"))
}
