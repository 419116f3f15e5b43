//! How a value of a model is read: once, here, for every model.
//!
//! A generated model only says which member goes to which field ([`object!`](crate::object)), which texts its values
//! have ([`string_enum!`](crate::string_enum)), which discriminator names which type
//! ([`polymorphic!`](crate::polymorphic)), or which alternatives there are ([`union!`](crate::union)). These rules do the rest:
//!
//! 1. **Nothing is dropped.** A member that the document does not declare is kept, and written back.
//! 2. **Null is absent.** An optional member that is null reads as `None`. A required one must be there, and not be null.
//! 3. **The last one wins** where a member occurs twice.
//! 4. **Enums are open.** A value of a string enum that the document does not list is kept as it came.
//! 5. **The discriminator decides.** An object that names a type of the document is of that type, and an error where it
//!    does not fit; it is never tried as another one. An object that names an unknown type is kept as it came.
//! 6. **Formats keep their text.** A date, a UUID, or bytes in base64 are written back just as they came.
//!
//! A document may ask for lenience. Then, and only then,
//!
//! * a number or a boolean may come as a string (`"200"`, `"true"`, `"True"`),
//! * an integer may come as a number with an empty fraction (`200.0`, `2e2`),
//! * the value of a string enum is matched by ASCII case where it does not match exactly (`"Busy"` is `busy`).
//!
//! So a value that is read and written again has every member it came with. Three things may differ: members that were
//! null may be absent, the case of a listed enum value, and a number or a boolean that came as a string.
//!
//! # One pass
//!
//! The input is read once, straight into the fields, with names compared where they lie. Only the members that stand in
//! front of a discriminator are held back, and only where the base type cannot take them (see
//! [`polymorphic!`](crate::polymorphic)).
//!
//! # Errors
//!
//! An error says where in the input it happened (`value[0].resourceData.resultInfo.code`), what is expected there, and
//! which kind of thing came instead. It never holds a value of the input, since that may be a secret.
//!
//! The path is gathered on the way up, outside of the error, so it is the same in every format, costs nothing where all
//! is well, and cannot be mistaken for the message, whatever the members are called. [`from_slice`] hands it out as it
//! is; serde's own entrances put it in front of the message.
//!
//! # Formats other than JSON
//!
//! Models implement serde's traits, with objects as maps, so they work with other formats, too. Where a format is not
//! human-readable, values are asked for by their type, so there a number cannot come as a string. A format that does not
//! describe itself cannot tell what it was not asked for: undeclared members, values of any type, alternatives, and
//! [`OneOrMany`] do not travel through it.
//!
//! [`OneOrMany`]: crate::OneOrMany

pub(crate) mod containers;
pub(crate) mod context;
pub(crate) mod decodable;
pub(crate) mod entry;
pub(crate) mod error;
pub(crate) mod json_types;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod path;
pub(crate) mod scalar;
pub(crate) mod seed;
pub(crate) mod visit;

pub use context::Context;
pub use decodable::Decode;
pub use entry::{deserialize, from_slice};
pub use error::DecodeError;
pub use json_types::JsonTypes;
