//! What the macros of this crate expand to. Not a public interface.

pub use serde::de::{Deserialize, Deserializer, Error, MapAccess};
pub use serde::ser::{Serialize, Serializer};

pub use crate::decode::entry::deserialize;
pub use crate::model::additional::extra::{AdditionalProperties, DenyUnknown};
pub use crate::model::object::kinds::{nullable, optional, required};
pub use crate::model::object::members::Members;
pub use crate::model::object::read::{
    Aliased, FieldSlot, declares_others, decode_object, note_unknown,
};
pub use crate::model::object::write::{encode_object, serialize_entries};
pub use crate::model::object::{FieldSerializer, InPlace, Object};
pub use crate::model::polymorphic::read::{decode_polymorphic, read_object};
pub use crate::model::polymorphic::{Polymorphic, encode_variant};
pub use crate::model::send_back::SendBack;
pub use crate::model::string_enum::{
    decode_string_enum, encode_string_enum, known_text, read_text,
};
pub use crate::model::union::read::{decode_union, read_as};
pub use crate::model::union::{Union, UnionVariant};
pub use crate::model::value_enum::{
    EnumValue, decode_value_enum, encode_value_enum, parse_value_enum, read_value,
};

/// Decoding of headers.
pub mod header {
    pub use crate::params::header::{HeaderFormat, optional, required};
}

/// Returns whether a `lenient` document requests lenience.
#[must_use]
pub const fn lenient() -> bool {
    true
}

/// Returns whether a `strict` document requests lenience.
#[must_use]
pub const fn strict() -> bool {
    false
}

/// Returns whether a `closed` object excludes undeclared properties.
#[must_use]
pub const fn closed() -> bool {
    true
}

/// Returns whether several alternatives of an `any_of` may match.
#[must_use]
pub const fn any_of() -> bool {
    true
}

/// Returns whether several alternatives of a `one_of` may match.
#[must_use]
pub const fn one_of() -> bool {
    false
}
