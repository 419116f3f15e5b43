//! What an open enum holds that the document does not list.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A value that the document does not list among those of `E`, kept as it came: a text, or a `V`.
///
/// It comes from `E::from(value)` and from decoding alone, so it never holds a value that `E` has a variant for.
pub struct Unrecognized<E, V = Box<str>> {
    value: V,
    marker: PhantomData<fn() -> E>,
}

impl<E> Unrecognized<E> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

impl<E, V> Unrecognized<E, V> {
    pub(crate) fn new(value: V) -> Self {
        Self {
            value,
            marker: PhantomData,
        }
    }

    /// The value.
    pub const fn get(&self) -> &V {
        &self.value
    }
}

// By hand, since a derive would ask the same of `E`.

impl<E, V: Clone> Clone for Unrecognized<E, V> {
    fn clone(&self) -> Self {
        Self::new(self.value.clone())
    }
}

impl<E, V: fmt::Debug> fmt::Debug for Unrecognized<E, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<E, V: fmt::Display> fmt::Display for Unrecognized<E, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<E> AsRef<str> for Unrecognized<E> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<E, V: PartialEq> PartialEq for Unrecognized<E, V> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<E, V: Eq> Eq for Unrecognized<E, V> {}

impl<E, V: Hash> Hash for Unrecognized<E, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
