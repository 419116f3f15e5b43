//! Objects: the mapping of properties to fields.

pub(crate) mod kinds;
pub(crate) mod members;
pub(crate) mod read;
pub(crate) mod write;

use serde::de::MapAccess;
use serde::ser::Serialize;

use crate::decode::context::Context;
use crate::model::object::members::Members;

/// Implements decoding and encoding for a struct, by the mapping of its properties to fields.
///
/// ```
/// use specwright_runtime::{AdditionalData, from_slice, object};
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
/// assert_eq!(
///     error.to_string(),
///     "code: expected a 32-bit integer, found a string at line 1 column 15",
/// );
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// `lenient` or `strict` states whether the OpenAPI document requests [lenience](crate::decode).
/// The following lines each end with a comma:
///
/// | line | type of the field | decoded | encoded |
/// |---|---|---|---|
/// | `required f = "name",` | `T` | required, not null | always |
/// | `nullable f = "name",` | `Option<T>` | required | always; `None` as null |
/// | `optional f = "name",` | `Option<T>` | null and absent are `None` | if `Some` |
/// | the same | [`Nullable<T>`](crate::Nullable) | null and absent differ | if not absent |
/// | `..f` | [`AdditionalData`](crate::AdditionalData), `BTreeMap<String, T>` | all others | all |
///
/// Without `..f`, undeclared properties are ignored. With `..f: closed`, they are stored although
/// the OpenAPI document excludes them, which distinguishes the object from
/// [alternatives](crate::union).
///
/// Further names may follow the first, separated by `|`: deprecated names, which are decoded but
/// never encoded. If several of them occur, the field has the value of the first name, else the
/// value that came first. Null is replaced by any other value. Values that are not used for the
/// field are stored as undeclared properties under their own names.
///
/// An undeclared property with the name of an encoded field is omitted, so that no name is
/// repeated.
///
/// Implements `Serialize` and `Deserialize` as a map, for any format, and
/// [`Decode`](crate::Decode).
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

        $crate::__codec!($type,
            $crate::__private::decode_object,
            $crate::__private::encode_object, {
            const JSON_TYPES: $crate::decode::JsonTypes = $crate::decode::JsonTypes::OBJECT;

            fn has_required(has: &dyn Fn(&str) -> bool) -> bool {
                let _ = has;
                true $(&& (
                    $crate::__private::$kind::MAY_BE_ABSENT || has($name) $(|| has($alias))*
                ))*
            }

            fn declares(name: &str) -> bool {
                let names: &[&str] = &[$($name, $($alias,)*)*];
                names.contains(&name)
                    $(|| $crate::__private::declares_others(|object: &Self| &object.$additional))?
            }
        });
    };
}

/// Implements decoding: in place if all properties are optional, otherwise after all required ones
/// are decoded.
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
                        $crate::__private::AdditionalProperties::read(
                            &mut extra, name, &mut members, context,
                        )?;
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
                                $crate::__extra_of!(self $($additional)?),
                                name,
                                &mut members,
                                context,
                            )?;
                        }
                    }
                }
                $crate::__private::AdditionalProperties::finish(
                    $crate::__extra_of!(self $($additional)?),
                );
                ::core::result::Result::Ok(())
            }
        }
    };
    ($type:ident { $($lines:tt)* } $($additional:ident)?) => {};
}

/// Implements the traits of a model by a function that decodes and one that encodes.
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

/// A struct whose fields are the properties of an object. Implemented by [`object!`].
pub trait Object: Sized {
    /// Whether the OpenAPI document requests lenience.
    const LENIENT: bool;

    /// Whether the OpenAPI document excludes undeclared properties.
    const CLOSED: bool;

    /// Whether all properties are optional.
    const MAY_BE_EMPTY: bool;

    /// Decodes the properties.
    ///
    /// # Errors
    ///
    /// If a property cannot be read, does not match its declaration, or is missing.
    fn from_members<'de, A: MapAccess<'de>>(
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// Decodes the properties into a box.
    ///
    /// # Errors
    ///
    /// If a property cannot be read, does not match its declaration, or is missing.
    #[inline]
    fn boxed_from_members<'de, A: MapAccess<'de>>(
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Box<Self>, A::Error> {
        Self::from_members(members, context).map(Box::new)
    }

    /// Serializes the declared properties, except absent ones.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn serialize_declared<S: FieldSerializer>(&self, serializer: &mut S) -> Result<(), S::Error>;

    /// Serializes the undeclared properties.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn serialize_extra<S: FieldSerializer>(&self, serializer: &mut S) -> Result<(), S::Error>;
}

/// An object whose properties are all optional. It is decoded in place, since moving a large object
/// costs as much as decoding it.
pub trait InPlace: Object {
    /// Creates an object without properties.
    fn empty() -> Self;

    /// Decodes the properties.
    ///
    /// # Errors
    ///
    /// If a property cannot be read or does not match its declaration.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<(), A::Error>;
}

/// Receives the properties of an object.
pub trait FieldSerializer {
    /// The error of the serializer.
    type Error;

    /// Serializes a property.
    ///
    /// # Errors
    ///
    /// If the property cannot be serialized.
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Self::Error>;
}
