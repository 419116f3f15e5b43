//! What the macros of this crate write down in others. Not for anybody else.

pub use serde::de::{Deserialize, Deserializer, MapAccess};
pub use serde::ser::{Serialize, Serializer};

pub use crate::additional::{Additional, Closed};
pub use crate::decode::deserialize;
pub use crate::object::kinds::{nullable, optional, required};
pub use crate::object::{
    Aliased, Key, Members, Object, Slot, decode_object, encode_object, next_key, tell_entries,
};
pub use crate::polymorphic::{Polymorphic, decode_polymorphic, encode_variant, read_object};
pub use crate::string_enum::{decode_string_enum, encode_string_enum, read_text};

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
