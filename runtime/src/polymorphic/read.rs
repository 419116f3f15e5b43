//! How an object is read whose type a discriminator names.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Polymorphic;
use crate::additional::AdditionalData;
use crate::decode::{Context, Ignored, Member, Name, NameSeed, mismatch, read_map, refuse_scalars};
use crate::object::Object;
use crate::object::members::{Front, Known, Members, Watch};
use crate::reread::written;

/// Reads an object of the type that its discriminator names.
#[inline]
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
#[inline]
pub fn read_object<'de, T: Object, A: MapAccess<'de>>(
    members: Members<'_, 'de, A>,
    context: Context<'_>,
) -> Result<Box<T>, A::Error> {
    T::from_members(members, context.with_lenience(T::LENIENT)).map(Box::new)
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
                    None => held.push(context.shared(&name), Value::Null),
                }
                continue;
            }
            match P::BASE {
                Some(base) if P::BASE_MAY_BE_EMPTY => {
                    return read_untagged(base, name, &mut members, context);
                }
                _ => {
                    let value = members.next_value_seed(Member::new(context, &name))?;
                    held.push(context.shared(&name), value);
                }
            }
        }
        if let Some(base) = P::BASE {
            let mut known = Known::new(Front::Held(held.into_iter()));
            return P::read(base, Members::<A>::known(&mut known, None), context);
        }
        held.settle();
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
    let Some(variant) = P::variant(&tag) else {
        held.push(context.shared(P::TAG), Value::String(tag));
        return read_unrecognized(held, members, context);
    };
    let front = if held.is_empty() {
        Front::Tag(P::TAG, tag)
    } else {
        held.push(context.shared(P::TAG), Value::String(tag));
        Front::Held(held.into_iter())
    };
    let mut known = Known::new(front);
    P::read(variant, Members::known(&mut known, Some(members)), context)
}

/// Keeps an object of an unknown type as it came.
fn read_unrecognized<'de, P: Polymorphic, A: MapAccess<'de>>(
    mut held: AdditionalData,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    while let Some(name) = members.next_key_seed(NameSeed)? {
        if name == P::TAG {
            // By the one before, the type is unknown; with another one it might not be.
            let _: Ignored = members.next_value_seed(Member::new(context, P::TAG))?;
            continue;
        }
        let value = members.next_value_seed(Member::new(context, &name))?;
        held.push(context.shared(&name), value);
    }
    held.settle();
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
    let watch = Watch {
        tag: P::TAG,
        is_base: |tag| P::variant(tag) == P::BASE,
    };
    let mut known = Known::watching(Front::Name(first), watch);
    let object = P::read(
        base,
        Members::known(&mut known, Some(&mut *members)),
        context,
    )?;
    let Some(tag) = known.late else {
        return Ok(object);
    };
    match written(&object) {
        Ok(Value::Object(held)) => read_tagged(tag, held.into(), members, context),
        Ok(_) => Err(de::Error::custom("an object is not written as one")),
        Err(error) => Err(de::Error::custom(error)),
    }
}
