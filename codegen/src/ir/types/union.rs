//! Unions: types whose values have one of several types.

use serde_json::Value;

use super::constraint::Constraint;
use super::docs::Docs;
use super::id::TypeId;
use super::object::Property;
use super::ty::Type;

/// A `oneOf` or `anyOf` whose variants are distinguished by their content.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Whether a value can match several variants: `anyOf`.
    pub any_of: bool,
    /// The property whose value selects an object variant, if there is one.
    pub tag: Option<String>,
    /// The variants in document order, except that enums and strings with a format precede plain
    /// strings.
    pub variants: Vec<UnionVariant>,
}

/// A variant of a [`Union`].
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// Words that describe the variant, if its type has no name in the document.
    pub name: Option<String>,
    /// The type.
    pub ty: Type,
    /// The values of the tag that select this variant.
    pub tags: Vec<String>,
    /// Whether the value is boxed because it is large or can contain the union.
    pub boxed: bool,
    /// Whether another variant has the same type.
    pub shared: bool,
    /// Constraints on the value.
    pub constraints: Vec<Constraint>,
    /// The documentation.
    pub docs: Docs,
}

/// A union of objects in which a discriminator property names the type.
#[derive(Clone, Debug, PartialEq)]
pub struct TaggedUnion {
    /// `propertyName` of the discriminator.
    pub tag: String,
    /// The types of the mapping, in document order.
    pub variants: Vec<TaggedVariant>,
    /// The index of the variant that an absent tag selects: the one of `defaultMapping`, or else
    /// the base type unless it is abstract.
    pub untagged: Option<usize>,
    /// Whether unknown tags select that variant, too: `defaultMapping`.
    pub accepts_unknown_tags: bool,
    /// The properties that all variants share: those of the base type.
    pub properties: Vec<Property>,
}

/// The JSON type of a discriminator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagType {
    /// A string.
    #[default]
    String,
    /// An integer.
    Integer,
    /// A boolean.
    Boolean,
}

impl TagType {
    /// Returns a value of a `mapping`, which is a string, as a value of the discriminator. A string
    /// that is no value of the type remains one.
    #[must_use]
    pub fn value(self, tag: &str) -> Value {
        let value = match self {
            Self::String => None,
            Self::Integer => tag.parse::<i64>().ok().map(Value::from),
            Self::Boolean => tag.parse::<bool>().ok().map(Value::from),
        };
        value.unwrap_or_else(|| tag.into())
    }

    /// Returns whether a value is of the type.
    #[must_use]
    pub fn is_type_of(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer => value.is_i64(),
            Self::Boolean => value.is_boolean(),
        }
    }
}

/// A variant of a [`TaggedUnion`].
#[derive(Clone, Debug, PartialEq)]
pub struct TaggedVariant {
    /// The values of the discriminator that select this variant, as text.
    pub tags: Vec<String>,
    /// The JSON type of the discriminator.
    pub tag_type: TagType,
    /// The name of the schema; empty for an inline schema.
    pub schema: String,
    /// Words that describe the variant, if its type has no name in the document.
    pub name: Option<String>,
    /// The type, which is always an object.
    pub ty: TypeId,
}
