//! Objects: which member goes to which field.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::additional::Additional;
use crate::decode::{Context, Decode, Member, Segment, mismatch, refuse_scalars};
use crate::replay::Replay;

/// Makes a struct an object: says which member goes to which field.
///
/// ```
/// use msgraph_runtime::{AdditionalData, from_slice, object};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct ResultInfo {
///     pub code: i32,
///     pub subcode: Option<i32>,
///     pub message: Option<String>,
///     pub additional_data: AdditionalData,
/// }
///
/// object! {
///     lenient ResultInfo {
///         required code = "code",
///         optional subcode = "subcode" | "subCode",
///         nullable message = "message",
///         ..additional_data
///     }
/// }
///
/// let json = br#"{"code": "200", "subCode": 0, "message": null, "hint": ["x"]}"#;
/// let result: ResultInfo = from_slice(json)?;
/// assert_eq!(result.code, 200);
/// assert_eq!(result.subcode, Some(0));
/// assert_eq!(result.additional_data["hint"][0], "x");
///
/// let error = from_slice::<ResultInfo>(br#"{"code": "gone", "message": ""}"#).unwrap_err();
/// assert_eq!(error.to_string(), "code: expected a 32-bit integer, found a string at line 1 column 15");
/// # Ok::<(), msgraph_runtime::DecodeError>(())
/// ```
///
/// `lenient` or `strict` says whether the document asks for [lenience](crate::decode). Then, each with a comma behind it:
///
/// | line | the field | read | written |
/// |---|---|---|---|
/// | `required f = "name",` | `T` | must be there, and not null | always |
/// | `nullable f = "name",` | `Option<T>` | must be there | always; `None` as null |
/// | `optional f = "name",` | `Option<T>` | null and absent are `None` | where it is `Some` |
/// | `..f` | [`AdditionalData`](crate::AdditionalData), or `BTreeMap<String, T>` | all other members | all its members |
///
/// Without `..f`, other members are ignored.
///
/// More names may follow the first, with `|` between: old spellings, which are read and never written. Where several of
/// them occur, the field has the value under the first name, else the value that came first; null gives way to any
/// other value. What did not get the field goes to the other members, under its own name.
///
/// An entry of the other members that has the name of a written field is not written: no name is written twice.
///
/// The struct gets `Serialize` and `Deserialize`, as a map, for any format, and [`Decode`].
#[macro_export]
macro_rules! object {
    ($rules:ident $type:ident {
        $($kind:ident $field:ident = $name:literal $(| $alias:literal)*,)*
        $(..$additional:ident $(,)?)?
    }) => {
        impl $crate::__private::Object for $type {
            const LENIENT: bool = $crate::__private::$rules();
            const MAY_BE_EMPTY: bool = true $(&& $crate::__private::$kind::MAY_BE_ABSENT)*;

            fn from_members<'de, A: $crate::__private::MapAccess<'de>>(
                mut members: A,
                context: $crate::Context<'_>,
            ) -> ::core::result::Result<Self, A::Error> {
                #[allow(non_camel_case_types)]
                enum Field {
                    $($field,)*
                }
                fn lookup(name: &str) -> ::core::option::Option<(Field, &'static str)> {
                    match name {
                        $(
                            $name => ::core::option::Option::Some((Field::$field, $name)),
                            $($alias => ::core::option::Option::Some((Field::$field, $alias)),)*
                        )*
                        _ => ::core::option::Option::None,
                    }
                }
                $(let mut $field = $crate::__slot!($($alias)*);)*
                let mut rest = $crate::__rest!($($additional)?);
                while let ::core::option::Option::Some(key) =
                    $crate::__private::next_key(&mut members, lookup, &rest)?
                {
                    match key {
                        $($crate::__private::Key::Declared(Field::$field, name) => {
                            $crate::__private::Slot::read(
                                &mut $field, &mut members, context, (name, $name), &mut rest,
                            )?;
                        })*
                        $crate::__private::Key::Undeclared(name) => {
                            $crate::__private::Additional::read(&mut rest, name, &mut members, context)?;
                        }
                    }
                }
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__private::$kind::take($field, context, $name)?,)*
                    $($additional: rest)?
                })
            }

            fn declared<M: $crate::__private::Members>(
                &self,
                members: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                let _ = &members;
                $($crate::__private::$kind::tell(&self.$field, $name, members)?;)*
                ::core::result::Result::Ok(())
            }

            fn undeclared<M: $crate::__private::Members>(
                &self,
                members: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                let _ = &members;
                $($crate::__private::tell_entries(&self.$additional, members)?;)?
                ::core::result::Result::Ok(())
            }
        }

        $crate::__codec!($type, $crate::__private::decode_object, $crate::__private::encode_object);
    };
}

/// The traits of a model, over a function that reads it and one that writes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __codec {
    ($type:ident, $decode:path, $encode:path) => {
        impl $crate::Decode for $type {
            fn decode<'de, D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
                context: $crate::Context<'_>,
            ) -> ::core::result::Result<Self, D::Error> {
                $decode(deserializer, context)
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }

        impl $crate::__private::Serialize for $type {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $encode(self, serializer)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __slot {
    () => {
        ::core::option::Option::None
    };
    ($($alias:literal)+) => {
        $crate::__private::Aliased::new()
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __rest {
    () => {
        $crate::__private::Closed
    };
    ($additional:ident) => {
        ::core::default::Default::default()
    };
}

/// A struct whose fields are the members of an object; [`object!`] writes it.
pub trait Object: Sized {
    /// Whether the document asks for lenience.
    const LENIENT: bool;

    /// Whether an object without members is one.
    const MAY_BE_EMPTY: bool;

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// When one cannot be read, is not what is declared, or is missing.
    fn from_members<'de, A: MapAccess<'de>>(
        members: A,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// Tells the declared members that are to be written.
    ///
    /// # Errors
    ///
    /// Those of `members`.
    fn declared<M: Members>(&self, members: &mut M) -> Result<(), M::Error>;

    /// Tells the other members.
    ///
    /// # Errors
    ///
    /// Those of `members`.
    fn undeclared<M: Members>(&self, members: &mut M) -> Result<(), M::Error>;
}

/// What is told the members of an object.
pub trait Members {
    /// How that fails.
    type Error;

    /// Takes one member.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Self::Error>;
}

// reading

/// Reads an object.
pub fn decode_object<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<T, D::Error> {
    let visitor = ObjectVisitor {
        context: context.with_lenience(T::LENIENT),
        object: PhantomData,
    };
    // To ask serde_json for a type has it print the value that is not of this type.
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_map(visitor)
    }
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
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(members, self.context)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// The name of a member, looked up.
pub enum Key<F> {
    /// It goes to a field; with the spelling that came.
    Declared(F, &'static str),
    /// It does not; the name is kept where the member is.
    Undeclared(String),
}

/// Reads the name of the next member.
#[inline]
pub fn next_key<'de, A: MapAccess<'de>, F, R: Additional>(
    members: &mut A,
    lookup: fn(&str) -> Option<(F, &'static str)>,
    _: &R,
) -> Result<Option<Key<F>>, A::Error> {
    members.next_key_seed(KeySeed {
        lookup,
        keep: R::KEEPS,
    })
}

struct KeySeed<F> {
    lookup: fn(&str) -> Option<(F, &'static str)>,
    keep: bool,
}

impl<'de, F> DeserializeSeed<'de> for KeySeed<F> {
    type Value = Key<F>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<F>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F> Visitor<'_> for KeySeed<F> {
    type Value = Key<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Key<F>, E> {
        Ok(match (self.lookup)(name) {
            Some((field, spelling)) => Key::Declared(field, spelling),
            None if self.keep => Key::Undeclared(name.to_owned()),
            None => Key::Undeclared(String::new()),
        })
    }
}

/// What was read of a field so far.
pub trait Slot<T> {
    /// Reads the value of a member that goes to the field. `names` are the one that came, and the first one.
    ///
    /// # Errors
    ///
    /// When the value cannot be read, or is not what is declared.
    fn read<'de, A: MapAccess<'de>, R: Additional>(
        &mut self,
        members: &mut A,
        context: Context<'_>,
        names: (&'static str, &'static str),
        rest: &mut R,
    ) -> Result<(), A::Error>;

    /// The value, if there was one.
    fn value(self) -> Option<T>;
}

impl<T: Decode> Slot<T> for Option<T> {
    #[inline]
    fn read<'de, A: MapAccess<'de>, R: Additional>(
        &mut self,
        members: &mut A,
        context: Context<'_>,
        (name, _): (&'static str, &'static str),
        _: &mut R,
    ) -> Result<(), A::Error> {
        *self = Some(members.next_value_seed(Member::new(context, name))?);
        Ok(())
    }

    #[inline]
    fn value(self) -> Option<T> {
        self
    }
}

/// What was read of a field with several names so far.
pub struct Aliased<T> {
    /// What null is to the field, where it came.
    null: Option<T>,
    /// The value that is not null, and the name that it came under.
    value: Option<(&'static str, T)>,
}

impl<T> Aliased<T> {
    /// Nothing.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it is for the macro alone")]
    pub const fn new() -> Self {
        Self {
            null: None,
            value: None,
        }
    }
}

impl<T: Decode + Serialize> Slot<T> for Aliased<T> {
    fn read<'de, A: MapAccess<'de>, R: Additional>(
        &mut self,
        members: &mut A,
        context: Context<'_>,
        (name, first): (&'static str, &'static str),
        rest: &mut R,
    ) -> Result<(), A::Error> {
        let value: Option<T> = members.next_value_seed(Member::new(context, name))?;
        let Some(value) = value else {
            self.null = Some(Replay::member(serde_json::Value::Null, name, context)?);
            self.value.take_if(|(held, _)| *held == name);
            return Ok(());
        };
        let displaced = match self.value.take() {
            Some((held, old)) if held != name && name == first => {
                self.value = Some((name, value));
                (held, old)
            }
            Some((held, old)) if held != name => {
                self.value = Some((held, old));
                (name, value)
            }
            _ => {
                self.value = Some((name, value));
                return Ok(());
            }
        };
        let (name, value) = displaced;
        let value = serde_json::to_value(value).map_err(de::Error::custom)?;
        rest.put(name, value, context)
    }

    fn value(self) -> Option<T> {
        self.value.map(|(_, value)| value).or(self.null)
    }
}

#[cold]
fn missing<E: de::Error>(context: Context<'_>, name: &str) -> E {
    context.leave(Segment::Member(name.to_owned()));
    E::custom("required, but missing")
}

/// The lines of [`object!`], by what they begin with.
pub(crate) mod kinds {
    /// A member that must be there, and not be null.
    pub mod required {
        use serde::de;
        use serde::ser::Serialize;

        use crate::decode::Context;
        use crate::object::{Members, Slot, missing};

        /// Whether an object without the member is one.
        pub const MAY_BE_ABSENT: bool = false;

        /// The value of the field.
        #[inline]
        pub fn take<T, E: de::Error>(
            slot: impl Slot<T>,
            context: Context<'_>,
            name: &str,
        ) -> Result<T, E> {
            slot.value().ok_or_else(|| missing(context, name))
        }

        /// Tells the member.
        #[inline]
        pub fn tell<T: Serialize, M: Members>(
            value: &T,
            name: &str,
            members: &mut M,
        ) -> Result<(), M::Error> {
            members.member(name, value)
        }

        /// The value, borrowed.
        pub fn borrow<T>(value: &T) -> Option<&T> {
            Some(value)
        }
    }

    /// A member that must be there, and may be null: a required `Option`.
    pub mod nullable {
        pub use super::optional::borrow;
        pub use super::required::{MAY_BE_ABSENT, take, tell};
    }

    /// A member that may be absent.
    pub mod optional {
        use serde::de;
        use serde::ser::Serialize;

        use crate::decode::Context;
        use crate::object::{Members, Slot};

        /// Whether an object without the member is one.
        pub const MAY_BE_ABSENT: bool = true;

        /// The value of the field.
        #[inline]
        pub fn take<T, E: de::Error>(
            slot: impl Slot<Option<T>>,
            _: Context<'_>,
            _: &str,
        ) -> Result<Option<T>, E> {
            Ok(slot.value().flatten())
        }

        /// Tells the member, where there is one.
        #[inline]
        pub fn tell<T: Serialize, M: Members>(
            value: &Option<T>,
            name: &str,
            members: &mut M,
        ) -> Result<(), M::Error> {
            match value {
                Some(value) => members.member(name, value),
                None => Ok(()),
            }
        }

        /// The value, borrowed, where there is one.
        pub fn borrow<T>(value: &Option<T>) -> Option<&T> {
            value.as_ref()
        }
    }
}

// writing

/// Writes an object.
pub fn encode_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    encode_tagged(object, None, serializer)
}

/// Writes an object, with a member that it may have by itself already.
pub(crate) fn encode_tagged<T: Object, S: Serializer>(
    object: &T,
    tag: Option<(&str, &str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let tag = tag.filter(|(name, _)| !has_member(object, name));
    let mut count = Count(usize::from(tag.is_some()));
    let Ok(()) = tell_once(object, &mut count);
    let mut map = serializer.serialize_map(Some(count.0))?;
    if let Some((name, value)) = tag {
        map.serialize_entry(name, value)?;
    }
    tell_once(object, &mut Writer(&mut map))?;
    map.end()
}

/// Tells every member, and none twice.
fn tell_once<T: Object, M: Members>(object: &T, members: &mut M) -> Result<(), M::Error> {
    object.declared(members)?;
    object.undeclared(&mut Undeclared { object, members })
}

/// Tells the entries of a map.
pub fn tell_entries<'a, T: Serialize + 'a, M: Members>(
    entries: impl IntoIterator<Item = (&'a String, &'a T)>,
    members: &mut M,
) -> Result<(), M::Error> {
    entries
        .into_iter()
        .try_for_each(|(name, value)| members.member(name, value))
}

fn has_member<T: Object>(object: &T, name: &str) -> bool {
    object.declared(&mut Find(name)).is_err() || object.undeclared(&mut Find(name)).is_err()
}

struct Writer<'a, M>(&'a mut M);

impl<M: SerializeMap> Members for Writer<'_, M> {
    type Error = M::Error;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }
}

struct Count(usize);

impl Members for Count {
    type Error = Infallible;

    fn member<T: Serialize + ?Sized>(&mut self, _: &str, _: &T) -> Result<(), Infallible> {
        self.0 += 1;
        Ok(())
    }
}

/// Stops at the member of this name.
struct Find<'n>(&'n str);

struct Found;

impl Members for Find<'_> {
    type Error = Found;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, _: &T) -> Result<(), Found> {
        if name == self.0 { Err(Found) } else { Ok(()) }
    }
}

/// Leaves out what the object has a field for.
struct Undeclared<'a, T, M> {
    object: &'a T,
    members: &'a mut M,
}

impl<O: Object, M: Members> Members for Undeclared<'_, O, M> {
    type Error = M::Error;

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        if self.object.declared(&mut Find(name)).is_err() {
            return Ok(());
        }
        self.members.member(name, value)
    }
}
