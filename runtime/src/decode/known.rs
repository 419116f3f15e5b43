//! A scalar that was already read, as a deserializer.

use std::marker::PhantomData;

use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::decode::scalar::Token;

/// A deserializer of a scalar.
pub(crate) struct Known<'t, E> {
    token: &'t Token<'t>,
    error: PhantomData<E>,
}

impl<'t, E> Known<'t, E> {
    pub(crate) fn new(token: &'t Token<'t>) -> Self {
        Self {
            token,
            error: PhantomData,
        }
    }
}

impl<'de, E: de::Error> Deserializer<'de> for Known<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match *self.token {
            Token::Boolean(value) => visitor.visit_bool(value),
            Token::Unsigned(value) => visitor.visit_u64(value),
            Token::Signed(value) => visitor.visit_i64(value),
            Token::Float(value) => visitor.visit_f64(value),
            Token::Text(text) => visitor.visit_str(text),
            Token::Owned(ref text) => visitor.visit_str(text),
            Token::Null | Token::Array | Token::Object => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.token {
            Token::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
