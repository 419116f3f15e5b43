//! What the types of a generated model consist of: the traits that the derive macros implement for
//! objects, enums and unions, and the types of their fields. May be used by `validate`, `auth` and
//! `receiver`.

pub(crate) mod additional;
pub(crate) mod buffered;
pub(crate) mod correlation;
pub(crate) mod external;
pub(crate) mod flags;
pub(crate) mod formatted;
pub(crate) mod json_string;
pub(crate) mod null;
pub(crate) mod nulls;
pub(crate) mod object;
pub(crate) mod one_or_many;
pub(crate) mod secret;
pub(crate) mod string_enum;
pub(crate) mod tag;
pub(crate) mod tagged_union;
pub(crate) mod to_value;
pub(crate) mod union;
pub(crate) mod unrecognized;
pub(crate) mod value_enum;
