//! How an object is written.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::convert::Infallible;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Object, Sink};

/// Writes an object.
pub fn encode_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    encode_tagged(object, None, serializer)
}

/// Writes an object, with a member that it may have by itself already.
pub(crate) fn encode_tagged<T: Object, S: Serializer>(
    object: &T,
    tag: Option<(&str, &str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let tag = tag.filter(|(name, _)| !has_member(object, name));
    // What people can read has brackets; what they cannot may begin with the count.
    let count = (!serializer.is_human_readable()).then(|| {
        let mut count = Count(usize::from(tag.is_some()));
        let Ok(()) = tell_once(object, &mut count);
        count.0
    });
    let mut map = serializer.serialize_map(count)?;
    if let Some((name, value)) = tag {
        map.serialize_entry(name, value)?;
    }
    tell_once(object, &mut Writer(&mut map))?;
    map.end()
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
