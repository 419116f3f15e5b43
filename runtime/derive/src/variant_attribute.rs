//! `#[variant("…", …)]` or `#[variant(1)]`: the discriminators of a variant, and its settings.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::ParseStream;
use syn::{Error, Ident, LitBool, LitInt, LitStr, Result, Token, Variant};

use crate::attributes::single;

/// A value of a discriminator: a string, an integer or a boolean.
pub(crate) struct TagLiteral {
    /// The value as text, with which the discriminator of a decoded object is compared.
    pub(crate) text: LitStr,
    /// The value as it is encoded.
    pub(crate) value: TokenStream,
    pub(crate) is_string: bool,
}

impl TagLiteral {
    /// Parses a literal, if there is one.
    fn parse(input: ParseStream<'_>) -> Result<Option<Self>> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            let value = text.to_token_stream();
            return Ok(Some(Self {
                text,
                value,
                is_string: true,
            }));
        }
        if input.peek(LitBool) {
            let literal: LitBool = input.parse()?;
            return Ok(Some(Self {
                text: LitStr::new(&literal.value.to_string(), literal.span),
                value: literal.to_token_stream(),
                is_string: false,
            }));
        }
        if input.peek(LitInt) || input.peek(Token![-]) {
            let minus: Option<Token![-]> = input.parse()?;
            let literal: LitInt = input.parse()?;
            let sign = if minus.is_some() { "-" } else { "" };
            let number: i64 = format!("{sign}{}", literal.base10_digits())
                .parse()
                .map_err(|_| Error::new(literal.span(), "expected a 64-bit integer"))?;
            return Ok(Some(Self {
                text: LitStr::new(&number.to_string(), literal.span()),
                value: quote!(#number),
                is_string: false,
            }));
        }
        Ok(None)
    }
}

/// The attribute of a variant of a union. Without it, a variant has no discriminators.
#[derive(Default)]
pub(crate) struct VariantAttribute {
    pub(crate) tags: Vec<TagLiteral>,
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
            if let Some(tag) = TagLiteral::parse(input)? {
                attribute.tags.push(tag);
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
