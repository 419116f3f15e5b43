//! Unions of alternatives that a discriminator alone does not distinguish.

pub(crate) mod read;

use serde::de::Deserializer;
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::json_types::JsonTypes;

/// An enum over alternatives. Implemented by the derive macro.
pub trait Union: Sized {
    /// Identifies an alternative.
    type Variant: Copy + 'static;

    /// Whether the OpenAPI document requests lenience.
    const LENIENT: bool;

    /// Whether several alternatives may match.
    const ANY_OF: bool;

    /// The name of the property that distinguishes objects. Empty if there is none.
    const TAG: &'static str;

    /// The alternatives.
    const VARIANTS: &'static [UnionVariant<Self::Variant>];

    /// Decodes an alternative.
    ///
    /// # Errors
    ///
    /// If the value does not match the alternative.
    fn read<'de, D: Deserializer<'de>>(
        variant: Self::Variant,
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error>;

    /// Returns whether an object with certain properties has all that an alternative requires.
    fn has_required(variant: Self::Variant, has: &dyn Fn(&str) -> bool) -> bool;

    /// Returns whether an alternative declares a property.
    fn declares(variant: Self::Variant, name: &str) -> bool;

    /// Creates a value that matches no alternative or is ambiguous.
    fn unrecognized(value: Value) -> Self;

    /// Encodes the value.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// An alternative of a union.
pub struct UnionVariant<V> {
    /// Identifies the alternative.
    pub variant: V,
    /// The JSON types that it decodes from.
    pub json_types: JsonTypes,
    /// The values of the property that distinguishes its objects.
    pub tags: &'static [&'static str],
}
