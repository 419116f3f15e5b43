//! The lines of [`object!`](crate::object!), by what they begin with.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

/// A member that must be there, and not be null.
pub mod required {
    use serde::de;
    use serde::ser::Serialize;

    use crate::decode::Context;
    use crate::object::Sink;
    use crate::object::read::{Slot, missing};

    /// Whether an object without the member is one.
    pub const MAY_BE_ABSENT: bool = false;

    /// The value of the field.
    #[inline]
    pub fn take<T, E: de::Error>(
        slot: impl Slot<T>,
        context: Context<'_>,
        name: &str,
    ) -> Result<T, E> {
        slot.value().ok_or_else(|| missing(context, name))
    }

    /// Tells the member.
    #[inline]
    pub fn tell<T: Serialize, S: Sink>(
        value: &T,
        name: &str,
        sink: &mut S,
    ) -> Result<(), S::Error> {
        sink.member(name, value)
    }

    /// The value, borrowed.
    pub fn borrow<T>(value: &T) -> Option<&T> {
        Some(value)
    }
}

/// A member that must be there, and may be null: a required `Option`.
pub mod nullable {
    pub use super::optional::borrow;
    pub use super::required::{MAY_BE_ABSENT, take, tell};
}

/// A member that may be absent.
pub mod optional {
    use serde::de;
    use serde::ser::Serialize;

    use crate::decode::Context;
    use crate::object::Sink;
    use crate::object::read::Slot;

    /// Whether an object without the member is one.
    pub const MAY_BE_ABSENT: bool = true;

    /// The value of the field.
    #[inline]
    pub fn take<T, E: de::Error>(
        slot: impl Slot<Option<T>>,
        _: Context<'_>,
        _: &str,
    ) -> Result<Option<T>, E> {
        Ok(slot.value().flatten())
    }

    /// Tells the member, where there is one.
    #[inline]
    pub fn tell<T: Serialize, S: Sink>(
        value: &Option<T>,
        name: &str,
        sink: &mut S,
    ) -> Result<(), S::Error> {
        // As an option, which is how it is read.
        match value {
            Some(_) => sink.member(name, value),
            None => Ok(()),
        }
    }

    /// The value, borrowed, where there is one.
    pub fn borrow<T>(value: &Option<T>) -> Option<&T> {
        value.as_ref()
    }
}
