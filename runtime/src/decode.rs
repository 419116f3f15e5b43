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

mod containers;
mod context;
mod error;
mod kinds;
mod number;
mod scalar;

use serde::de::{self, Deserializer, Error as _};
use serde_json::Value;

use crate::reread::reread;

pub use context::Context;
pub use error::DecodeError;
pub use kinds::Kinds;

pub(crate) use containers::{
    AnyName, Ignored, Name, NameSeed, VecVisitor, read_map, refuse_scalars,
};
pub(crate) use context::{Element, Member, Misfits, Reading, Segment};
pub(crate) use error::{message, write_segment};
pub(crate) use number::{is_number, numbers_are_maps, refuse_number};
pub(crate) use scalar::{Scalar, Token, decode_scalar, mismatch};

/// A value that is read by the [rules of this crate](self).
///
/// Every type that can stand in a model implements it.
pub trait Decode: Sized {
    /// What it can be read from, leaving lenience aside. Alternatives are told apart by it.
    const KINDS: Kinds = Kinds::ANY;

    /// Whether an object that has members of some names has every one that such a value must have. Says nothing of the
    /// members themselves.
    #[must_use]
    fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
        let _ = has;
        true
    }

    /// Whether a member of an object would not be read as one that is not declared.
    #[must_use]
    fn declares(name: &str) -> bool {
        let _ = name;
        true
    }

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the input cannot be read, or is not such a value.
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error>;

    /// Reads the value of a string that was read already.
    ///
    /// # Errors
    ///
    /// When it is not such a value.
    #[doc(hidden)]
    fn decode_text<E: de::Error>(text: String, context: Context<'_>) -> Result<Self, E> {
        reread(&Value::String(text), context)
    }
}

/// Reads a value from JSON.
///
/// ```
/// use msgraph_runtime::from_slice;
///
/// let codes: Vec<i32> = from_slice(b"[200, 404]")?;
/// assert_eq!(codes, [200, 404]);
///
/// let error = from_slice::<Vec<i32>>(b"[200, \"gone\"]").unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// assert_eq!(error.message(), "expected a 32-bit integer, found a string");
/// assert_eq!((error.line(), error.column()), (Some(1), Some(12)));
/// # Ok::<(), msgraph_runtime::DecodeError>(())
/// ```
///
/// # Errors
///
/// When the text is not JSON, is not a `T`, goes on after it, or is nested deeper than 127 levels.
pub fn from_slice<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    let reading = Reading::default();
    // A text that is checked as a whole need not be checked string by string. Of one that is not UTF-8, the part before
    // is read, so that the error has its place.
    let (text, is_whole) = match str::from_utf8(json) {
        Ok(text) => (text, true),
        Err(error) => {
            let (valid, _) = json.split_at(error.valid_up_to());
            (str::from_utf8(valid).unwrap_or_default(), false)
        }
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = T::decode(&mut deserializer, Context::new(&reading))
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) if is_whole => Ok(value),
        Err(error) if is_whole || !error.is_eof() => Err(DecodeError::new(reading.path(), &error)),
        _ => Err(DecodeError::not_utf8(reading.path(), text)),
    }
}

/// Reads a [`Decode`] where serde asks for it: what `Deserialize` of a model does.
///
/// # Errors
///
/// When the input cannot be read, or is not a `T`. The message begins with the path, where there is one.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let reading = Reading::default();
    T::decode(deserializer, Context::new(&reading)).map_err(|error| match reading.path() {
        Some(path) => D::Error::custom(format_args!("{path}: {error}")),
        None => error,
    })
}
