//! Encoding of objects.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::convert::Infallible;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::object::{FieldSerializer, Object};

/// Encodes an object.
pub fn encode_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let count = count_fields(object, &serializer);
    let mut map = serializer.serialize_map(count)?;
    serialize_fields(object, &mut MapSerializer(&mut map))?;
    map.end()
}

/// Encodes an object with the discriminator first, so that the type is known when it is decoded.
/// `missing` is the discriminator of an object that has none.
pub(crate) fn encode_tagged<T: Object, S: Serializer>(
    object: &T,
    tag: &str,
    missing: Option<impl Serialize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let missing = missing.filter(|_| !has_field(object, tag));
    let count = count_fields(object, &serializer);
    let mut map =
        serializer.serialize_map(count.map(|count| count + usize::from(missing.is_some())))?;
    if let Some(value) = missing {
        map.serialize_entry(tag, &value)?;
    }
    for is_tag in [true, false] {
        let serializer = &mut MapSerializer(&mut map);
        serialize_fields(
            object,
            &mut TagFilter {
                tag,
                is_tag,
                serializer,
            },
        )?;
    }
    map.end()
}

/// Returns the number of properties, for formats that need it first. Human-readable formats do not.
fn count_fields<T: Object, S: Serializer>(object: &T, serializer: &S) -> Option<usize> {
    (!serializer.is_human_readable()).then(|| {
        let mut count = FieldCounter(0);
        let Ok(()) = serialize_fields(object, &mut count);
        count.0
    })
}

/// Serializes all properties, each name once.
fn serialize_fields<T: Object, M: FieldSerializer>(
    object: &T,
    serializer: &mut M,
) -> Result<(), M::Error> {
    object.serialize_declared(serializer)?;
    object.serialize_extra(&mut ExtraFields { object, serializer })
}

/// Serializes the entries of a map.
pub fn serialize_entries<'a, N: AsRef<str>, T: Serialize + 'a, M: FieldSerializer>(
    entries: impl IntoIterator<Item = (N, &'a T)>,
    serializer: &mut M,
) -> Result<(), M::Error> {
    entries
        .into_iter()
        .try_for_each(|(name, value)| serializer.serialize_field(name.as_ref(), value))
}

fn has_field<T: Object>(object: &T, name: &str) -> bool {
    object.serialize_declared(&mut FieldFinder(name)).is_err()
        || object.serialize_extra(&mut FieldFinder(name)).is_err()
}

struct MapSerializer<'a, M>(&'a mut M);

impl<M: SerializeMap> FieldSerializer for MapSerializer<'_, M> {
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }
}

struct FieldCounter(usize);

impl FieldSerializer for FieldCounter {
    type Error = Infallible;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &str, _: &T) -> Result<(), Infallible> {
        self.0 += 1;
        Ok(())
    }
}

/// Stops at the property of this name.
struct FieldFinder<'n>(&'n str);

struct FieldFound;

impl FieldSerializer for FieldFinder<'_> {
    type Error = FieldFound;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        _: &T,
    ) -> Result<(), FieldFound> {
        if name == self.0 {
            Err(FieldFound)
        } else {
            Ok(())
        }
    }
}

/// Passes on either the discriminator or all other properties.
struct TagFilter<'a, M> {
    tag: &'a str,
    is_tag: bool,
    serializer: &'a mut M,
}

impl<M: FieldSerializer> FieldSerializer for TagFilter<'_, M> {
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), M::Error> {
        if (name == self.tag) == self.is_tag {
            self.serializer.serialize_field(name, value)?;
        }
        Ok(())
    }
}

/// Omits undeclared properties with the name of a field.
struct ExtraFields<'a, T, M> {
    object: &'a T,
    serializer: &'a mut M,
}

impl<O: Object, M: FieldSerializer> FieldSerializer for ExtraFields<'_, O, M> {
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), M::Error> {
        if self
            .object
            .serialize_declared(&mut FieldFinder(name))
            .is_err()
        {
            return Ok(());
        }
        self.serializer.serialize_field(name, value)
    }
}
