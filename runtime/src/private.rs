//! What the macros of this crate write down in others. Not for anybody else.

pub use serde::de::{Deserialize, Deserializer, Error, MapAccess};
pub use serde::ser::{Serialize, Serializer};

pub use crate::additional::{Additional, Closed};
pub use crate::decode::deserialize;
pub use crate::object::kinds::{nullable, optional, required};
pub use crate::object::members::Members;
pub use crate::object::read::{Aliased, Slot, declares_others, decode_object, note};
pub use crate::object::write::{encode_object, tell_entries};
pub use crate::object::{InPlace, Object, Sink};
pub use crate::polymorphic::read::{decode_polymorphic, read_object};
pub use crate::polymorphic::{Polymorphic, encode_variant};
pub use crate::send_back::SendBack;
pub use crate::string_enum::{decode_string_enum, encode_string_enum, known_text, read_text};
pub use crate::union::read::{decode_union, read_as};
pub use crate::union::{Branch, Union};
pub use crate::value_enum::{
    EnumValue, decode_value_enum, encode_value_enum, parse_value_enum, read_value,
};

/// How headers are read.
pub mod header {
    pub use crate::header::{HeaderReading, optional, required};
}

/// Whether a document of these rules asks for lenience.
#[must_use]
pub const fn lenient() -> bool {
    true
}

/// Whether a document of these rules asks for lenience.
#[must_use]
pub const fn strict() -> bool {
    false
}

/// Whether the document excludes members that it does not declare.
#[must_use]
pub const fn closed() -> bool {
    true
}

/// Whether several alternatives may hold at once.
#[must_use]
pub const fn any_of() -> bool {
    true
}

/// Whether several alternatives may hold at once.
#[must_use]
pub const fn one_of() -> bool {
    false
}
