//! Objects: which member goes to which field.

pub(crate) mod kinds;
pub(crate) mod members;
pub(crate) mod read;
pub(crate) mod write;

use serde::de::MapAccess;
use serde::ser::Serialize;

use crate::decode::context::Context;
use crate::model::object::members::Members;

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
/// | the same | [`Nullable<T>`](crate::Nullable) | null and absent are told apart | where it is not absent |
/// | `..f` | [`AdditionalData`](crate::AdditionalData), or `BTreeMap<String, T>` | all other members | all its members |
///
/// Without `..f`, other members are ignored. With `..f: closed` they are kept although the document excludes them, which
/// tells the object apart from [others](crate::union).
///
/// More names may follow the first, with `|` between: old spellings, which are read and never written. Where several of
/// them occur, the field has the value under the first name, else the value that came first; null gives way to any
/// other value. What did not get the field goes to the other members, under its own name.
///
/// An entry of the other members that has the name of a written field is not written: no name is written twice.
///
/// The struct gets `Serialize` and `Deserialize`, as a map, for any format, and [`Decode`](crate::Decode).
#[macro_export]
macro_rules! object {
    ($rules:ident $type:ident {
        $($kind:ident $field:ident = $name:literal $(| $alias:literal)*,)*
        $(..$additional:ident $(: $closed:ident)? $(,)?)?
    }) => {
        impl $crate::__private::Object for $type {
            const LENIENT: bool = $crate::__private::$rules();
            const CLOSED: bool = false $($(|| $crate::__private::$closed())?)?;
            const MAY_BE_EMPTY: bool = true $(&& $crate::__private::$kind::MAY_BE_ABSENT)*;

            $crate::__read_object!({
                $($kind $field = $name $(| $alias)*,)*
            } $($additional)?);

            fn serialize_declared<S: $crate::__private::FieldSerializer>(
                &self,
                serializer: &mut S,
            ) -> ::core::result::Result<(), S::Error> {
                let _ = &serializer;
                $($crate::__private::$kind::serialize(&self.$field, $name, serializer)?;)*
                ::core::result::Result::Ok(())
            }

            fn serialize_extra<S: $crate::__private::FieldSerializer>(
                &self,
                serializer: &mut S,
            ) -> ::core::result::Result<(), S::Error> {
                let _ = &serializer;
                $($crate::__private::serialize_entries(&self.$additional, serializer)?;)?
                ::core::result::Result::Ok(())
            }
        }

        $crate::__in_place!($type {
            $($kind $field = $name $(| $alias)*,)*
        } $($additional)?);

        $crate::__codec!($type, $crate::__private::decode_object, $crate::__private::encode_object, {
            const JSON_TYPES: $crate::decode::JsonTypes = $crate::decode::JsonTypes::OBJECT;

            fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
                let _ = has;
                true $(&& ($crate::__private::$kind::MAY_BE_ABSENT || has($name) $(|| has($alias))*))*
            }

            fn declares(name: &str) -> bool {
                let names: &[&str] = &[$($name, $($alias,)*)*];
                names.contains(&name) $(|| $crate::__private::declares_others(|it: &Self| &it.$additional))?
            }
        });
    };
}

/// How an object is read: as a whole where no member can be missing from it, else when all that must be there is.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_object {
    ({ $(optional $field:ident = $name:literal,)* } $($additional:ident)?) => {
        fn from_members<'de, A: $crate::__private::MapAccess<'de>>(
            members: $crate::__private::Members<'_, 'de, A>,
            context: $crate::Context<'_>,
        ) -> ::core::result::Result<Self, A::Error> {
            let mut object = $crate::__private::InPlace::empty();
            $crate::__private::InPlace::read(&mut object, members, context)?;
            ::core::result::Result::Ok(object)
        }

        fn boxed_from_members<'de, A: $crate::__private::MapAccess<'de>>(
            members: $crate::__private::Members<'_, 'de, A>,
            context: $crate::Context<'_>,
        ) -> ::core::result::Result<::std::boxed::Box<Self>, A::Error> {
            let mut object = ::std::boxed::Box::new($crate::__private::InPlace::empty());
            $crate::__private::InPlace::read(&mut *object, members, context)?;
            ::core::result::Result::Ok(object)
        }
    };
    ({
        $($kind:ident $field:ident = $name:literal $(| $alias:literal)*,)*
    } $($additional:ident)?) => {
        fn from_members<'de, A: $crate::__private::MapAccess<'de>>(
            mut members: $crate::__private::Members<'_, 'de, A>,
            context: $crate::Context<'_>,
        ) -> ::core::result::Result<Self, A::Error> {
            $(let mut $field = $crate::__slot!($kind $($alias)*);)*
            let mut extra = $crate::__extra!($($additional)?);
            while let ::core::option::Option::Some(name) = members.name(context)? {
                match &*name {
                    $(
                        $name => $crate::__private::FieldSlot::read(
                            &mut $field, &mut members, context, ($name, $name), &mut extra,
                        )?,
                        $($alias => $crate::__private::FieldSlot::read(
                            &mut $field, &mut members, context, ($alias, $name), &mut extra,
                        )?,)*
                    )*
                    _ => {
                        $crate::__private::note_unknown::<Self>(context);
                        $crate::__private::AdditionalProperties::read(&mut extra, name, &mut members, context)?;
                    }
                }
            }
            $crate::__private::AdditionalProperties::finish(&mut extra);
            ::core::result::Result::Ok(Self {
                $($field: $crate::__private::FieldSlot::take($field, context, $name)?,)*
                $($additional: extra)?
            })
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __in_place {
    ($type:ident { $(optional $field:ident = $name:literal,)* } $($additional:ident)?) => {
        impl $crate::__private::InPlace for $type {
            #[inline]
            fn empty() -> Self {
                Self {
                    $($field: ::core::convert::From::from(::core::option::Option::None),)*
                    $($additional: ::core::default::Default::default())?
                }
            }

            fn read<'de, A: $crate::__private::MapAccess<'de>>(
                &mut self,
                mut members: $crate::__private::Members<'_, 'de, A>,
                context: $crate::Context<'_>,
            ) -> ::core::result::Result<(), A::Error> {
                while let ::core::option::Option::Some(name) = members.name(context)? {
                    match &*name {
                        $($name => $crate::__private::optional::read(
                            &mut self.$field, $name, &mut members, context,
                        )?,)*
                        _ => {
                            $crate::__private::note_unknown::<Self>(context);
                            $crate::__private::AdditionalProperties::read(
                                $crate::__extra_of!(self $($additional)?), name, &mut members, context,
                            )?;
                        }
                    }
                }
                $crate::__private::AdditionalProperties::finish($crate::__extra_of!(self $($additional)?));
                ::core::result::Result::Ok(())
            }
        }
    };
    ($type:ident { $($lines:tt)* } $($additional:ident)?) => {};
}

/// The traits of a model, over a function that reads it and one that writes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __codec {
    ($type:ident, $decode:path, $encode:path $(, { $($items:item)* })?) => {
        impl $crate::Decode for $type {
            $($($items)*)?

            #[inline]
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
    ($kind:ident) => {
        $crate::__private::$kind::slot()
    };
    ($kind:ident $($alias:literal)+) => {
        $crate::__private::Aliased::new($crate::__private::$kind::slot())
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __extra_of {
    ($object:ident) => {
        &mut $crate::__private::DenyUnknown
    };
    ($object:ident $additional:ident) => {
        &mut $object.$additional
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __extra {
    () => {
        $crate::__private::DenyUnknown
    };
    ($additional:ident) => {
        ::core::default::Default::default()
    };
}

/// A struct whose fields are the members of an object; [`object!`] writes it.
pub trait Object: Sized {
    /// Whether the document asks for lenience.
    const LENIENT: bool;

    /// Whether the document excludes other members than the declared ones.
    const CLOSED: bool;

    /// Whether an object without members is one.
    const MAY_BE_EMPTY: bool;

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// When one cannot be read, is not what is declared, or is missing.
    fn from_members<'de, A: MapAccess<'de>>(
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// Reads the members of an object in a box.
    ///
    /// # Errors
    ///
    /// When one cannot be read, is not what is declared, or is missing.
    #[inline]
    fn boxed_from_members<'de, A: MapAccess<'de>>(
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Box<Self>, A::Error> {
        Self::from_members(members, context).map(Box::new)
    }

    /// Tells the declared members that are to be written.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn serialize_declared<S: FieldSerializer>(&self, serializer: &mut S) -> Result<(), S::Error>;

    /// Tells the other members.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn serialize_extra<S: FieldSerializer>(&self, serializer: &mut S) -> Result<(), S::Error>;
}

/// An object from which no member can be missing. It is read where it is: to move a large one costs as much as to read it.
pub trait InPlace: Object {
    /// An object without members.
    fn empty() -> Self;

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or is not what is declared.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error>;
}

/// Where the members of an object go.
pub trait FieldSerializer {
    /// How that fails.
    type Error;

    /// Takes one member.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Self::Error>;
}
