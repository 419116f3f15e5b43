//! How a union is read.

#![expect(clippy::missing_errors_doc, reason = "it is for the macro alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::{Number, Value};

use crate::decode::context::{Context, Misfits};
use crate::decode::decodable::Decode;
use crate::decode::decodable::reread_json;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;
use crate::decode::number::numbers_are_maps;
use crate::decode::scalar::Token;
use crate::model::buffered::Held;
use crate::model::union::token::Known;
use crate::model::union::{Branch, Union};

/// Reads one of several alternatives.
pub fn decode_union<'de, U: Union, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<U, D::Error> {
    deserializer.deserialize_any(UnionVisitor {
        context: context.with_lenience(U::LENIENT),
        of: PhantomData,
    })
}

/// Reads what a value is written as.
pub fn read_as<T: Decode>(value: &impl Serialize) -> Result<T, DecodeError> {
    // What cannot be written is not JSON, and is refused as such.
    from_slice(&serde_json::to_vec(value).unwrap_or_default())
}

struct UnionVisitor<'r, U> {
    context: Context<'r>,
    of: PhantomData<U>,
}

/// The alternatives that can be read from a kind of value.
fn of_kind<U: Union>(
    kinds: JsonTypes,
) -> impl Iterator<Item = &'static Branch<U::Variant>> + Clone {
    U::BRANCHES
        .iter()
        .filter(move |branch| branch.kinds.meets(kinds))
}

/// The only one there is.
fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    of.next().filter(|_| of.next().is_none())
}

fn unrecognized<U: Union>(value: Value, context: Context<'_>) -> U {
    context.note_excluded();
    U::unrecognized(value)
}

impl<U: Union> UnionVisitor<'_, U> {
    fn scalar<E: de::Error>(self, token: &Token<'_>) -> Result<U, E> {
        let context = self.context;
        let (kind, value) = match *token {
            Token::Null => (JsonTypes::NULL, Value::Null),
            Token::Boolean(value) => (JsonTypes::BOOLEAN, Value::from(value)),
            Token::Unsigned(value) => (JsonTypes::INTEGER, Value::from(value)),
            Token::Signed(value) => (JsonTypes::INTEGER, Value::from(value)),
            Token::Float(value) => (JsonTypes::FRACTION, Value::from(value)),
            Token::Text(text) => (JsonTypes::STRING, Value::from(text)),
            Token::Owned(ref text) => (JsonTypes::STRING, Value::from(text.as_str())),
            Token::Array | Token::Object => return Err(mismatch(&self, token.kind())),
        };
        let mut branches = of_kind::<U>(kind);
        if let Some(branch) = only(branches.clone()) {
            return U::read(branch.variant, Known::new(token), context);
        }
        if kind == JsonTypes::NULL {
            return Err(mismatch(&self, "null"));
        }
        let trying = context.trying(1).unwrap_or(context);
        let attempt = |branch: &Branch<U::Variant>| {
            let known = Known::<E>::new(token);
            trying.attempt(|| U::read(branch.variant, known, trying))
        };
        if branches.clone().next().is_none() && context.is_lenient() {
            // What a lenient document may have written in another kind.
            let others = match kind {
                JsonTypes::STRING => JsonTypes::NUMBER.or(JsonTypes::BOOLEAN),
                JsonTypes::FRACTION => JsonTypes::INTEGER,
                _ => JsonTypes::NONE,
            };
            let found = of_kind::<U>(others).find_map(attempt);
            return Ok(found.map_or_else(|| unrecognized(value, context), |(read, _)| read));
        }
        // An integer is one, where integers are told from numbers.
        let mut integers = branches.clone().filter(|branch| {
            kind == JsonTypes::INTEGER && !branch.kinds.meets(JsonTypes::FRACTION)
        });
        if let Some((read, _)) = integers.find_map(attempt) {
            return Ok(read);
        }
        let mut inexact = Vec::new();
        let exact = branches.find_map(|branch| {
            let (read, misfits) = attempt(branch)?;
            if misfits == Misfits::default() {
                return Some(read);
            }
            inexact.push(read);
            None
        });
        Ok(exact
            .or_else(|| only(inexact.into_iter()))
            .unwrap_or_else(|| unrecognized(value, context)))
    }

    /// An array or an object that may be several of the alternatives.
    fn several<E: de::Error>(
        self,
        held: &Held<'_>,
        branches: impl Iterator<Item = &'static Branch<U::Variant>> + Clone,
    ) -> Result<U, E> {
        let context = self.context;
        let branches = branches.filter(|branch| {
            !held.is_object() || U::has_required(branch.variant, &|name| held.has(name))
        });
        let Some(trying) = context.trying(branches.clone().count()) else {
            return Ok(unrecognized(held.value()?, context));
        };
        let declares_all = |branch: &Branch<U::Variant>| {
            let mut members = held.members.iter();
            members.all(|(name, _)| U::declares(branch.variant, name))
        };
        let attempt = |branch: &Branch<U::Variant>| {
            let mut deserializer = serde_json::Deserializer::from_str(&held.json);
            trying.attempt(|| U::read(branch.variant, &mut deserializer, trying))
        };
        // Where one of those that declare every member fits exactly, the others need not be read: they fit less.
        let mut fitting: Vec<(Misfits, usize, U)> = Vec::new();
        for likely in [true, false] {
            if fitting
                .iter()
                .any(|(misfits, ..)| *misfits == Misfits::default())
            {
                break;
            }
            let group = branches.clone().enumerate();
            let group = group.filter(|(_, branch)| declares_all(branch) == likely);
            fitting.extend(group.filter_map(|(place, branch)| {
                let (read, misfits) = attempt(branch)?;
                Some((misfits, place, read))
            }));
        }
        if fitting.iter().any(|(misfits, ..)| misfits.excluded == 0) {
            fitting.retain(|(misfits, ..)| misfits.excluded == 0);
            // Of equals, the first.
            fitting.sort_by_key(|(misfits, place, _)| (*misfits, *place));
            let complete = fitting
                .iter()
                .filter(|(misfits, ..)| misfits.undeclared == 0)
                .count();
            if U::ANY_OF || complete == 1 {
                fitting.truncate(1);
            }
        }
        match only(fitting.into_iter()) {
            Some((.., read)) => Ok(read),
            None => Ok(unrecognized(held.value()?, context)),
        }
    }

    fn again<E: de::Error>(self, branch: &Branch<U::Variant>, held: &Held<'_>) -> Result<U, E> {
        reread_json(&held.json, self.context, |deserializer| {
            U::read(branch.variant, deserializer, self.context)
        })
    }

    fn object<E: de::Error>(self, held: &Held<'_>) -> Result<U, E> {
        let branches = of_kind::<U>(JsonTypes::OBJECT);
        if let Some(branch) = only(branches.clone()) {
            return self.again(branch, held);
        }
        let tag = (!U::TAG.is_empty()).then(|| held.text(U::TAG)).flatten();
        let Some(tag) = tag else {
            return self.several(held, branches);
        };
        let named = |matches: fn(&str, &str) -> bool| {
            let has =
                |branch: &&Branch<U::Variant>| branch.tags.iter().any(|name| matches(name, &tag));
            branches.clone().filter(has).collect::<Vec<_>>()
        };
        let mut found = named(|name, tag| name == tag);
        if found.is_empty() && self.context.is_lenient() {
            found = named(str::eq_ignore_ascii_case);
        }
        if let [branch] = found[..] {
            return self.again(branch, held);
        }
        if found.is_empty() {
            found = branches.filter(|branch| branch.tags.is_empty()).collect();
        }
        self.several(held, found.into_iter())
    }

    /// A number that came as a map.
    fn number<E: de::Error>(self, held: &Held<'_>) -> Result<U, E> {
        let number: Number = serde_json::from_str(&held.json).map_err(E::custom)?;
        let token = number
            .as_u64()
            .map(Token::Unsigned)
            .or_else(|| number.as_i64().map(Token::Signed))
            .or_else(|| number.as_f64().map(Token::Float));
        match token {
            Some(token) => self.scalar(&token),
            None => Ok(unrecognized(Value::Number(number), self.context)),
        }
    }
}

impl<'de, U: Union> Visitor<'de> for UnionVisitor<'_, U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of several values")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<U, E> {
        self.scalar(&Token::Boolean(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<U, E> {
        self.scalar(&Token::Signed(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<U, E> {
        self.scalar(&Token::Unsigned(value))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<U, E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<U, E> {
        Err(mismatch(&self, "a longer integer"))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<U, E> {
        self.scalar(&Token::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<U, E> {
        self.scalar(&Token::Text(value))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<U, E> {
        Err(mismatch(&self, "bytes"))
    }

    fn visit_none<E: de::Error>(self) -> Result<U, E> {
        self.scalar(&Token::Null)
    }

    fn visit_unit<E: de::Error>(self) -> Result<U, E> {
        self.scalar(&Token::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<U, A::Error> {
        let branches = of_kind::<U>(JsonTypes::ARRAY);
        if let Some(branch) = only(branches.clone()) {
            let elements = SeqAccessDeserializer::new(elements);
            return U::read(branch.variant, elements, self.context);
        }
        self.several(&Held::array(elements)?, branches)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<U, A::Error> {
        if let Some(branch) = only(of_kind::<U>(JsonTypes::OBJECT))
            && !numbers_are_maps()
        {
            let members = MapAccessDeserializer::new(members);
            return U::read(branch.variant, members, self.context);
        }
        let held = Held::object(members)?;
        if held.is_object() {
            self.object(&held)
        } else {
            self.number(&held)
        }
    }
}
