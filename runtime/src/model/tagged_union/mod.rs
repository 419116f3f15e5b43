//! Objects with a discriminator.

pub(crate) mod read;

use serde::de::MapAccess;
use serde::ser::{Serialize, Serializer};

use crate::decode::context::Context;
use crate::model::additional::data::AdditionalData;
use crate::model::object::Object;
use crate::model::object::members::Members;
use crate::model::object::write::encode_tagged;

/// An enum over types with a discriminator. Implemented by the derive macro.
pub trait TaggedUnion: Serialize + Sized {
    /// Identifies a type.
    type Variant: Copy + PartialEq;

    /// The name of the discriminator.
    const TAG: &'static str;

    /// Whether all known discriminators are strings, so that no other value is one.
    const HAS_STRING_TAGS: bool;

    /// The type of objects without a discriminator, if there is one.
    const BASE: Option<Self::Variant>;

    /// Whether all properties of the base type are optional.
    const BASE_MAY_BE_EMPTY: bool;

    /// Whether objects with an unknown discriminator have the base type, too.
    const BASE_HAS_UNKNOWN_TAGS: bool;

    /// Returns the type that a discriminator names.
    fn variant(tag: &str) -> Option<Self::Variant>;

    /// Decodes the properties of a type.
    ///
    /// # Errors
    ///
    /// If a property does not match its declaration.
    fn read<'de, A: MapAccess<'de>>(
        variant: Self::Variant,
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// Creates the value of an object of an unknown type.
    fn unrecognized(object: AdditionalData) -> Self;

    /// Encodes the object.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Encodes an object of one of the types, with its discriminator. `tag` is the value of the
/// discriminator if the object has none.
///
/// # Errors
///
/// Returns errors of the serializer.
pub fn encode_variant<P: TaggedUnion, T: Object, S: Serializer>(
    object: &T,
    variant: P::Variant,
    tag: impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let missing = (P::BASE != Some(variant)).then_some(tag);
    encode_tagged(object, P::TAG, missing, serializer)
}
