//! How an object is read whose type a discriminator names.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Polymorphic;
use super::source::{Front, Resumed, Watch};
use crate::additional::AdditionalData;
use crate::decode::{Context, Member, Name, NameSeed, mismatch, read_map, refuse_scalars};
use crate::object::{Object, Source};
use crate::reread::written;

/// Reads an object of the type that its discriminator names.
pub fn decode_polymorphic<'de, P: Polymorphic, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<P, D::Error> {
    let visitor = PolymorphicVisitor {
        context,
        object: PhantomData,
    };
    read_map(deserializer, visitor)
}

/// Reads the members of one of the types.
pub fn read_object<T: Object, S: Source>(
    source: S,
    context: Context<'_>,
) -> Result<Box<T>, S::Error> {
    T::from_members(source, context.with_lenience(T::LENIENT)).map(Box::new)
}

struct PolymorphicVisitor<'r, P> {
    context: Context<'r>,
    object: PhantomData<P>,
}

impl<'de, P: Polymorphic> Visitor<'de> for PolymorphicVisitor<'_, P> {
    type Value = P;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<P, A::Error> {
        let context = self.context;
        let mut held = AdditionalData::new();
        while let Some(name) = members.next_key_seed(NameSeed)? {
            if name == P::TAG {
                match members.next_value_seed(Member::new(context, P::TAG))? {
                    Some(tag) => return read_tagged(tag, held, &mut members, context),
                    None => held.insert(name.into_owned(), Value::Null),
                };
                continue;
            }
            match P::BASE {
                Some(base) if P::BASE_MAY_BE_EMPTY => {
                    return read_untagged(base, name, &mut members, context);
                }
                _ => {
                    let value = members.next_value_seed(Member::new(context, &name))?;
                    held.insert(name.into_owned(), value);
                }
            }
        }
        if let Some(base) = P::BASE {
            let front = Front::Held(held.into_iter());
            return P::read(base, Resumed::<A>::new(front, None, context), context);
        }
        context.note_excluded();
        Ok(P::unrecognized(held))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<P, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// Reads an object whose discriminator is read.
fn read_tagged<'de, P: Polymorphic, A: MapAccess<'de>>(
    tag: String,
    mut held: AdditionalData,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let variant = P::variant(&tag);
    if let Some(variant) = variant
        && held.is_empty()
    {
        let front = Front::Tag(P::TAG, tag);
        return P::read(
            variant,
            Resumed::new(front, Some(members), context),
            context,
        );
    }
    held.insert(P::TAG.to_owned(), Value::String(tag));
    if let Some(variant) = variant {
        let front = Front::Held(held.into_iter());
        return P::read(
            variant,
            Resumed::new(front, Some(members), context),
            context,
        );
    }
    while let Some(name) = members.next_key_seed(NameSeed)? {
        let value = members.next_value_seed(Member::new(context, &name))?;
        held.insert(name.into_owned(), value);
    }
    context.note_excluded();
    Ok(P::unrecognized(held))
}

/// Reads an object as the base type, as long as no discriminator says otherwise. The first name is read.
fn read_untagged<'de, P: Polymorphic, A: MapAccess<'de>>(
    base: P::Variant,
    first: Name<'de>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let mut late = None;
    let mut source = Resumed::new(Front::Name(first), Some(&mut *members), context);
    source.watch = Some(Watch {
        tag: P::TAG,
        is_base: |tag| P::variant(tag) == P::BASE,
        late: &mut late,
    });
    let object = P::read(base, source, context)?;
    let Some(tag) = late else {
        return Ok(object);
    };
    match written(&object) {
        Ok(Value::Object(held)) => read_tagged(tag, held, members, context),
        Ok(_) => Err(de::Error::custom("an object is not written as one")),
        Err(error) => Err(de::Error::custom(error)),
    }
}
