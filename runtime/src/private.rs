//! What the derive macros expand to. Not a public interface.

pub use serde::de::{Deserialize, Deserializer, Error, MapAccess};
pub use serde::ser::{Serialize, Serializer};

pub use crate::decode::entry::deserialize;
pub use crate::model::additional::extra::{AdditionalProperties, DenyUnknown};
pub use crate::model::nulls::{InsertNull, serialize_nulls};
pub use crate::model::object::kinds::{nullable, optional, required};
pub use crate::model::object::members::Members;
pub use crate::model::object::read::{
    Aliased, FieldSlot, declares_others, decode_object, note_unknown,
};
pub use crate::model::object::write::{encode_object, serialize_entries};
pub use crate::model::object::{FieldSerializer, InPlace, Object};
pub use crate::model::string_enum::{
    decode_string_enum, encode_string_enum, known_text, read_text,
};
pub use crate::model::tagged_union::read::{decode_tagged_union, read_object};
pub use crate::model::tagged_union::{TaggedUnion, encode_variant};
pub use crate::model::union::read::{decode_union, read_as};
pub use crate::model::union::{Union, UnionVariant};
pub use crate::model::value_enum::{
    EnumValue, decode_value_enum, encode_value_enum, parse_value_enum, read_value,
};

/// Decoding of headers.
pub mod header {
    pub use crate::params::header::{HeaderFormat, optional, required};
}
