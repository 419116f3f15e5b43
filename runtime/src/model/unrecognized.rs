//! Unlisted values of open enums.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A value of `E` that the OpenAPI document does not list, stored unchanged: a string, or a `V`.
///
/// It is created only by `E::from(value)` and by decoding, so it never contains a value that `E`
/// has a variant for.
pub struct Unrecognized<E, V = Box<str>> {
    value: V,
    marker: PhantomData<fn() -> E>,
}

impl<E> Unrecognized<E> {
    /// Returns the string.
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

    /// Returns the value.
    pub const fn get(&self) -> &V {
        &self.value
    }
}

// Not derived, since a derive would require `Clone` of `E`.

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

impl<E, V: PartialOrd> PartialOrd for Unrecognized<E, V> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<E, V: Ord> Ord for Unrecognized<E, V> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<E, V: Hash> Hash for Unrecognized<E, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
