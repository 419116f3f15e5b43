//! How an object is written.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::convert::Infallible;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::object::{Object, Sink};

/// Writes an object.
pub fn encode_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let count = count(object, &serializer);
    let mut map = serializer.serialize_map(count)?;
    tell_once(object, &mut Writer(&mut map))?;
    map.end()
}

/// Writes an object, the discriminator first: so whoever reads it knows in time what it is. `missing` is its value where
/// the object has none.
pub(crate) fn encode_tagged<T: Object, S: Serializer>(
    object: &T,
    tag: &str,
    missing: Option<&str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let missing = missing.filter(|_| !has_member(object, tag));
    let count = count(object, &serializer);
    let mut map =
        serializer.serialize_map(count.map(|count| count + usize::from(missing.is_some())))?;
    if let Some(value) = missing {
        map.serialize_entry(tag, value)?;
    }
    for is_tag in [true, false] {
        let sink = &mut Writer(&mut map);
        tell_once(object, &mut Part { tag, is_tag, sink })?;
    }
    map.end()
}

/// How many members an object has, where the format may begin with that: what people can read has brackets.
fn count<T: Object, S: Serializer>(object: &T, serializer: &S) -> Option<usize> {
    (!serializer.is_human_readable()).then(|| {
        let mut count = Count(0);
        let Ok(()) = tell_once(object, &mut count);
        count.0
    })
}

/// Tells every member, and none twice.
fn tell_once<T: Object, M: Sink>(object: &T, sink: &mut M) -> Result<(), M::Error> {
    object.declared(sink)?;
    object.undeclared(&mut Undeclared { object, sink })
}

/// Tells the entries of a map.
pub fn tell_entries<'a, N: AsRef<str>, T: Serialize + 'a, M: Sink>(
    entries: impl IntoIterator<Item = (N, &'a T)>,
    sink: &mut M,
) -> Result<(), M::Error> {
    entries
        .into_iter()
        .try_for_each(|(name, value)| sink.member(name.as_ref(), value))
}

fn has_member<T: Object>(object: &T, name: &str) -> bool {
    object.declared(&mut Find(name)).is_err() || object.undeclared(&mut Find(name)).is_err()
}

struct Writer<'a, M>(&'a mut M);

impl<M: SerializeMap> Sink for Writer<'_, M> {
    type Error = M::Error;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }
}

struct Count(usize);

impl Sink for Count {
    type Error = Infallible;

    fn member<T: Serialize + ?Sized>(&mut self, _: &str, _: &T) -> Result<(), Infallible> {
        self.0 += 1;
        Ok(())
    }
}

/// Stops at the member of this name.
struct Find<'n>(&'n str);

struct Found;

impl Sink for Find<'_> {
    type Error = Found;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, _: &T) -> Result<(), Found> {
        if name == self.0 { Err(Found) } else { Ok(()) }
    }
}

/// Takes the discriminator, or all that is not the discriminator.
struct Part<'a, M> {
    tag: &'a str,
    is_tag: bool,
    sink: &'a mut M,
}

impl<M: Sink> Sink for Part<'_, M> {
    type Error = M::Error;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        if (name == self.tag) == self.is_tag {
            self.sink.member(name, value)?;
        }
        Ok(())
    }
}

/// Leaves out what the object has a field for.
struct Undeclared<'a, T, M> {
    object: &'a T,
    sink: &'a mut M,
}

impl<O: Object, M: Sink> Sink for Undeclared<'_, O, M> {
    type Error = M::Error;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        if self.object.declared(&mut Find(name)).is_err() {
            return Ok(());
        }
        self.sink.member(name, value)
    }
}
