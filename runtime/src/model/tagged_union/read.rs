//! Decoding of objects with a discriminator.

#![expect(
    clippy::missing_errors_doc,
    reason = "it is for the derive macro alone"
)]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::decode::containers::Ignored;
use crate::decode::context::Context;
use crate::decode::error::mismatch;
use crate::decode::name::{Name, NameSeed};
use crate::decode::seed::Member;
use crate::decode::visit::{read_map, refuse_scalars};
use crate::model::additional::data::AdditionalData;
use crate::model::buffered::BufferedFields;
use crate::model::object::Object;
use crate::model::object::members::{Members, Replayed, TagProbe};
use crate::model::tag::Tag;
use crate::model::tagged_union::TaggedUnion;

/// Decodes an object as the type that its discriminator names.
#[inline]
pub fn decode_tagged_union<'de, P: TaggedUnion, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<P, D::Error> {
    let visitor = TaggedUnionVisitor {
        context,
        object: PhantomData,
    };
    read_map(deserializer, visitor)
}

/// Decodes the properties of one of the types.
#[inline]
pub fn read_object<'de, T: Object, A: MapAccess<'de>>(
    members: Members<'_, 'de, A>,
    context: Context<'_>,
) -> Result<Box<T>, A::Error> {
    T::boxed_from_members(members, context.with_lenience(T::LENIENT))
}

struct TaggedUnionVisitor<'r, P> {
    context: Context<'r>,
    object: PhantomData<P>,
}

impl<'de, P: TaggedUnion> Visitor<'de> for TaggedUnionVisitor<'_, P> {
    type Value = P;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<P, A::Error> {
        let context = self.context;
        let mut buffered: Option<Box<BufferedFields<'de>>> = None;
        while let Some(name) = members.next_key_seed(NameSeed)? {
            if name == P::TAG {
                match members.next_value_seed(Member::new(context, P::TAG))? {
                    Some(tag) => return read_tagged(tag, buffered, &mut members, context),
                    None => buffered.get_or_insert_default().put(P::TAG, &())?,
                }
                continue;
            }
            match P::BASE {
                Some(base) if P::BASE_MAY_BE_EMPTY => {
                    return read_untagged(base, name, &mut members, context);
                }
                _ => {
                    let buffered = buffered.get_or_insert_default();
                    let value = buffered
                        .read(&mut members)
                        .inspect_err(|_| context.push_field(&name))?;
                    buffered.push(name, value);
                }
            }
        }
        let buffered = buffered.unwrap_or_default();
        match P::BASE {
            Some(base) => {
                let mut replayed = Replayed::Buffered(buffered, 0..0);
                P::read(
                    base,
                    Members::<A>::with_replay(&mut replayed, None),
                    context,
                )
            }
            None => Ok(unrecognized(buffered.into_data(context)?, context)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<P, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// Returns the type that a discriminator names, or the one of unknown discriminators.
fn variant<P: TaggedUnion>(tag: &str) -> Option<P::Variant> {
    P::variant(tag).or_else(|| P::BASE.filter(|_| P::BASE_HAS_UNKNOWN_TAGS))
}

/// Decodes an object whose discriminator was read.
fn read_tagged<'de, P: TaggedUnion, A: MapAccess<'de>>(
    tag: Tag,
    buffered: Option<Box<BufferedFields<'de>>>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    if P::HAS_STRING_TAGS
        && let Some(found) = tag.other_type()
    {
        context.push_field(P::TAG);
        return Err(mismatch(&"a string", found));
    }
    let Some(variant) = variant::<P>(&tag.text()) else {
        return read_unrecognized(tag, buffered, members, context);
    };
    let mut replayed = match buffered {
        Some(mut buffered) => {
            buffered.put(P::TAG, &tag)?;
            Replayed::Buffered(buffered, 0..0)
        }
        None => Replayed::Tag(P::TAG, tag),
    };
    P::read(
        variant,
        Members::with_replay(&mut replayed, Some(members)),
        context,
    )
}

/// Stores an object of an unknown type.
#[cold]
fn read_unrecognized<'de, P: TaggedUnion, A: MapAccess<'de>>(
    tag: Tag,
    buffered: Option<Box<BufferedFields<'de>>>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let mut data = match buffered {
        Some(buffered) => buffered.into_data(context)?,
        None => AdditionalData::new(),
    };
    data.push(context.shared(P::TAG), tag.into());
    while let Some(name) = members.next_key_seed(NameSeed)? {
        if name == P::TAG {
            // The first discriminator counts: with this one, the type might be known.
            let _: Ignored = members.next_value_seed(Member::new(context, P::TAG))?;
            continue;
        }
        let value = members.next_value_seed(Member::new(context, &name))?;
        data.push(context.shared(&name), value);
    }
    Ok(unrecognized(data, context))
}

/// Creates the value of an object of an unknown type.
fn unrecognized<P: TaggedUnion>(mut data: AdditionalData, context: Context<'_>) -> P {
    data.sort();
    context.note_excluded();
    P::unrecognized(data)
}

/// Decodes an object as the base type until a discriminator names another type. The first name was
/// read.
fn read_untagged<'de, P: TaggedUnion, A: MapAccess<'de>>(
    base: P::Variant,
    first: Name<'de>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let mut replayed = Replayed::Name(first);
    let mut probe = TagProbe::new(P::TAG, |tag| variant::<P>(tag) == P::BASE);
    let replayed = Members::with_replay(&mut replayed, Some(&mut *members));
    let object = P::read(base, replayed.probing(&mut probe), context)?;
    let Some(tag) = probe.other_tag else {
        return Ok(object);
    };
    // All nested objects now start with their discriminators, so they are decoded once more here,
    // and not twice as often at each level.
    let buffered = BufferedFields::from_object(&object).map_err(de::Error::custom)?;
    read_tagged(tag, Some(Box::new(buffered)), members, context)
}
