//! Places that are raw JSON in the client.

use super::id::TypeId;
use crate::diagnostics::Location;

/// A place of the document that is raw JSON in the client, or a map of raw JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntypedPlace {
    /// The schema, or what lacks one.
    pub location: Location,
    /// Why it has no type.
    pub reason: UntypedReason,
    /// The type that the place is part of.
    pub(crate) within: Option<TypeId>,
}

/// Why a place is raw JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UntypedReason {
    /// A media type without `schema`.
    NoSchema,
    /// A schema that does not constrain the type of its values, such as `{}`.
    NoType,
    /// `type: object` without `properties` and without a schema for `additionalProperties`.
    NoProperties,
    /// `type: array` without `items`.
    NoItems,
    /// `required` lists a property that no schema declares.
    UndeclaredProperty,
    /// One of the alternatives allows every value.
    OpenAlternative,
    /// The alternatives are not generated; their properties are additional data.
    Alternatives,
    /// The intersection of several schemas has no type.
    Intersection,
    /// No value satisfies all schemas.
    Contradiction,
    /// The values of the schema would consist of themselves.
    Infinite,
    /// The schema or its reference has an error.
    NotUnderstood,
}

impl UntypedReason {
    /// Returns the name of the reason in machine-readable output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoSchema => "no-schema",
            Self::NoType => "no-type",
            Self::NoProperties => "no-properties",
            Self::NoItems => "no-items",
            Self::UndeclaredProperty => "undeclared-property",
            Self::OpenAlternative => "open-alternative",
            Self::Alternatives => "alternatives",
            Self::Intersection => "intersection",
            Self::Contradiction => "contradiction",
            Self::Infinite => "infinite",
            Self::NotUnderstood => "not-understood",
        }
    }

    /// Returns the reason in words.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::NoSchema => "the media type has no schema",
            Self::NoType => "the schema allows values of every type",
            Self::NoProperties => "the object declares no properties",
            Self::NoItems => "the array declares no items",
            Self::UndeclaredProperty => "a required property is not declared",
            Self::OpenAlternative => "one of the alternatives allows every value",
            Self::Alternatives => "the alternatives are not generated",
            Self::Intersection => "the intersection of the schemas has no type",
            Self::Contradiction => "no value satisfies all schemas",
            Self::Infinite => "the values would consist of themselves",
            Self::NotUnderstood => "the schema is not understood",
        }
    }
}
