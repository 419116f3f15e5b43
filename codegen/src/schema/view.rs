//! The keywords of one schema, and their combined meaning.

use std::ops::Deref;

use serde_json::Value;

use crate::document::{AdditionalPropertiesKeyword, Discriminator, Document, InstanceType, Schema};
use crate::ir::json_value::as_i64;

/// A schema as the stages behind `load` read it, in the terms of JSON Schema 2020-12.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SchemaView<'d> {
    /// The schema.
    pub(crate) schema: &'d Schema,
}

impl Deref for SchemaView<'_> {
    type Target = Schema;

    fn deref(&self) -> &Schema {
        self.schema
    }
}

/// `oneOf` or `anyOf` of a schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternatives<'d> {
    /// Which of the two keywords it is.
    pub(crate) keyword: AlternativeKeyword,
    /// The alternatives.
    pub(crate) schemas: &'d [Schema],
    /// The discriminator beside the keyword.
    pub(crate) discriminator: Option<&'d Discriminator>,
}

/// The keywords that list alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AlternativeKeyword {
    /// `oneOf`: a value matches exactly one.
    OneOf,
    /// `anyOf`: a value matches at least one.
    AnyOf,
}

impl AlternativeKeyword {
    /// Returns the keyword as the document has it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
        }
    }
}

/// The common type of the values of an `enum`, ignoring null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumKind {
    /// Strings.
    Strings,
    /// Booleans.
    Booleans,
    /// Integers.
    Integers,
    /// Numbers.
    Numbers,
    /// Scalars of different types.
    Mixed,
}

impl<'d> SchemaView<'d> {
    /// Returns the view of a schema.
    pub(crate) const fn new(schema: &'d Schema) -> Self {
        Self { schema }
    }

    /// Returns the schema at the end of the chain of references that begins here, with the name of
    /// its component if there is a reference.
    pub(crate) fn resolve(self, document: &'d Document) -> Option<(Option<&'d str>, Self)> {
        let mut name = None;
        let mut schema = self.schema;
        // A circle of references is reported by `load`.
        for _ in 0..=document.components.schemas.len() {
            let Some(reference) = &schema.reference else {
                return Some((name, Self { schema }));
            };
            let (target, next) = document.components.schemas.get_key_value(reference)?;
            (name, schema) = (Some(target.as_str()), next);
        }
        None
    }

    /// Iterates over the parts of `allOf`.
    pub(crate) fn parts(self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        self.schema.all_of.iter().map(Self::new)
    }

    /// Returns `oneOf` and `anyOf`, as far as the schema has them.
    pub(crate) fn alternatives(self) -> Vec<Alternatives<'d>> {
        let schema = self.schema;
        [
            (AlternativeKeyword::OneOf, &schema.one_of),
            (AlternativeKeyword::AnyOf, &schema.any_of),
        ]
        .into_iter()
        .filter(|(_, schemas)| !schemas.is_empty())
        .map(|(keyword, schemas)| Alternatives {
            keyword,
            schemas,
            discriminator: schema.discriminator.as_deref(),
        })
        .collect()
    }

    /// Returns the discriminator of the schema or of an inline part of its `allOf`.
    pub(crate) fn discriminator_with_parts(self) -> Option<&'d Discriminator> {
        let own = self.schema.discriminator.as_deref();
        own.or_else(|| {
            self.parts()
                .find_map(|part| part.schema.discriminator.as_deref())
        })
    }

    /// Returns whether the schema requires its values to be objects, by `type` or by a keyword that
    /// only applies to objects.
    pub(crate) fn is_object(self) -> bool {
        self.instance_type == Some(InstanceType::Object)
            || self.instance_type.is_none()
                && (!self.properties.is_empty()
                    || self.additional_properties.is_some()
                    || self.property_names().is_some()
                    || !self.required.is_empty())
    }

    /// Returns whether the schema has a keyword for the items of arrays.
    pub(crate) fn has_items(self) -> bool {
        self.items.is_some() || !self.prefix_items.is_empty()
    }

    /// Returns whether the schema has an assertion that the client may validate.
    pub(crate) fn has_assertions(self) -> bool {
        self.assertions.as_deref().is_some_and(|assertions| {
            assertions.not.is_some()
                || assertions.contains.is_some()
                || assertions.property_names.is_some()
                || !assertions.dependent_required.is_empty()
        })
    }

    /// Returns the schema of the names of properties.
    pub(crate) fn property_names(self) -> Option<&'d Schema> {
        self.schema.assertions.as_deref()?.property_names.as_deref()
    }

    /// Returns whether the schema is a map: an object whose properties have any name and one
    /// schema.
    pub(crate) fn is_map(self) -> bool {
        self.all_of.is_empty()
            && self.properties.is_empty()
            && self.required.is_empty()
            && matches!(
                self.additional_properties,
                Some(AdditionalPropertiesKeyword::Schema(_))
            )
    }

    /// Returns whether the schema is composed of others by `allOf`, `oneOf` or `anyOf`.
    pub(crate) fn is_composed(self) -> bool {
        !self.all_of.is_empty() || !self.one_of.is_empty() || !self.any_of.is_empty()
    }

    /// Returns whether the schema has no keywords other than annotations, limits and composition.
    pub(crate) fn is_bare(self) -> bool {
        self.instance_type.is_none()
            && !self.is_object()
            && self.enumeration.is_empty()
            && !self.has_items()
            && self.format.is_none()
            && self.pattern.is_none()
            && !self.is_impossible
            && !self.has_assertions()
    }

    /// Returns whether the schema does not determine the JSON type of its values.
    pub(crate) fn is_untyped(self) -> bool {
        self.reference.is_none() && !self.is_composed() && self.is_untyped_by_itself()
    }

    /// Returns whether the schema does not determine the JSON type of its values, ignoring
    /// composition.
    pub(crate) fn is_untyped_by_itself(self) -> bool {
        self.instance_type.is_none()
            && !self.is_object()
            && self.enumeration.is_empty()
            && !self.has_items()
    }

    /// Returns whether values may be objects, by the schema's own keywords.
    pub(crate) fn may_be_object(self) -> bool {
        self.is_object()
            || self.instance_type.is_none() && !self.has_items() && self.enumeration.is_empty()
    }

    /// Returns whether a keyword limits length, size or number.
    pub(crate) fn has_limits(self) -> bool {
        self.min_length.is_some()
            || self.max_length.is_some()
            || self.minimum.is_some()
            || self.exclusive_minimum.is_some()
            || self.maximum.is_some()
            || self.exclusive_maximum.is_some()
            || self.multiple_of.is_some()
            || self.min_items.is_some()
            || self.max_items.is_some()
            || self.unique_items
            || self.min_properties.is_some()
            || self.max_properties.is_some()
    }

    /// Returns whether the schema has no keywords other than `type: object`, `oneOf` and `anyOf`.
    pub(crate) fn says_at_most_object(self) -> bool {
        self.says_at_most_required()
            && self.all_of.is_empty()
            && self.required.is_empty()
            && !self.has_limits()
    }

    /// Returns whether the schema has no keywords other than `type: object`, `required`,
    /// composition and limits.
    pub(crate) fn says_at_most_required(self) -> bool {
        matches!(self.instance_type, None | Some(InstanceType::Object))
            && self.properties.is_empty()
            && self.additional_properties.is_none()
            && self.enumeration.is_empty()
            && !self.has_items()
            && self.format.is_none()
            && self.pattern.is_none()
            && !self.is_impossible
            && !self.has_assertions()
    }

    /// Returns whether the schema is exactly `{type: object, nullable: true}`: the alternative with
    /// which some documents make a reference nullable.
    pub(crate) fn is_null_alternative(self) -> bool {
        self.nullable
            && self.instance_type == Some(InstanceType::Object)
            && self.properties.is_empty()
            && self.additional_properties.is_none()
            && self.all_of.is_empty()
    }

    /// Returns whether null is the only value that the schema allows.
    pub(crate) fn allows_only_null(self) -> bool {
        self.instance_type.is_none()
            && !self.enumeration.is_empty()
            && self.enumeration.iter().all(Value::is_null)
    }

    /// Returns whether the schema only has annotations, so that it does not constrain values.
    pub(crate) fn is_annotation_only(self) -> bool {
        self.reference.is_none()
            && self.is_bare()
            && !self.has_limits()
            && !self.is_composed()
            && self.discriminator.is_none()
    }

    /// Returns whether the schema does not limit strings.
    pub(crate) fn is_plain_string(self) -> bool {
        self.format.is_none()
            && self.pattern.is_none()
            && self.min_length.is_none()
            && self.max_length.is_none()
    }

    /// Returns whether the values of the enum are flags, sent several at a time in one string:
    /// `x-ms-enum-flags`.
    pub(crate) fn is_flags(self) -> bool {
        self.extensions
            .get("x-ms-enum-flags")
            .and_then(|flags| flags.get("isFlags"))
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    /// Returns whether no value is of exactly this type: `x-abstract`, on the schema or on an
    /// inline part of its `allOf`.
    pub(crate) fn is_abstract(self) -> bool {
        let flag = |view: Self| view.extensions.get("x-abstract") == Some(&Value::Bool(true));
        flag(self) || self.parts().any(flag)
    }

    /// Returns whether a value is of the declared type.
    pub(crate) fn has_instance(self, value: &Value) -> bool {
        match self.instance_type {
            None => true,
            Some(InstanceType::String) => value.is_string(),
            Some(InstanceType::Number) => value.is_number(),
            Some(InstanceType::Integer) => value.is_u64() || as_i64(value).is_some(),
            Some(InstanceType::Boolean) => value.is_boolean(),
            Some(InstanceType::Array) => value.is_array(),
            Some(InstanceType::Object) => value.is_object(),
        }
    }

    /// Returns the common type of the values of `enum`, or `None` if there are none but null or
    /// some are arrays or objects.
    pub(crate) fn enum_kind(self) -> Option<EnumKind> {
        let mut values = self
            .enumeration
            .iter()
            .filter(|value| !value.is_null() && self.has_instance(value))
            .peekable();
        values.peek()?;
        let is_number = self.instance_type == Some(InstanceType::Number);
        let all = |test: fn(&Value) -> bool| values.clone().all(test);
        if all(Value::is_string) {
            Some(EnumKind::Strings)
        } else if all(Value::is_boolean) {
            Some(EnumKind::Booleans)
        } else if all(|value| as_i64(value).is_some()) && !is_number {
            Some(EnumKind::Integers)
        } else if all(Value::is_f64) || is_number {
            Some(EnumKind::Numbers)
        } else if all(|value| !value.is_array() && !value.is_object()) {
            Some(EnumKind::Mixed)
        } else {
            None
        }
    }
}
