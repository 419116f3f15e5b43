//! Decoding of tuples: arrays with a fixed number of elements, each of its own type.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;
use crate::decode::seed::Element;
use crate::decode::visit::refuse_scalars;

struct TupleVisitor<'r, T> {
    context: Context<'r>,
    value: PhantomData<T>,
}

/// Writes what a tuple with a number of elements expects.
fn write_expected(count: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let plural = if count == 1 { "" } else { "s" };
    write!(f, "an array of {count} element{plural}")
}

/// Decodes the element at an index.
fn element<'de, T: Decode, A: SeqAccess<'de>>(
    elements: &mut A,
    index: usize,
    context: Context<'_>,
    expected: &dyn de::Expected,
) -> Result<T, A::Error> {
    elements
        .next_element_seed(Element::new(context, index))?
        .ok_or_else(|| mismatch(expected, &index.to_string()))
}

/// Implements [`Decode`] for tuples with some type parameters, at these indices.
macro_rules! tuples {
    ($($count:literal: $($element:ident $index:tt),+;)+) => { $(
        impl<$($element: Decode),+> Decode for ($($element,)+) {
            const JSON_TYPES: JsonTypes = JsonTypes::ARRAY;

            fn decode<'de, D: Deserializer<'de>>(
                deserializer: D,
                context: Context<'_>,
            ) -> Result<Self, D::Error> {
                let visitor = TupleVisitor {
                    context,
                    value: PhantomData::<Self>,
                };
                if deserializer.is_human_readable() {
                    deserializer.deserialize_any(visitor)
                } else {
                    deserializer.deserialize_tuple($count, visitor)
                }
            }
        }

        impl<'de, $($element: Decode),+> Visitor<'de> for TupleVisitor<'_, ($($element,)+)> {
            type Value = ($($element,)+);

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_expected($count, f)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
                let value = ($(
                    element::<$element, A>(&mut elements, $index, self.context, &self)?,
                )+);
                match elements.next_element::<IgnoredAny>()? {
                    Some(_) => Err(mismatch(&self, "more")),
                    None => Ok(value),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
                Err(mismatch(&self, "an object"))
            }

            refuse_scalars!();
        }
    )+ };
}

tuples! {
    1: A0 0;
    2: A0 0, A1 1;
    3: A0 0, A1 1, A2 2;
    4: A0 0, A1 1, A2 2, A3 3;
    5: A0 0, A1 1, A2 2, A3 3, A4 4;
    6: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5;
    7: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6;
    8: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7;
    9: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8;
    10: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9;
    11: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10;
    12: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10, A11 11;
}
