//! One view of a schema, whichever of its many shapes the typed document gave it.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::ir::Decimal;

/// A schema or a reference to one, as a property or an item: the typed document boxes only some of them.
pub(super) type SchemaRef<'a> = ReferenceOr<&'a Schema>;

/// The keywords of a schema.
#[derive(Clone)]
pub(super) struct Keywords<'a> {
    pub data: &'a SchemaData,
    pub kind: Option<Kind>,
    pub format: Option<Cow<'a, str>>,
    pub pattern: Option<&'a str>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub enumeration: Vec<Cow<'a, Value>>,
    pub minimum: Option<Decimal>,
    pub maximum: Option<Decimal>,
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    pub multiple_of: Option<Decimal>,
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    pub min_properties: Option<usize>,
    pub max_properties: Option<usize>,
    pub items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique_items: bool,
    pub all_of: &'a [ReferenceOr<Schema>],
    pub one_of: &'a [ReferenceOr<Schema>],
    pub any_of: &'a [ReferenceOr<Schema>],
    pub not: Option<&'a ReferenceOr<Schema>>,
}

/// `type` of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Number,
    Integer,
    Boolean,
    Array,
    Object,
}

impl<'a> Keywords<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let empty = Self::empty(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => empty.typed(ty),
            SchemaKind::OneOf { one_of } => Self { one_of, ..empty },
            SchemaKind::AllOf { all_of } => Self { all_of, ..empty },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..empty },
            SchemaKind::Not { not } => Self {
                not: Some(not.as_ref()),
                ..empty
            },
            SchemaKind::Any(any) => Self {
                kind: any.typ.as_deref().and_then(Kind::from_name),
                format: any.format.as_deref().map(Cow::Borrowed),
                pattern: any.pattern.as_deref(),
                min_length: any.min_length,
                max_length: any.max_length,
                enumeration: any.enumeration.iter().map(Cow::Borrowed).collect(),
                minimum: any.minimum.map(Decimal::Float),
                maximum: any.maximum.map(Decimal::Float),
                exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
                exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
                multiple_of: any.multiple_of.map(Decimal::Float),
                properties: (!any.properties.is_empty()).then_some(&any.properties),
                required: &any.required,
                additional: any.additional_properties.as_ref(),
                min_properties: any.min_properties,
                max_properties: any.max_properties,
                items: any.items.as_ref(),
                min_items: any.min_items,
                max_items: any.max_items,
                unique_items: any.unique_items.unwrap_or_default(),
                all_of: &any.all_of,
                one_of: &any.one_of,
                any_of: &any.any_of,
                not: any.not.as_deref(),
                ..empty
            },
        }
    }

    fn empty(data: &'a SchemaData) -> Self {
        Self {
            data,
            kind: None,
            format: None,
            pattern: None,
            min_length: None,
            max_length: None,
            enumeration: Vec::new(),
            minimum: None,
            maximum: None,
            exclusive_minimum: false,
            exclusive_maximum: false,
            multiple_of: None,
            properties: None,
            required: &[],
            additional: None,
            min_properties: None,
            max_properties: None,
            items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            not: None,
        }
    }

    fn typed(self, ty: &'a Type) -> Self {
        match ty {
            Type::String(string) => Self {
                kind: Some(Kind::String),
                format: format_name(&string.format),
                pattern: string.pattern.as_deref(),
                min_length: string.min_length,
                max_length: string.max_length,
                enumeration: values(&string.enumeration),
                ..self
            },
            Type::Number(number) => Self {
                kind: Some(Kind::Number),
                format: format_name(&number.format),
                minimum: number.minimum.map(Decimal::Float),
                maximum: number.maximum.map(Decimal::Float),
                exclusive_minimum: number.exclusive_minimum,
                exclusive_maximum: number.exclusive_maximum,
                multiple_of: number.multiple_of.map(Decimal::Float),
                enumeration: values(&number.enumeration),
                ..self
            },
            Type::Integer(integer) => Self {
                kind: Some(Kind::Integer),
                format: format_name(&integer.format),
                minimum: integer.minimum.map(Decimal::Integer),
                maximum: integer.maximum.map(Decimal::Integer),
                exclusive_minimum: integer.exclusive_minimum,
                exclusive_maximum: integer.exclusive_maximum,
                multiple_of: integer.multiple_of.map(Decimal::Integer),
                enumeration: values(&integer.enumeration),
                ..self
            },
            Type::Boolean(boolean) => Self {
                kind: Some(Kind::Boolean),
                enumeration: values(&boolean.enumeration),
                ..self
            },
            Type::Array(array) => Self {
                kind: Some(Kind::Array),
                items: array.items.as_ref(),
                min_items: array.min_items,
                max_items: array.max_items,
                unique_items: array.unique_items,
                ..self
            },
            Type::Object(object) => Self {
                kind: Some(Kind::Object),
                properties: Some(&object.properties),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                min_properties: object.min_properties,
                max_properties: object.max_properties,
                ..self
            },
        }
    }

    /// Whether it says that a value is an object: by its `type`, or by keywords that only objects have.
    pub(super) fn is_object(&self) -> bool {
        self.kind == Some(Kind::Object)
            || self.kind.is_none()
                && (self.has_properties() || self.additional.is_some() || !self.required.is_empty())
    }

    /// Whether it declares properties.
    pub(super) fn has_properties(&self) -> bool {
        self.properties
            .is_some_and(|properties| !properties.is_empty())
    }

    /// Whether it says nothing about a value itself, leaving aside what it says to a reader.
    pub(super) fn is_bare(&self) -> bool {
        self.kind.is_none()
            && !self.is_object()
            && self.enumeration.is_empty()
            && self.items.is_none()
            && self.format.is_none()
            && self.pattern.is_none()
            && self.not.is_none()
    }

    /// Whether it says nothing of which kind its values are.
    pub(super) fn is_kindless(&self) -> bool {
        self.kind.is_none()
            && !self.is_object()
            && self.enumeration.is_empty()
            && self.items.is_none()
            && !self.is_composed()
    }

    /// Whether its values may be objects, as far as it says itself.
    pub(super) fn may_be_object(&self) -> bool {
        self.is_object()
            || self.kind.is_none() && self.items.is_none() && self.enumeration.is_empty()
    }

    /// Whether it limits values.
    pub(super) fn has_limits(&self) -> bool {
        self.min_length.is_some()
            || self.max_length.is_some()
            || self.minimum.is_some()
            || self.maximum.is_some()
            || self.multiple_of.is_some()
            || self.min_items.is_some()
            || self.max_items.is_some()
            || self.unique_items
            || self.min_properties.is_some()
            || self.max_properties.is_some()
    }

    /// Whether it says no more of a value than that it is an object, apart from alternatives.
    pub(super) fn says_at_most_object(&self) -> bool {
        self.says_at_most_required()
            && self.all_of.is_empty()
            && self.required.is_empty()
            && !self.has_limits()
    }

    /// Whether it says no more of a value than that it is an object, and which members it must have.
    pub(super) fn says_at_most_required(&self) -> bool {
        matches!(self.kind, None | Some(Kind::Object))
            && !self.has_properties()
            && self.additional.is_none()
            && self.enumeration.is_empty()
            && self.items.is_none()
            && self.format.is_none()
            && self.pattern.is_none()
            && self.not.is_none()
    }

    /// Whether it is `{type: object, nullable: true}` and no more: the branch by which Graph's documents
    /// make a reference nullable.
    pub(super) fn is_null_branch(&self) -> bool {
        self.data.nullable
            && self.kind == Some(Kind::Object)
            && !self.has_properties()
            && self.additional.is_none()
            && self.all_of.is_empty()
    }
}

impl Kind {
    /// The word that the document has for it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The kind of the values of a plain type.
    pub(super) fn of_json(ty: &crate::ir::Type) -> Option<Self> {
        use crate::ir::Type;
        match ty {
            Type::String => Some(Self::String),
            Type::Int32 | Type::Int64 | Type::Uint64 => Some(Self::Integer),
            Type::Float | Type::Double => Some(Self::Number),
            Type::Boolean => Some(Self::Boolean),
            Type::Array(_) => Some(Self::Array),
            Type::Map(_) => Some(Self::Object),
            _ => None,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "string" => Some(Self::String),
            "number" => Some(Self::Number),
            "integer" => Some(Self::Integer),
            "boolean" => Some(Self::Boolean),
            "array" => Some(Self::Array),
            "object" => Some(Self::Object),
            _ => None,
        }
    }
}

/// The text of a format, known to the typed document or not.
fn format_name<T: serde::Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<Cow<'_, str>> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => match serde_json::to_value(known) {
            Ok(Value::String(name)) => Some(Cow::Owned(name)),
            _ => None,
        },
        VariantOrUnknownOrEmpty::Unknown(name) => Some(Cow::Borrowed(name)),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn values<'a, T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Cow<'a, Value>> {
    values
        .iter()
        .map(|value| Cow::Owned(value.clone().map_or(Value::Null, Into::into)))
        .collect()
}

/// The typed document boxes a schema in some places and not in others.
pub(super) trait Unboxed {
    fn unboxed(&self) -> SchemaRef<'_>;
}

impl Unboxed for ReferenceOr<Schema> {
    fn unboxed(&self) -> SchemaRef<'_> {
        match self {
            Self::Reference { reference } => ReferenceOr::Reference {
                reference: reference.clone(),
            },
            Self::Item(schema) => ReferenceOr::Item(schema),
        }
    }
}

impl Unboxed for ReferenceOr<Box<Schema>> {
    fn unboxed(&self) -> SchemaRef<'_> {
        match self {
            Self::Reference { reference } => ReferenceOr::Reference {
                reference: reference.clone(),
            },
            Self::Item(schema) => ReferenceOr::Item(schema),
        }
    }
}
