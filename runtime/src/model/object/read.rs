//! Decoding of objects.

#![expect(clippy::missing_errors_doc, reason = "it is for the macros alone")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::error::mismatch;
use crate::decode::visit::{read_map, refuse_scalars};
use crate::model::additional::extra::AdditionalProperties;
use crate::model::object::Object;
use crate::model::object::members::Members;
use crate::model::to_value::to_value;

/// Decodes an object.
#[inline]
pub fn decode_object<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<T, D::Error> {
    let visitor = ObjectVisitor {
        context: context.with_lenience(T::LENIENT),
        object: PhantomData,
    };
    read_map(deserializer, visitor)
}

struct ObjectVisitor<'t, T> {
    context: Context<'t>,
    object: PhantomData<T>,
}

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        T::from_members(Members::new(&mut members), self.context)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// Counts an undeclared property, if the object is closed.
#[inline]
pub fn note_unknown<T: Object>(context: Context<'_>) {
    if T::CLOSED {
        context.note_excluded();
    }
}

/// Returns whether the type of undeclared properties is declared.
#[must_use]
pub fn declares_others<T, R: AdditionalProperties>(_: impl Fn(&T) -> &R) -> bool {
    R::DECLARES
}

/// A field that is being decoded.
pub trait FieldSlot {
    /// The type of the field.
    type Field;

    /// Decodes the value of a property. `names` are the name that was read, and the first name of
    /// the field.
    ///
    /// # Errors
    ///
    /// If the value cannot be read or does not match its declaration.
    fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
        &mut self,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
        names: (&'static str, &'static str),
        extra: &mut R,
    ) -> Result<(), A::Error>;

    /// Returns the field.
    ///
    /// # Errors
    ///
    /// If the property is required and missing.
    fn take<E: de::Error>(self, context: Context<'_>, name: &str) -> Result<Self::Field, E>;
}

/// A field with several names that is being decoded, and the name of its value.
pub struct Aliased<S> {
    name: Option<&'static str>,
    slot: S,
}

impl<S> Aliased<S> {
    /// Creates an empty field.
    #[must_use]
    pub const fn new(slot: S) -> Self {
        Self { name: None, slot }
    }
}

impl<S: FieldSlot + Default + Serialize> FieldSlot for Aliased<S> {
    type Field = S::Field;

    fn read<'de, A: MapAccess<'de>, R: AdditionalProperties>(
        &mut self,
        members: &mut Members<'_, 'de, A>,
        context: Context<'_>,
        names @ (name, first): (&'static str, &'static str),
        extra: &mut R,
    ) -> Result<(), A::Error> {
        let mut slot = S::default();
        slot.read(members, context, names, extra)?;
        let Some(earlier_name) = self.name.filter(|earlier_name| *earlier_name != name) else {
            *self = Self {
                name: Some(name),
                slot,
            };
            return Ok(());
        };
        let new = to_value(&slot).map_err(de::Error::custom)?;
        let old = to_value(&self.slot).map_err(de::Error::custom)?;
        if old.is_null() || (name == first && !new.is_null()) {
            *self = Self {
                name: Some(name),
                slot,
            };
            put_unless_null(extra, earlier_name, old, context)
        } else {
            put_unless_null(extra, name, new, context)
        }
    }

    fn take<E: de::Error>(self, context: Context<'_>, name: &str) -> Result<S::Field, E> {
        self.slot.take(context, name)
    }
}

fn put_unless_null<R: AdditionalProperties, E: de::Error>(
    extra: &mut R,
    name: &str,
    value: Value,
    context: Context<'_>,
) -> Result<(), E> {
    if value.is_null() {
        return Ok(());
    }
    extra.put(name, value, context)
}

#[cold]
pub(crate) fn missing<E: de::Error>(context: Context<'_>, name: &str) -> E {
    context.push_field(name);
    E::custom("required, but missing")
}
