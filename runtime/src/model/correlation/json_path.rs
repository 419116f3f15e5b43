//! What stands at a place in a value, found without writing the value out.

use std::fmt;

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};

use crate::decode::number::is_number;

/// What stands at a place.
pub(crate) enum Leaf<'v> {
    /// A string, a number or a boolean, as text.
    Scalar(&'v str),
    /// An object or an array.
    Compound,
}

/// Calls with what stands at a place in the JSON of a value: names of members and indices, outermost first. A null is
/// nothing.
pub(crate) fn seek(
    value: &(impl Serialize + ?Sized),
    path: &[&str],
    found: &mut dyn FnMut(&Leaf<'_>),
) {
    // It fails as soon as there is no more to look for.
    let _ = value.serialize(Seek { path, found });
}

struct Seek<'a> {
    path: &'a [&'a str],
    found: &'a mut dyn FnMut(&Leaf<'_>),
}

impl<'a> Seek<'a> {
    fn scalar(self, text: &str) {
        if self.path.is_empty() {
            (self.found)(&Leaf::Scalar(text));
        }
    }

    fn compound(self) -> Result<Parts<'a>, Over> {
        let Some(next) = self.path.split_first() else {
            (self.found)(&Leaf::Compound);
            return Err(fmt::Error);
        };
        Ok(Parts {
            next,
            index: 0,
            is_named: false,
            found: self.found,
        })
    }
}

/// The parts of an object or an array, of which one is on the way.
struct Parts<'a> {
    next: (&'a &'a str, &'a [&'a str]),
    index: usize,
    /// Whether the name that was last told is the one on the way.
    is_named: bool,
    found: &'a mut dyn FnMut(&Leaf<'_>),
}

/// The members of a struct, or a number that is one.
enum Struct<'a> {
    Members(Parts<'a>),
    Number(Seek<'a>),
}

impl Parts<'_> {
    fn is_next(&self, name: &str) -> bool {
        *self.next.0 == name
    }

    /// Goes on in the part that is on the way: there is no other.
    fn go_on(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Over> {
        value.serialize(Seek {
            path: self.next.1,
            found: self.found,
        })?;
        Err(fmt::Error)
    }

    fn member(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Over> {
        if self.is_next(name) {
            self.go_on(value)
        } else {
            Ok(())
        }
    }

    fn element(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Over> {
        let index = self.index;
        self.index += 1;
        if self.next.0.parse() == Ok(index) {
            self.go_on(value)
        } else {
            Ok(())
        }
    }
}

/// There is no more to look for: the place was reached, or a value refuses to be written. This is the error without
/// content that serde knows.
type Over = fmt::Error;

macro_rules! scalars {
    ($($method:ident $type:ty,)*) => { $(
        fn $method(self, value: $type) -> Result<(), Over> {
            if self.path.is_empty() {
                self.scalar(&value.to_string());
            }
            Ok(())
        }
    )* };
}

impl<'a> Serializer for Seek<'a> {
    type Ok = ();
    type Error = Over;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Impossible<(), Over>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Struct<'a>;
    type SerializeStructVariant = Impossible<(), Over>;

    scalars! {
        serialize_bool bool,
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
        serialize_f32 f32, serialize_f64 f64,
        serialize_char char,
    }

    fn serialize_str(self, value: &str) -> Result<(), Over> {
        self.scalar(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Over> {
        self.compound().map(drop)
    }

    fn serialize_none(self) -> Result<(), Over> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Over> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Over> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Over> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Over> {
        self.scalar(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Over> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Over> {
        self.compound()?.member(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Over> {
        self.compound()
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Over> {
        self.compound()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Over> {
        self.compound()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Over>, Over> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Over> {
        self.compound()
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Struct<'a>, Over> {
        if is_number(name) {
            return Ok(Struct::Number(self));
        }
        self.compound().map(Struct::Members)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Over>, Over> {
        Err(fmt::Error)
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident,)*) => { $(
        impl $trait for Parts<'_> {
            type Ok = ();
            type Error = Over;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Over> {
                self.element(value)
            }

            fn end(self) -> Result<(), Over> {
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

impl SerializeStruct for Struct<'_> {
    type Ok = ();
    type Error = Over;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Over> {
        match self {
            Self::Members(members) => members.member(name, value),
            Self::Number(seek) => value.serialize(Seek {
                path: seek.path,
                found: seek.found,
            }),
        }
    }

    fn end(self) -> Result<(), Over> {
        Ok(())
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Over;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Over> {
        let mut is_named = false;
        seek(key, &[], &mut |leaf| {
            is_named = matches!(leaf, Leaf::Scalar(name) if self.is_next(name));
        });
        self.is_named = is_named;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Over> {
        if self.is_named {
            self.go_on(value)
        } else {
            Ok(())
        }
    }

    fn end(self) -> Result<(), Over> {
        Ok(())
    }
}
