//! How an object is read whose type a discriminator names.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::decode::containers::Ignored;
use crate::decode::context::Context;
use crate::decode::error::mismatch;
use crate::decode::name::{Name, NameSeed};
use crate::decode::seed::Member;
use crate::decode::visit::{read_map, refuse_scalars};
use crate::model::additional::data::AdditionalData;
use crate::model::buffered::HeldMembers;
use crate::model::object::Object;
use crate::model::object::members::{Front, Members, Watch};
use crate::model::polymorphic::Polymorphic;

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
    T::boxed_from_members(members, context.with_lenience(T::LENIENT))
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
        let mut held: Option<Box<HeldMembers<'de>>> = None;
        while let Some(name) = members.next_key_seed(NameSeed)? {
            if name == P::TAG {
                match members.next_value_seed(Member::new(context, P::TAG))? {
                    Some(tag) => return read_tagged(tag, held, &mut members, context),
                    None => held.get_or_insert_default().put(P::TAG, &())?,
                }
                continue;
            }
            match P::BASE {
                Some(base) if P::BASE_MAY_BE_EMPTY => {
                    return read_untagged(base, name, &mut members, context);
                }
                _ => {
                    let held = held.get_or_insert_default();
                    let value = held
                        .read(&mut members)
                        .inspect_err(|_| context.leave_member(&name))?;
                    held.push(name, value);
                }
            }
        }
        let held = held.unwrap_or_default();
        match P::BASE {
            Some(base) => {
                let mut front = Front::Held(held, 0..0);
                P::read(base, Members::<A>::behind(&mut front, None), context)
            }
            None => Ok(unrecognized(held.into_data(context)?, context)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<P, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// Reads an object whose discriminator is read.
fn read_tagged<'de, P: Polymorphic, A: MapAccess<'de>>(
    tag: String,
    held: Option<Box<HeldMembers<'de>>>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let Some(variant) = P::variant(&tag) else {
        return read_unrecognized(tag, held, members, context);
    };
    let mut front = match held {
        Some(mut held) => {
            held.put(P::TAG, &tag)?;
            Front::Held(held, 0..0)
        }
        None => Front::Tag(P::TAG, tag),
    };
    P::read(variant, Members::behind(&mut front, Some(members)), context)
}

/// Keeps an object of an unknown type as it came.
#[cold]
fn read_unrecognized<'de, P: Polymorphic, A: MapAccess<'de>>(
    tag: String,
    held: Option<Box<HeldMembers<'de>>>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let mut data = match held {
        Some(held) => held.into_data(context)?,
        None => AdditionalData::new(),
    };
    data.push(context.shared(P::TAG), Value::String(tag));
    while let Some(name) = members.next_key_seed(NameSeed)? {
        if name == P::TAG {
            // By the one before, the type is unknown; with another one it might not be.
            let _: Ignored = members.next_value_seed(Member::new(context, P::TAG))?;
            continue;
        }
        let value = members.next_value_seed(Member::new(context, &name))?;
        data.push(context.shared(&name), value);
    }
    Ok(unrecognized(data, context))
}

/// An object of no known type.
fn unrecognized<P: Polymorphic>(mut data: AdditionalData, context: Context<'_>) -> P {
    data.settle();
    context.note_excluded();
    P::unrecognized(data)
}

/// Reads an object as the base type, as long as no discriminator says otherwise. The first name is read.
fn read_untagged<'de, P: Polymorphic, A: MapAccess<'de>>(
    base: P::Variant,
    first: Name<'de>,
    members: &mut A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let mut front = Front::Name(first);
    let mut watch = Watch::new(P::TAG, |tag| P::variant(tag) == P::BASE);
    let front = Members::behind(&mut front, Some(&mut *members));
    let object = P::read(base, front.watched(&mut watch), context)?;
    let Some(tag) = watch.late else {
        return Ok(object);
    };
    // What lies within begins with its discriminators now. So it is read once more here, and not twice as often at each
    // level on the way up.
    let held = HeldMembers::of(&object).map_err(de::Error::custom)?;
    read_tagged(tag, Some(Box::new(held)), members, context)
}
