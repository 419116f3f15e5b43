//! `#[variant("…", …)]`: the discriminators of a variant, and its settings.

use syn::parse::ParseStream;
use syn::{Error, Ident, LitStr, Result, Token, Variant};

use crate::attributes::single;

/// The attribute of a variant of a union. Without it, a variant has no discriminators.
#[derive(Default)]
pub(crate) struct VariantAttribute {
    pub(crate) tags: Vec<LitStr>,
    settings: Vec<Ident>,
}

impl VariantAttribute {
    /// Parses the attribute of a variant, which may have the settings `known`.
    pub(crate) fn parse(variant: &Variant, known: &[&str]) -> Result<Self> {
        match single(&variant.attrs, "variant")? {
            Some(attribute) => attribute
                .parse_args_with(|input: ParseStream<'_>| Self::parse_arguments(input, known)),
            None => Ok(Self::default()),
        }
    }

    fn parse_arguments(input: ParseStream<'_>, known: &[&str]) -> Result<Self> {
        let mut attribute = Self::default();
        while !input.is_empty() {
            if input.peek(LitStr) {
                attribute.tags.push(input.parse()?);
            } else {
                let setting: Ident = input.parse()?;
                if !known.iter().any(|name| setting == name) {
                    return Err(Error::new(setting.span(), "unknown setting of `variant`"));
                }
                attribute.settings.push(setting);
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(attribute)
    }

    /// Returns whether the attribute has a setting.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.settings.iter().any(|setting| setting == name)
    }
}
