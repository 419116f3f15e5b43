//! Values that are buffered until their type is known. They are buffered as JSON text: a tree is
//! several times as expensive, and would have to be encoded again to be decoded.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::decodable::Decode as _;
use crate::decode::error::mismatch;
use crate::decode::name::{AnyName, Name};
use crate::decode::number::is_number;
use crate::model::additional::data::AdditionalData;
use crate::model::tag::Tag;

/// The properties of an object: their names, and the ranges of their values in the JSON text.
type Members<'de> = Vec<(Name<'de>, Range<usize>)>;

/// An array or an object as JSON text. A number, if numbers are represented as maps.
pub(crate) struct BufferedValue<'de> {
    pub(crate) json: String,
    /// The properties, if it is an object.
    pub(crate) members: Members<'de>,
}

impl<'de> BufferedValue<'de> {
    pub(crate) fn array<A: SeqAccess<'de>>(elements: A) -> Result<Self, A::Error> {
        let mut buffer = JsonBuffer::new();
        (&mut buffer).visit_seq(elements)?;
        buffer.into_value(Vec::new())
    }

    pub(crate) fn object<A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        let mut buffer = JsonBuffer::new();
        let members = buffer.write_map(members)?;
        buffer.into_value(members)
    }

    pub(crate) fn is_object(&self) -> bool {
        self.json.starts_with('{')
    }

    /// Returns whether an object has a property.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(other, _)| other == name)
    }

    /// Returns the value of a property of an object as that of a discriminator, if it is one.
    pub(crate) fn tag(&self, name: &str, context: Context<'_>) -> Option<Tag> {
        let mut members = self.members.iter().rev();
        let (_, range) = members.find(|(other, _)| other == name)?;
        let mut json = serde_json::Deserializer::from_str(self.json.get(range.clone())?);
        Tag::decode(&mut json, context).ok()
    }

    /// Returns the value as a JSON tree.
    pub(crate) fn value<E: de::Error>(&self) -> Result<Value, E> {
        serde_json::from_str(&self.json).map_err(E::custom)
    }
}

/// The first properties of an object.
#[derive(Default)]
pub(crate) struct BufferedFields<'de> {
    json: JsonBuffer,
    members: VecDeque<(Name<'de>, Range<usize>)>,
}

impl<'de> BufferedFields<'de> {
    /// Encodes an object as its properties.
    pub(crate) fn from_object(object: &impl Serialize) -> serde_json::Result<Self> {
        let json = serde_json::to_vec(object)?;
        // A reader copies the names, so they outlive the text.
        serde_json::Deserializer::from_reader(&*json).deserialize_any(Self::default())
    }

    /// Buffers the value of a property. Returns its range.
    pub(crate) fn read<A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
    ) -> Result<Range<usize>, A::Error> {
        let start = self.json.0.len();
        map.next_value_seed(&mut self.json)?;
        Ok(start..self.json.0.len())
    }

    /// Appends a property whose value is buffered.
    pub(crate) fn push(&mut self, name: Name<'de>, value: Range<usize>) {
        self.members.push_back((name, value));
    }

    /// Appends a property.
    pub(crate) fn put<E: de::Error>(
        &mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), E> {
        let start = self.json.0.len();
        self.json.write(value)?;
        self.push(Cow::Borrowed(name), start..self.json.0.len());
        Ok(())
    }

    /// Removes the first property.
    pub(crate) fn next(&mut self) -> Option<(Name<'de>, Range<usize>)> {
        self.members.pop_front()
    }

    /// Returns the JSON text of a range.
    pub(crate) fn json(&self, range: Range<usize>) -> &str {
        let json = self.json.0.get(range).unwrap_or_default();
        str::from_utf8(json).unwrap_or_default()
    }

    /// Converts the properties to a map that is not sorted yet.
    pub(crate) fn into_data<E: de::Error>(
        mut self,
        context: Context<'_>,
    ) -> Result<AdditionalData, E> {
        let mut data = AdditionalData::new();
        while let Some((name, value)) = self.next() {
            let value = serde_json::from_str(self.json(value)).map_err(E::custom)?;
            data.push(context.shared(&name), value);
        }
        Ok(data)
    }
}

impl<'de> Visitor<'de> for BufferedFields<'de> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(name) = map.next_key_seed(AnyName)? {
            let value = self.read(&mut map)?;
            self.push(name, value);
        }
        Ok(self)
    }
}

/// A buffer that a value is written to while it is read.
#[derive(Default)]
struct JsonBuffer(Vec<u8>);

impl JsonBuffer {
    /// Creates a buffer with capacity for most objects.
    fn new() -> Self {
        Self(Vec::with_capacity(256))
    }

    fn into_value<E: de::Error>(self, members: Members<'_>) -> Result<BufferedValue<'_>, E> {
        Ok(BufferedValue {
            json: String::from_utf8(self.0).map_err(E::custom)?,
            members,
        })
    }

    fn write<E: de::Error>(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), E> {
        serde_json::to_writer(&mut self.0, value).map_err(E::custom)
    }

    /// Writes an object, or a number that is represented as one. Returns its properties.
    fn write_map<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        let begin = self.0.len();
        self.0.push(b'{');
        while let Some(name) = map.next_key_seed(AnyName)? {
            if members.is_empty() && is_number(&name) {
                self.0.pop();
                self.0
                    .extend_from_slice(map.next_value::<String>()?.as_bytes());
                return Ok(members);
            }
            if !members.is_empty() {
                self.0.push(b',');
            }
            self.write(&*name)?;
            self.0.push(b':');
            let start = self.0.len();
            map.next_value_seed(&mut *self)?;
            members.push((name, start..self.0.len()));
        }
        self.0.push(b'}');
        if has_repeated_name(&members) {
            return self.keep_last(begin, members);
        }
        Ok(members)
    }

    /// Writes an object again, keeping the last of each repeated property. The others must not
    /// count against an alternative.
    fn keep_last<'de, E: de::Error>(
        &mut self,
        begin: usize,
        members: Members<'de>,
    ) -> Result<Members<'de>, E> {
        let json = self.0.split_off(begin);
        let names = members.iter().enumerate();
        let last: HashMap<Name<'de>, usize> = names
            .map(|(index, (name, _))| (name.clone(), index))
            .collect();
        let mut retained = Vec::with_capacity(last.len());
        for (index, (name, range)) in members.into_iter().enumerate() {
            if last.get(&name) != Some(&index) {
                continue;
            }
            self.0.push(if retained.is_empty() { b'{' } else { b',' });
            self.write(&*name)?;
            self.0.push(b':');
            let start = self.0.len();
            self.0
                .extend_from_slice(&json[range.start - begin..range.end - begin]);
            retained.push((name, start..self.0.len()));
        }
        self.0.push(b'}');
        Ok(retained)
    }
}

fn has_repeated_name(members: &Members<'_>) -> bool {
    /// Up to this number, comparing all pairs is faster than hashing.
    const FEW: usize = 16;

    let mut names = members.iter().map(|(name, _)| name);
    if members.len() > FEW {
        let mut seen = HashSet::with_capacity(members.len());
        return !names.all(|name| seen.insert(name));
    }
    names
        .enumerate()
        .any(|(index, name)| members[..index].iter().any(|(other, _)| other == name))
}

impl<'de> DeserializeSeed<'de> for &mut JsonBuffer {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! write_scalars {
    ($($method:ident $type:ty,)*) => { $(
        fn $method<E: de::Error>(self, value: $type) -> Result<(), E> {
            self.write(&value)
        }
    )* };
}

impl<'de> Visitor<'de> for &mut JsonBuffer {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    write_scalars! {
        visit_bool bool,
        visit_i64 i64,
        visit_u64 u64,
        visit_f64 f64,
        visit_str &str,
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<(), E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<(), E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<(), E> {
        Err(mismatch(&self, "bytes"))
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.write(&())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.write(&())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        self.0.push(b'[');
        let start = self.0.len();
        loop {
            let end = self.0.len();
            if end > start {
                self.0.push(b',');
            }
            if elements.next_element_seed(&mut *self)?.is_none() {
                self.0.truncate(end);
                break;
            }
        }
        self.0.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.write_map(map).map(drop)
    }
}
