//! The map of undeclared properties.

use std::fmt;
use std::iter::Map;
use std::mem;
use std::ops::Index;
use std::slice;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map as Object, Value};
use thin_vec::ThinVec;

use crate::decode::entry::deserialize;

/// Properties that the OpenAPI document does not declare, by name. They are stored and encoded
/// unchanged.
///
/// ```
/// use specwright_runtime::{AdditionalData, Value};
///
/// let mut additional_data = AdditionalData::new();
/// additional_data.insert("region", "north");
/// assert_eq!(additional_data["region"], "north");
/// assert_eq!(additional_data.remove("region"), Some(Value::from("north")));
/// ```
///
/// Sorted by name. Most objects have no undeclared properties, and the others few, so an empty map
/// is a single pointer, while a [`serde_json::Map`] allocates a node of eleven entries. Names often
/// repeat in an input, so they are shared. Both types convert into each other.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AdditionalData(ThinVec<(Arc<str>, Value)>);

impl AdditionalData {
    /// Creates an empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(ThinVec::new())
    }

    /// Returns the number of properties.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no properties.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(other, _)| other.as_ref().cmp(name))
    }

    /// Returns the value of a property.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self.0.get(self.find(name).ok()?)?;
        Some(value)
    }

    /// Returns a mutable reference to the value of a property.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.find(name).ok()?;
        let (_, value) = self.0.get_mut(place)?;
        Some(value)
    }

    /// Returns whether there is a property of this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    /// Inserts a property. Returns its previous value.
    pub fn insert(&mut self, name: impl Into<Arc<str>>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        if let Some(held) = self.get_mut(&name) {
            return Some(mem::replace(held, value));
        }
        let (Ok(place) | Err(place)) = self.find(&name);
        self.0.insert(place, (name, value));
        None
    }

    /// Removes a property. Returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let (_, value) = self.0.remove(self.find(name).ok()?);
        Some(value)
    }

    /// Returns an iterator over the properties.
    #[must_use]
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// Returns an iterator over the names.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Appends a property, regardless of the order. Lookups fail until [`sort`](Self::sort) is
    /// called.
    pub(crate) fn push(&mut self, name: Arc<str>, value: Value) {
        self.0.push((name, value));
    }

    /// Sorts the properties. If a name is repeated, the last value is kept.
    #[inline]
    pub(crate) fn sort(&mut self) {
        if self.len() < 2 {
            return;
        }
        // Repeated names are not strictly sorted.
        if self.0.is_sorted_by(|(one, _), (next, _)| one < next) {
            return;
        }
        self.0.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.0.dedup_by(|next, kept| {
            let is_again = next.0 == kept.0;
            if is_again {
                mem::swap(next, kept);
            }
            is_again
        });
    }
}

impl fmt::Debug for AdditionalData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// Returns null for an unknown name, like [`Value`].
impl Index<&str> for AdditionalData {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        static NULL: Value = Value::Null;

        self.get(name).unwrap_or(&NULL)
    }
}

impl<N: Into<Arc<str>>> Extend<(N, Value)> for AdditionalData {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, members: I) {
        let members = members.into_iter();
        self.0
            .extend(members.map(|(name, value)| (name.into(), value)));
        self.sort();
    }
}

impl<N: Into<Arc<str>>> FromIterator<(N, Value)> for AdditionalData {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(members: I) -> Self {
        let mut data = Self::new();
        data.extend(members);
        data
    }
}

/// The properties of an [`AdditionalData`], sorted by name.
#[derive(Clone, Debug)]
pub struct IntoIter(thin_vec::IntoIter<(Arc<str>, Value)>);

impl Iterator for IntoIter {
    type Item = (Arc<str>, Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for IntoIter {}

impl IntoIterator for AdditionalData {
    type Item = (Arc<str>, Value);
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter(self.0.into_iter())
    }
}

impl<'a> IntoIterator for &'a AdditionalData {
    type Item = (&'a str, &'a Value);
    type IntoIter =
        Map<slice::Iter<'a, (Arc<str>, Value)>, fn(&'a (Arc<str>, Value)) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(name, value)| (&**name, value))
    }
}

impl From<Object<String, Value>> for AdditionalData {
    fn from(map: Object<String, Value>) -> Self {
        map.into_iter().collect()
    }
}

impl From<AdditionalData> for Object<String, Value> {
    fn from(data: AdditionalData) -> Self {
        let members = data.into_iter();
        members
            .map(|(name, value)| (name.as_ref().into(), value))
            .collect()
    }
}

impl From<AdditionalData> for Value {
    fn from(data: AdditionalData) -> Self {
        Self::Object(data.into())
    }
}

impl Serialize for AdditionalData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de> Deserialize<'de> for AdditionalData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
