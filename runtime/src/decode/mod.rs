//! Decoding: the rules that all models share. May be used by `model`, `validate`,
//! `params`, `body`, `call` and `receiver`; uses no other module.
//!
//! A generated model states which property belongs to which field ([`Object`](crate::Object)), the
//! strings of its values ([`StringEnum`](macro@crate::StringEnum)), the discriminator of each type
//! ([`TaggedUnion`](crate::TaggedUnion)), or the alternatives ([`Union`](crate::Union)). The rules
//! are:
//!
//! 1. **Nothing is dropped.** Undeclared properties are stored and encoded again.
//! 2. **Null is absent.** An optional property that is null decodes as `None`. A required property
//!    must be present and not null. Where only null is allowed, it decodes as
//!    [`Null`](crate::Null).
//! 3. **The last one wins** if a property is repeated.
//! 4. **Enums are open.** An unlisted value of a string enum is stored unchanged.
//! 5. **The discriminator decides.** An object whose discriminator names a type of the OpenAPI
//!    document is decoded as that type or is an error. It is never tried as another type. An object
//!    with an unknown discriminator is stored unchanged.
//! 6. **Formats keep their text.** Dates, UUIDs, base64, and JSON documents in strings are encoded
//!    exactly as they were received.
//! 7. **Tuples have a fixed length.** An array with fewer or more elements is an error.
//!
//! Additional rules apply if the OpenAPI document requests lenience:
//!
//! * A number or a boolean may be a string (`"200"`, `"true"`, `"True"`).
//! * An integer may be a number with a zero fraction (`200.0`, `2e2`).
//! * A value of a string enum that does not match exactly is matched ignoring ASCII case (`"Busy"`
//!   is `busy`).
//!
//! A value that is decoded and encoded again has all its properties. Three things may differ:
//! properties that were null may be absent, listed enum values may change case, and a number or a
//! boolean may have been a string.
//!
//! ```
//! use serde_json::json;
//! use specwright_runtime::{AdditionalData, Object, from_slice};
//!
//! #[derive(Clone, Debug, PartialEq, Object)]
//! struct Pet {
//!     name: String,
//!     age: Option<i64>,
//!     #[additional]
//!     additional_data: AdditionalData,
//! }
//!
//! let pet: Pet = from_slice(br#"{"name": "Rex", "age": null, "chip": 7}"#)?;
//! assert_eq!((pet.name.as_str(), pet.age), ("Rex", None));
//! assert_eq!(serde_json::to_value(&pet)?, json!({"name": "Rex", "chip": 7}));
//!
//! let error = from_slice::<Pet>(br#"{"name": 3}"#).unwrap_err();
//! assert!(error.to_string().contains("name"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # One pass
//!
//! The input is read once, directly into the fields, and names are compared in place. Only
//! properties in front of a discriminator are buffered, and only if the base type cannot store them
//! (see [`TaggedUnion`](crate::TaggedUnion)).
//!
//! # Errors
//!
//! An error states the path in the input (`value[0].resourceData.resultInfo.code`), what is
//! expected, and the type that was found. It never contains a value of the input, which may be a
//! secret.
//!
//! The path is collected on the way up, outside of the error. It is the same for every format,
//! costs nothing without an error, and cannot be confused with the message. [`from_slice`] returns
//! it separately; serde's entry points prepend it to the message.
//!
//! # Formats other than JSON
//!
//! Models implement serde's traits, with objects as maps, so they support other formats. In a
//! format that is not human-readable, values are requested by their type, so a number cannot be a
//! string. A format that is not self-describing cannot represent undeclared properties, values of
//! any type, alternatives, and [`OneOrMany`].
//!
//! [`OneOrMany`]: crate::OneOrMany

pub(crate) mod containers;
pub(crate) mod context;
pub(crate) mod decodable;
pub(crate) mod entry;
pub(crate) mod error;
pub(crate) mod json_types;
pub(crate) mod known;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod path;
pub(crate) mod scalar;
pub(crate) mod seed;
pub(crate) mod tuple;
pub(crate) mod visit;

pub use context::Context;
pub use decodable::Decode;
pub use entry::{deserialize, from_slice};
pub use error::DecodeError;
pub use json_types::JsonTypes;
