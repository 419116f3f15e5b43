//! Objects with a discriminator.

pub(crate) mod read;

use serde::de::MapAccess;
use serde::ser::{Serialize, Serializer};

use crate::decode::context::Context;
use crate::model::additional::data::AdditionalData;
use crate::model::object::Object;
use crate::model::object::members::Members;
use crate::model::object::write::encode_tagged;

/// Implements decoding and encoding for an enum, by the discriminators of its types.
///
/// ```
/// use specwright_runtime::{AdditionalData, from_slice, object, polymorphic};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct OperationBase {
///     pub odata_type: Option<String>,
///     pub id: Option<String>,
///     pub additional_data: AdditionalData,
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct PlayPromptOperation {
///     pub odata_type: Option<String>,
///     pub id: Option<String>,
///     pub prompt: Option<String>,
///     pub additional_data: AdditionalData,
/// }
///
/// object! {
///     strict OperationBase {
///         optional odata_type = "@odata.type",
///         optional id = "id",
///         ..additional_data
///     }
/// }
/// object! {
///     strict PlayPromptOperation {
///         optional odata_type = "@odata.type",
///         optional id = "id",
///         optional prompt = "prompt",
///         ..additional_data
///     }
/// }
///
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Operation {
///     Operation(Box<OperationBase>),
///     PlayPromptOperation(Box<PlayPromptOperation>),
///     /// An object of an unknown type, stored unchanged.
///     Unrecognized(AdditionalData),
/// }
///
/// polymorphic! {
///     Operation by "@odata.type" {
///         "#operation" => Operation(OperationBase),
///         "#playPromptOperation" => PlayPromptOperation(PlayPromptOperation),
///         _ => Operation(OperationBase),
///     }
///     /// The id of the operation.
///     optional id: String,
/// }
///
/// let json = br##"{"@odata.type": "#playPromptOperation", "id": "1", "prompt": "hi"}"##;
/// let operation: Operation = from_slice(json)?;
/// assert!(matches!(
///     &operation,
///     Operation::PlayPromptOperation(operation) if operation.prompt.as_deref() == Some("hi"),
/// ));
/// assert_eq!(operation.id().map(String::as_str), Some("1"));
///
/// let operation = Operation::from(PlayPromptOperation::default());
/// let json = serde_json::to_string(&operation).unwrap();
/// assert_eq!(json, r##"{"@odata.type":"#playPromptOperation"}"##);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// Each type is an [`object!`](crate::object!), boxed in its variant. A type may have several
/// discriminators, separated by `|`. The last line, `_ => …`, names the base type, which objects
/// without a discriminator have. If the base is abstract, the line is omitted, and such objects are
/// stored unchanged. If the variant for unknown types cannot be called `Unrecognized`, its name
/// follows the type: `Operation / Other by "@odata.type" { … }`.
///
/// The types are followed by the properties that all types have, as `required`, `nullable` or
/// `optional` fields. Each becomes a method that borrows the property of any type, and returns
/// `None` if it is absent.
///
/// An object is decoded directly into its type if the discriminator comes first, and into the base
/// type if the discriminator is missing and no property of the base type is required. If a
/// discriminator follows later, the properties decoded so far are encoded again and decoded as the
/// type that it names. So an object that does not match the base type is an error, whatever a late
/// discriminator is. In all other cases the properties before the discriminator are buffered.
/// Buffered objects may be nested up to 32 levels. A discriminator that is null counts as missing.
///
/// The discriminator is encoded first. If an object has none and is not of the base type, the
/// discriminator of its type is added.
///
/// Implements `From` each type, `Serialize`, `Deserialize` and [`Decode`](crate::Decode).
#[macro_export]
macro_rules! polymorphic {
    ($type:ident by $($extra:tt)*) => {
        $crate::polymorphic! { $type / Unrecognized by $($extra)* }
    };
    ($type:ident / $other:ident by $tag:literal {
        $($name:literal $(| $more:literal)* => $variant:ident($object:ty),)*
        $(_ => $base:ident($base_object:ty) $(,)?)?
    }
    $($accessors:tt)*) => {
        const _: () = {
            #[derive(Clone, Copy, PartialEq)]
            pub enum Variant {
                $($variant,)*
            }

            impl $crate::__private::Polymorphic for $type {
                type Variant = Variant;

                const TAG: &'static str = $tag;
                const BASE: ::core::option::Option<Variant> =
                    $crate::__base!($(Variant::$base)?);
                const BASE_MAY_BE_EMPTY: bool = false
                    $(|| <$base_object as $crate::__private::Object>::MAY_BE_EMPTY)?;

                fn variant(tag: &str) -> ::core::option::Option<Variant> {
                    match tag {
                        $($name $(| $more)* => ::core::option::Option::Some(Variant::$variant),)*
                        _ => ::core::option::Option::None,
                    }
                }

                fn read<'de, A: $crate::__private::MapAccess<'de>>(
                    variant: Variant,
                    members: $crate::__private::Members<'_, 'de, A>,
                    context: $crate::Context<'_>,
                ) -> ::core::result::Result<Self, A::Error> {
                    match variant {
                        $(Variant::$variant => {
                            $crate::__private::read_object(members, context).map(Self::$variant)
                        })*
                    }
                }

                fn unrecognized(object: $crate::AdditionalData) -> Self {
                    Self::$other(object)
                }

                fn write<S: $crate::__private::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$variant(object) => $crate::__private::encode_variant::<Self, _, _>(
                            &**object, Variant::$variant, $name, serializer,
                        ),)*
                        Self::$other(object) => {
                            $crate::__private::Serialize::serialize(object, serializer)
                        }
                    }
                }
            }
        };

        $(
            impl ::core::convert::From<$object> for $type {
                fn from(object: $object) -> Self {
                    Self::$variant(::std::boxed::Box::new(object))
                }
            }
        )*

        $crate::__accessors! { $type $other [$($variant)*] $($accessors)* }

        $crate::__codec!(
            $type,
            $crate::__private::decode_polymorphic,
            $crate::__private::Polymorphic::write,
            {
                const JSON_TYPES: $crate::decode::JsonTypes = $crate::decode::JsonTypes::OBJECT;
            }
        );
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __base {
    () => {
        ::core::option::Option::None
    };
    ($base:path) => {
        ::core::option::Option::Some($base)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __accessors {
    ($type:ident $other:ident $variants:tt) => {};
    ($type:ident $other:ident $variants:tt
        $($(#[$meta:meta])* $kind:ident $field:ident: $member:ty),+ $(,)?
    ) => {
        impl $type {
            $($crate::__accessor! {
                $other $variants $(#[$meta])* $kind $field: $member
            })+
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __accessor {
    ($other:ident [$($variant:ident)*]
        $(#[$meta:meta])* $kind:ident $field:ident: $member:ty
    ) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(&self) -> ::core::option::Option<&$member> {
            match self {
                $(Self::$variant(object) => $crate::__private::$kind::borrow(&object.$field),)*
                Self::$other(_) => ::core::option::Option::None,
            }
        }
    };
}

/// An enum over types with a discriminator. Implemented by [`polymorphic!`].
pub trait Polymorphic: Serialize + Sized {
    /// Identifies a type.
    type Variant: Copy + PartialEq;

    /// The name of the discriminator.
    const TAG: &'static str;

    /// The type of objects without a discriminator, if there is one.
    const BASE: Option<Self::Variant>;

    /// Whether all properties of the base type are optional.
    const BASE_MAY_BE_EMPTY: bool;

    /// Returns the type that a discriminator names.
    fn variant(tag: &str) -> Option<Self::Variant>;

    /// Decodes the properties of a type.
    ///
    /// # Errors
    ///
    /// If a property does not match its declaration.
    fn read<'de, A: MapAccess<'de>>(
        variant: Self::Variant,
        members: Members<'_, 'de, A>,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// Creates the value of an object of an unknown type.
    fn unrecognized(object: AdditionalData) -> Self;

    /// Encodes the object.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Encodes an object of one of the types, with its discriminator.
///
/// # Errors
///
/// Returns errors of the serializer.
pub fn encode_variant<P: Polymorphic, T: Object, S: Serializer>(
    object: &T,
    variant: P::Variant,
    name: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let missing = (P::BASE != Some(variant)).then_some(name);
    encode_tagged(object, P::TAG, missing, serializer)
}
