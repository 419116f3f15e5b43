//! The properties of an object, by the fields and their attributes.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Error, Field, LitStr, Result, Token};

use crate::attributes::{single, unknown, with_name};
use crate::syntax::{Naming, argument};

/// The fields of a struct.
pub(super) struct Properties<'i> {
    pub(super) list: Vec<Property<'i>>,
    /// The field of undeclared properties.
    pub(super) additional: Option<&'i Ident>,
    /// The field of explicit nulls, where the undeclared properties cannot store them.
    pub(super) explicit_nulls: Option<&'i Ident>,
}

/// A field that is a property.
pub(super) struct Property<'i> {
    pub(super) field: &'i Ident,
    pub(super) presence: Presence,
    /// Whether an explicit null can be sent.
    pub(super) nullable: bool,
    /// The name that is encoded.
    pub(super) name: LitStr,
    /// Further names that are decoded.
    pub(super) aliases: Vec<LitStr>,
}

/// Whether a property can be absent or null.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    RequiredNullable,
    Optional,
}

impl<'i> Properties<'i> {
    /// Parses the attributes of the fields.
    pub(super) fn parse(fields: &'i Punctuated<Field, Token![,]>, naming: Naming) -> Result<Self> {
        let mut properties = Self {
            list: Vec::new(),
            additional: None,
            explicit_nulls: None,
        };
        for field in fields {
            let Some(name) = &field.ident else { continue };
            let special = [
                ("additional", &mut properties.additional),
                ("explicit_nulls", &mut properties.explicit_nulls),
            ];
            let mut is_special = false;
            for (attribute_name, slot) in special {
                let Some(attribute) = single(&field.attrs, attribute_name)? else {
                    continue;
                };
                attribute.meta.require_path_only()?;
                if slot.replace(name).is_some() {
                    return Err(Error::new_spanned(
                        attribute,
                        format!("only one field can be `{attribute_name}`"),
                    ));
                }
                is_special = true;
            }
            if !is_special {
                properties.list.push(Property::parse(field, name, naming)?);
            } else if let Some(attribute) = with_name(&field.attrs, "property").next() {
                return Err(Error::new_spanned(
                    attribute,
                    "the field is not a declared property",
                ));
            }
        }
        properties.refuse_repeated_names()?;
        properties.require_storage_of_nulls()?;
        Ok(properties)
    }

    fn refuse_repeated_names(&self) -> Result<()> {
        let mut fields = HashMap::new();
        for property in &self.list {
            for name in property.names() {
                if let Some(other) = fields.insert(name.value(), property.field) {
                    return Err(Error::new(
                        property.field.span(),
                        format!(
                            "the field `{other}` has the same name in JSON, {:?}",
                            name.value()
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    fn require_storage_of_nulls(&self) -> Result<()> {
        let nullable = self.list.iter().find(|property| property.nullable);
        match nullable {
            Some(property) if self.additional.is_none() && self.explicit_nulls.is_none() => {
                Err(Error::new(
                    property.field.span(),
                    "a nullable property requires a field with the attribute `additional`, or \
                     with `explicit_nulls`",
                ))
            }
            _ => Ok(()),
        }
    }
}

impl<'i> Property<'i> {
    fn parse(field: &'i Field, name: &'i Ident, naming: Naming) -> Result<Self> {
        let is_option = argument(&field.ty, "Option").is_some();
        let mut required = false;
        let mut nullable = false;
        let mut renamed: Option<LitStr> = None;
        let mut aliases = Vec::new();
        for attribute in with_name(&field.attrs, "property") {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    if renamed.is_some() {
                        return Err(meta.error("duplicate setting `rename`"));
                    }
                    renamed = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("alias") {
                    aliases.push(meta.value()?.parse()?);
                } else if meta.path.is_ident("required") {
                    require_option(&meta, is_option)?;
                    required = true;
                } else if meta.path.is_ident("nullable") {
                    require_option(&meta, is_option)?;
                    nullable = true;
                } else {
                    return Err(unknown(&meta, "property"));
                }
                if required && nullable {
                    return Err(meta.error(
                        "a required property is always encoded, so it has no explicit null",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(Self {
            field: name,
            presence: match (is_option, required) {
                (false, _) => Presence::Required,
                (true, true) => Presence::RequiredNullable,
                (true, false) => Presence::Optional,
            },
            nullable,
            name: renamed.unwrap_or_else(|| LitStr::new(&naming.property_name(name), name.span())),
            aliases,
        })
    }

    /// Returns the module of the runtime that decodes and encodes the property.
    pub(super) fn kind(&self) -> Ident {
        let kind = match self.presence {
            Presence::Required => "required",
            Presence::RequiredNullable => "nullable",
            Presence::Optional => "optional",
        };
        Ident::new(kind, Span::call_site())
    }

    /// Returns all names that are decoded.
    pub(super) fn names(&self) -> impl Iterator<Item = &LitStr> + Clone {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

fn require_option(meta: &ParseNestedMeta<'_>, is_option: bool) -> Result<()> {
    if is_option {
        Ok(())
    } else {
        Err(meta.error("only a field of type `Option` has this setting"))
    }
}
