//! Decoding of unions.

#![expect(clippy::missing_errors_doc, reason = "it is for the macro alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::{Number, Value};

use crate::decode::context::{Context, MatchScore};
use crate::decode::decodable::Decode;
use crate::decode::decodable::redecode_str;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;
use crate::decode::known::Known;
use crate::decode::number::numbers_are_maps;
use crate::decode::scalar::Token;
use crate::model::buffered::BufferedValue;
use crate::model::union::{Union, UnionVariant};

/// Decodes a union.
pub fn decode_union<'de, U: Union, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<U, D::Error> {
    deserializer.deserialize_any(UnionVisitor {
        context: context.with_lenience(U::LENIENT),
        union: PhantomData,
    })
}

/// Encodes a value and decodes it as another type.
pub fn read_as<T: Decode>(value: &impl Serialize) -> Result<T, DecodeError> {
    // A value that cannot be encoded becomes empty input, which is an error.
    from_slice(&serde_json::to_vec(value).unwrap_or_default())
}

struct UnionVisitor<'r, U> {
    context: Context<'r>,
    union: PhantomData<U>,
}

/// Returns the alternatives that decode from a JSON type.
fn variants_for<U: Union>(
    json_types: JsonTypes,
) -> impl Iterator<Item = &'static UnionVariant<U::Variant>> + Clone {
    U::VARIANTS
        .iter()
        .filter(move |variant| variant.json_types.meets(json_types))
}

/// Returns the item, if there is exactly one.
fn single<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
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
        let mut variants = variants_for::<U>(kind);
        if let Some(variant) = single(variants.clone()) {
            return U::read(variant.variant, Known::new(token), context);
        }
        if kind == JsonTypes::NULL {
            return Err(mismatch(&self, "null"));
        }
        let trial = context.with_budget(1).unwrap_or(context);
        let attempt = |variant: &UnionVariant<U::Variant>| {
            let known = Known::<E>::new(token);
            trial.try_variant(|| U::read(variant.variant, known, trial))
        };
        if variants.clone().next().is_none() && context.is_lenient() {
            // The types that a lenient document may have meant.
            let lenient_types = match kind {
                JsonTypes::STRING => JsonTypes::NUMBER.or(JsonTypes::BOOLEAN),
                JsonTypes::FRACTION => JsonTypes::INTEGER,
                _ => JsonTypes::NONE,
            };
            let decoded = variants_for::<U>(lenient_types).find_map(attempt);
            return Ok(decoded.map_or_else(|| unrecognized(value, context), |(value, _)| value));
        }
        // An alternative of integers takes precedence over one of numbers.
        let mut integers = variants.clone().filter(|variant| {
            kind == JsonTypes::INTEGER && !variant.json_types.meets(JsonTypes::FRACTION)
        });
        if let Some((value, _)) = integers.find_map(attempt) {
            return Ok(value);
        }
        let mut inexact = Vec::new();
        let exact = variants.find_map(|variant| {
            let (value, score) = attempt(variant)?;
            if score == MatchScore::default() {
                return Some(value);
            }
            inexact.push(value);
            None
        });
        Ok(exact
            .or_else(|| single(inexact.into_iter()))
            .unwrap_or_else(|| unrecognized(value, context)))
    }

    /// Selects among the alternatives of an array or an object.
    fn choose<E: de::Error>(
        self,
        buffered: &BufferedValue<'_>,
        variants: impl Iterator<Item = &'static UnionVariant<U::Variant>> + Clone,
    ) -> Result<U, E> {
        let context = self.context;
        let variants = variants.filter(|variant| {
            !buffered.is_object() || U::has_required(variant.variant, &|name| buffered.has(name))
        });
        let Some(trial) = context.with_budget(variants.clone().count()) else {
            return Ok(unrecognized(buffered.value()?, context));
        };
        let declares_all = |variant: &UnionVariant<U::Variant>| {
            let mut members = buffered.members.iter();
            members.all(|(name, _)| U::declares(variant.variant, name))
        };
        let attempt = |variant: &UnionVariant<U::Variant>| {
            let mut deserializer = serde_json::Deserializer::from_str(&buffered.json);
            trial.try_variant(|| U::read(variant.variant, &mut deserializer, trial))
        };
        // If an alternative that declares every property matches exactly, the others match less and
        // need not be tried.
        let mut matching: Vec<(MatchScore, usize, U)> = Vec::new();
        for declares_every_property in [true, false] {
            if matching
                .iter()
                .any(|(score, ..)| *score == MatchScore::default())
            {
                break;
            }
            let group = variants.clone().enumerate();
            let group =
                group.filter(|(_, variant)| declares_all(variant) == declares_every_property);
            matching.extend(group.filter_map(|(index, variant)| {
                let (value, score) = attempt(variant)?;
                Some((score, index, value))
            }));
        }
        if matching.iter().any(|(score, ..)| score.excluded == 0) {
            matching.retain(|(score, ..)| score.excluded == 0);
            // Of equal ones, the first.
            matching.sort_by_key(|(score, index, _)| (*score, *index));
            let complete = matching
                .iter()
                .filter(|(score, ..)| score.undeclared == 0)
                .count();
            if U::ANY_OF || complete == 1 {
                matching.truncate(1);
            }
        }
        match single(matching.into_iter()) {
            Some((.., value)) => Ok(value),
            None => Ok(unrecognized(buffered.value()?, context)),
        }
    }

    fn redecode_as<E: de::Error>(
        self,
        variant: &UnionVariant<U::Variant>,
        buffered: &BufferedValue<'_>,
    ) -> Result<U, E> {
        redecode_str(&buffered.json, self.context, |deserializer| {
            U::read(variant.variant, deserializer, self.context)
        })
    }

    fn object<E: de::Error>(self, buffered: &BufferedValue<'_>) -> Result<U, E> {
        let variants = variants_for::<U>(JsonTypes::OBJECT);
        if let Some(variant) = single(variants.clone()) {
            return self.redecode_as(variant, buffered);
        }
        let tag = (!U::TAG.is_empty())
            .then(|| buffered.tag(U::TAG, self.context))
            .flatten();
        let Some(tag) = tag else {
            return self.choose(buffered, variants);
        };
        let named = |matches: fn(&str, &str) -> bool| {
            let has = |variant: &&UnionVariant<U::Variant>| {
                variant.tags.iter().any(|name| matches(name, &tag.text()))
            };
            variants.clone().filter(has).collect::<Vec<_>>()
        };
        let mut tagged = named(|name, tag| name == tag);
        if tagged.is_empty() && self.context.is_lenient() {
            tagged = named(str::eq_ignore_ascii_case);
        }
        if let [variant] = tagged[..] {
            return self.redecode_as(variant, buffered);
        }
        if tagged.is_empty() {
            tagged = variants.filter(|variant| variant.tags.is_empty()).collect();
        }
        self.choose(buffered, tagged.into_iter())
    }

    /// Decodes a number that is represented as a map.
    fn number<E: de::Error>(self, buffered: &BufferedValue<'_>) -> Result<U, E> {
        let number: Number = serde_json::from_str(&buffered.json).map_err(E::custom)?;
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
        let variants = variants_for::<U>(JsonTypes::ARRAY);
        if let Some(variant) = single(variants.clone()) {
            let elements = SeqAccessDeserializer::new(elements);
            return U::read(variant.variant, elements, self.context);
        }
        self.choose(&BufferedValue::array(elements)?, variants)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<U, A::Error> {
        if let Some(variant) = single(variants_for::<U>(JsonTypes::OBJECT))
            && !numbers_are_maps()
        {
            let members = MapAccessDeserializer::new(members);
            return U::read(variant.variant, members, self.context);
        }
        let buffered = BufferedValue::object(members)?;
        if buffered.is_object() {
            self.object(&buffered)
        } else {
            self.number(&buffered)
        }
    }
}
