//! Finds a value by its path within a serialized value, without writing the whole value.

use std::fmt;

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};

use crate::decode::number::is_number;

/// The value at a path.
pub(crate) enum Found<'v> {
    /// A string, a number or a boolean, as text.
    Scalar(&'v str),
    /// An object or an array.
    Compound,
}

/// Calls `visit` with the value at a path, unless it is null. The path consists of property names
/// and array indices, outermost first.
pub(crate) fn find_at_path(
    value: &(impl Serialize + ?Sized),
    path: &[&str],
    visit: &mut dyn FnMut(&Found<'_>),
) {
    // Serialization is aborted by an error once the value is found.
    let _ = value.serialize(PathSerializer { path, visit });
}

struct PathSerializer<'a> {
    path: &'a [&'a str],
    visit: &'a mut dyn FnMut(&Found<'_>),
}

impl<'a> PathSerializer<'a> {
    fn scalar(self, text: &str) {
        if self.path.is_empty() {
            (self.visit)(&Found::Scalar(text));
        }
    }

    fn compound(self) -> Result<CompoundSerializer<'a>, Stop> {
        let Some(next) = self.path.split_first() else {
            (self.visit)(&Found::Compound);
            return Err(fmt::Error);
        };
        Ok(CompoundSerializer {
            next,
            index: 0,
            is_named: false,
            visit: self.visit,
        })
    }
}

/// Serializes an object or an array, of which one part is on the path.
struct CompoundSerializer<'a> {
    next: (&'a &'a str, &'a [&'a str]),
    index: usize,
    /// Whether the last serialized key is on the path.
    is_named: bool,
    visit: &'a mut dyn FnMut(&Found<'_>),
}

/// Serializes a struct, or a number that is represented as one.
enum StructSerializer<'a> {
    Fields(CompoundSerializer<'a>),
    Number(PathSerializer<'a>),
}

impl CompoundSerializer<'_> {
    fn is_next(&self, name: &str) -> bool {
        *self.next.0 == name
    }

    /// Continues with the part that is on the path, and aborts after it.
    fn descend(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Stop> {
        value.serialize(PathSerializer {
            path: self.next.1,
            visit: self.visit,
        })?;
        Err(fmt::Error)
    }

    fn field(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Stop> {
        if self.is_next(name) {
            self.descend(value)
        } else {
            Ok(())
        }
    }

    fn element(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Stop> {
        let index = self.index;
        self.index += 1;
        if self.next.0.parse() == Ok(index) {
            self.descend(value)
        } else {
            Ok(())
        }
    }
}

/// Aborts serialization: the value was found, or it cannot be serialized.
type Stop = fmt::Error;

macro_rules! scalars {
    ($($method:ident $type:ty,)*) => { $(
        fn $method(self, value: $type) -> Result<(), Stop> {
            if self.path.is_empty() {
                self.scalar(&value.to_string());
            }
            Ok(())
        }
    )* };
}

impl<'a> Serializer for PathSerializer<'a> {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = CompoundSerializer<'a>;
    type SerializeTuple = CompoundSerializer<'a>;
    type SerializeTupleStruct = CompoundSerializer<'a>;
    type SerializeTupleVariant = Impossible<(), Stop>;
    type SerializeMap = CompoundSerializer<'a>;
    type SerializeStruct = StructSerializer<'a>;
    type SerializeStructVariant = Impossible<(), Stop>;

    scalars! {
        serialize_bool bool,
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
        serialize_f32 f32, serialize_f64 f64,
        serialize_char char,
    }

    fn serialize_str(self, value: &str) -> Result<(), Stop> {
        self.scalar(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Stop> {
        self.compound().map(drop)
    }

    fn serialize_none(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Stop> {
        self.scalar(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        self.compound()?.field(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<CompoundSerializer<'a>, Stop> {
        self.compound()
    }

    fn serialize_tuple(self, _: usize) -> Result<CompoundSerializer<'a>, Stop> {
        self.compound()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<CompoundSerializer<'a>, Stop> {
        self.compound()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Stop>, Stop> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<CompoundSerializer<'a>, Stop> {
        self.compound()
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<StructSerializer<'a>, Stop> {
        if is_number(name) {
            return Ok(StructSerializer::Number(self));
        }
        self.compound().map(StructSerializer::Fields)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Stop>, Stop> {
        Err(fmt::Error)
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident,)*) => { $(
        impl $trait for CompoundSerializer<'_> {
            type Ok = ();
            type Error = Stop;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                self.element(value)
            }

            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        }
    )* };
}

elements! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
}

impl SerializeStruct for StructSerializer<'_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        match self {
            Self::Fields(fields) => fields.field(name, value),
            Self::Number(serializer) => value.serialize(PathSerializer {
                path: serializer.path,
                visit: serializer.visit,
            }),
        }
    }

    fn end(self) -> Result<(), Stop> {
        Ok(())
    }
}

impl SerializeMap for CompoundSerializer<'_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        let mut is_named = false;
        find_at_path(key, &[], &mut |found| {
            is_named = matches!(found, Found::Scalar(name) if self.is_next(name));
        });
        self.is_named = is_named;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        if self.is_named {
            self.descend(value)
        } else {
            Ok(())
        }
    }

    fn end(self) -> Result<(), Stop> {
        Ok(())
    }
}
