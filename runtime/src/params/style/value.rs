//! The value of a parameter, collected by a serializer in the order of its properties.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::ser::{self, Serialize, Serializer};

use crate::decode::number::is_number;

/// The serialized value of a parameter.
#[derive(Debug, PartialEq)]
pub(crate) enum ParamValue {
    /// Omitted.
    Null,
    /// A number or a boolean, as in JSON.
    Plain(String),
    Text(String),
    List(Vec<ParamValue>),
    Object(Vec<(String, ParamValue)>),
}

/// The error of a value that cannot be serialized. Does not contain the value.
#[derive(Debug)]
pub(crate) struct NotSerializable;

impl ParamValue {
    pub(crate) fn new<V: Serialize + ?Sized>(value: &V) -> Result<Self, NotSerializable> {
        value.serialize(ParamSerializer)
    }

    pub(super) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Returns whether the value is undefined in the sense of RFC 6570.
    pub(super) fn is_undefined(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Plain(_) | Self::Text(_) => false,
            Self::List(items) => items.iter().all(Self::is_null),
            Self::Object(members) => members.iter().all(|(_, value)| value.is_null()),
        }
    }

    /// Returns whether all strings, as they are written, consist of certain characters.
    pub(super) fn has_only(&self, is_allowed: fn(char) -> bool) -> bool {
        let has_only = |text: &str| text.chars().all(is_allowed);
        match self {
            Self::List(items) => items.iter().all(|item| has_only(&item.text())),
            Self::Object(members) => members
                .iter()
                .all(|(key, value)| has_only(key) && has_only(&value.text())),
            scalar => has_only(&scalar.text()),
        }
    }

    /// Returns a scalar as it is, anything else as JSON.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Plain(text) | Self::Text(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.json(false)),
        }
    }

    /// Returns the value as JSON. With `ascii`, other characters are escaped.
    pub(crate) fn json(&self, ascii: bool) -> String {
        let mut json = String::new();
        self.write_json(ascii, &mut json);
        json
    }

    fn write_json(&self, ascii: bool, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Plain(text) => json.push_str(text),
            Self::Text(text) => write_text(text, ascii, json),
            Self::List(items) => {
                json.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        json.push(',');
                    }
                    item.write_json(ascii, json);
                }
                json.push(']');
            }
            Self::Object(members) => {
                json.push('{');
                for (place, (key, value)) in members.iter().enumerate() {
                    if place > 0 {
                        json.push(',');
                    }
                    write_text(key, ascii, json);
                    json.push(':');
                    value.write_json(ascii, json);
                }
                json.push('}');
            }
        }
    }
}

fn write_text(text: &str, ascii: bool, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            ' '..='~' => json.push(character),
            _ if !ascii && !character.is_control() => json.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    // Writing to a string does not fail.
                    write!(json, "\\u{unit:04x}").unwrap_or_default();
                }
            }
        }
    }
    json.push('"');
}

/// Formats a number as ECMAScript does: without a zero fraction, and without an exponent unless the
/// number is very large or small.
fn number<N: fmt::Display + fmt::LowerExp>(
    value: N,
    size: f64,
) -> Result<ParamValue, NotSerializable> {
    if !size.is_finite() {
        return Err(NotSerializable);
    }
    let is_readable = size == 0.0 || (1e-7..1e21).contains(&size.abs());
    Ok(ParamValue::Plain(if is_readable {
        value.to_string()
    } else {
        format!("{value:e}")
    }))
}

struct ParamSerializer;

/// A list or an object that is being serialized.
struct Parts<P> {
    written: Vec<P>,
    key: Option<String>,
    /// The enum variant that contains it.
    variant: Option<&'static str>,
}

impl<P> Parts<P> {
    fn new(variant: Option<&'static str>) -> Self {
        Self {
            written: Vec::new(),
            key: None,
            variant,
        }
    }

    fn end(self, value: fn(Vec<P>) -> ParamValue) -> ParamValue {
        let value = value(self.written);
        match self.variant {
            Some(variant) => ParamValue::Object(vec![(variant.to_owned(), value)]),
            None => value,
        }
    }
}

macro_rules! plain {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<ParamValue, NotSerializable> {
            Ok(ParamValue::Plain(value.to_string()))
        })*
    };
}

impl Serializer for ParamSerializer {
    type Ok = ParamValue;
    type Error = NotSerializable;
    type SerializeSeq = Parts<ParamValue>;
    type SerializeTuple = Parts<ParamValue>;
    type SerializeTupleStruct = Parts<ParamValue>;
    type SerializeTupleVariant = Parts<ParamValue>;
    type SerializeMap = Parts<(String, ParamValue)>;
    type SerializeStruct = Parts<(String, ParamValue)>;
    type SerializeStructVariant = Parts<(String, ParamValue)>;

    plain! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_i128: i128, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128
    }

    fn serialize_f32(self, value: f32) -> Result<ParamValue, NotSerializable> {
        number(value, f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<ParamValue, NotSerializable> {
        number(value, value)
    }

    fn serialize_char(self, value: char) -> Result<ParamValue, NotSerializable> {
        Ok(ParamValue::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<ParamValue, NotSerializable> {
        Ok(ParamValue::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<ParamValue, NotSerializable> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<ParamValue, NotSerializable> {
        Ok(ParamValue::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(
        self,
        value: &T,
    ) -> Result<ParamValue, NotSerializable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<ParamValue, NotSerializable> {
        Ok(ParamValue::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<ParamValue, NotSerializable> {
        Ok(ParamValue::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<ParamValue, NotSerializable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<ParamValue, NotSerializable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<ParamValue, NotSerializable> {
        Ok(ParamValue::Object(vec![(
            variant.to_owned(),
            value.serialize(self)?,
        )]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<ParamValue>, NotSerializable> {
        Ok(Parts::new(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<ParamValue>, NotSerializable> {
        Ok(Parts::new(None))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Parts<ParamValue>, NotSerializable> {
        Ok(Parts::new(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<ParamValue>, NotSerializable> {
        Ok(Parts::new(Some(variant)))
    }

    fn serialize_map(
        self,
        _: Option<usize>,
    ) -> Result<Parts<(String, ParamValue)>, NotSerializable> {
        Ok(Parts::new(None))
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Parts<(String, ParamValue)>, NotSerializable> {
        Ok(Parts::new(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<(String, ParamValue)>, NotSerializable> {
        Ok(Parts::new(Some(variant)))
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident),*) => {
        $(impl ser::$trait for Parts<ParamValue> {
            type Ok = ParamValue;
            type Error = NotSerializable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSerializable> {
                self.written.push(value.serialize(ParamSerializer)?);
                Ok(())
            }

            fn end(self) -> Result<ParamValue, NotSerializable> {
                Ok(Parts::end(self, ParamValue::List))
            }
        })*
    };
}

lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// Returns an object, or the number that `serde_json` serializes as an object if it keeps all
/// digits.
fn object(mut members: Vec<(String, ParamValue)>) -> ParamValue {
    if let [(name, ParamValue::Text(digits))] = &mut members[..]
        && is_number(name)
    {
        return ParamValue::Plain(std::mem::take(digits));
    }
    ParamValue::Object(members)
}

macro_rules! objects {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Parts<(String, ParamValue)> {
            type Ok = ParamValue;
            type Error = NotSerializable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), NotSerializable> {
                self.written.push((key.to_owned(), value.serialize(ParamSerializer)?));
                Ok(())
            }

            fn end(self) -> Result<ParamValue, NotSerializable> {
                Ok(Parts::end(self, object))
            }
        })*
    };
}

objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Parts<(String, ParamValue)> {
    type Ok = ParamValue;
    type Error = NotSerializable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotSerializable> {
        self.key = match key.serialize(ParamSerializer)? {
            ParamValue::Text(key) | ParamValue::Plain(key) => Some(key),
            _ => return Err(NotSerializable),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSerializable> {
        let key = self.key.take().ok_or(NotSerializable)?;
        self.written.push((key, value.serialize(ParamSerializer)?));
        Ok(())
    }

    fn end(self) -> Result<ParamValue, NotSerializable> {
        Ok(Parts::end(self, object))
    }
}

impl fmt::Display for NotSerializable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be written")
    }
}

impl std::error::Error for NotSerializable {}

impl ser::Error for NotSerializable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
