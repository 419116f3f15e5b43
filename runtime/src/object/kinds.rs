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

/// A member that may be absent: an `Option`, or a [`Nullable`](crate::Nullable) that tells null from absent.
pub mod optional {
    use serde::de;
    use serde::ser::Serialize;

    use crate::Nullable;
    use crate::decode::Context;
    use crate::object::Sink;
    use crate::object::read::Slot;

    /// Whether an object without the member is one.
    pub const MAY_BE_ABSENT: bool = true;

    /// The field of such a member.
    pub trait Field: From<Option<Self::Value>> {
        /// The value that there may be.
        type Value;

        /// The field of a member that is there, and null.
        fn null() -> Self;

        /// Whether the member is not there.
        fn is_absent(&self) -> bool;

        /// The value, borrowed, where there is one.
        fn value(&self) -> Option<&Self::Value>;
    }

    impl<T> Field for Option<T> {
        type Value = T;

        #[inline]
        fn null() -> Self {
            None
        }

        #[inline]
        fn is_absent(&self) -> bool {
            self.is_none()
        }

        #[inline]
        fn value(&self) -> Option<&T> {
            self.as_ref()
        }
    }

    impl<T> Field for Nullable<T> {
        type Value = T;

        #[inline]
        fn null() -> Self {
            Self::Null
        }

        #[inline]
        fn is_absent(&self) -> bool {
            self.is_absent()
        }

        #[inline]
        fn value(&self) -> Option<&T> {
            self.as_ref()
        }
    }

    /// The value of the field.
    #[inline]
    pub fn take<F: Field, E: de::Error>(
        slot: impl Slot<Option<F::Value>>,
        _: Context<'_>,
        _: &str,
    ) -> Result<F, E> {
        Ok(match slot.value() {
            Some(None) => F::null(),
            value => F::from(value.flatten()),
        })
    }

    /// Tells the member, where there is one.
    #[inline]
    pub fn tell<F: Field<Value: Serialize>, S: Sink>(
        field: &F,
        name: &str,
        sink: &mut S,
    ) -> Result<(), S::Error> {
        if field.is_absent() {
            return Ok(());
        }
        // As an option, which is how it is read.
        sink.member(name, &field.value())
    }

    /// The value, borrowed, where there is one.
    pub fn borrow<F: Field>(field: &F) -> Option<&F::Value> {
        field.value()
    }
}
