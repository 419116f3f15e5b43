//! Unions of alternatives that a discriminator alone does not distinguish.

pub(crate) mod read;
pub(crate) mod token;

use serde::de::Deserializer;
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::json_types::JsonTypes;

/// Implements decoding and encoding for an enum, by its alternatives.
///
/// ```
/// use specwright_runtime::{AdditionalData, Value, from_slice, object, union};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct Image {
///     pub url: String,
///     pub alt: Option<String>,
///     pub additional_data: AdditionalData,
/// }
///
/// object! {
///     strict Image {
///         required url = "url",
///         optional alt = "alt",
///         ..additional_data
///     }
/// }
///
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Content {
///     Text(String),
///     Number(f64),
///     Image(Box<Image>),
///     /// A value that matches none of these or is ambiguous, stored unchanged.
///     Unrecognized(Value),
/// }
///
/// union! {
///     strict one_of Content {
///         Text(String),
///         Number(f64),
///         Image(Image),
///     }
/// }
///
/// assert_eq!(from_slice::<Content>(br#""hi""#)?, Content::from("hi".to_owned()));
/// assert_eq!(from_slice::<Content>(b"1.5")?, Content::Number(1.5));
/// let image: Content = from_slice(br#"{"url": "https://example.com/a.png"}"#)?;
/// assert!(matches!(&image, Content::Image(it) if it.alt.is_none()));
///
/// let flag: Content = from_slice(b"true")?;
/// assert_eq!(flag, Content::Unrecognized(Value::Bool(true)));
/// assert!(flag.read_as::<bool>()?);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// `lenient` or `strict` states whether the OpenAPI document requests [lenience](crate::decode);
/// `one_of` or `any_of`, whether exactly one alternative matches or at least one. The variants
/// follow, each with the type of its value, which may be boxed in the variant. An enum with several
/// variants of one type does not implement `From` that type: these are marked as `shared` after the
/// type.
///
/// If a property distinguishes objects, its name follows the name of the enum, and its values
/// follow the types:
/// `strict one_of Event by "kind" { Call(Call) = "call" | "ring", Chat(Chat) = "chat" }`.
///
/// # Selection of the alternative
///
/// 1. **The JSON type** (string, integer, other number, boolean, array, object) selects the
///    alternatives that decode from it. If there is one, the value is that alternative or an error.
///    Null is an error, unless an alternative accepts it. An integer is an integer if any
///    alternative is an integer, and a string is a string even in a lenient document if any
///    alternative is a string.
/// 2. **The property that distinguishes objects** selects the alternatives with its value. If there
///    is one, the object is that alternative or an error. An unknown value selects the alternatives
///    without such a property.
/// 3. **The required properties** select the alternatives whose required properties are all
///    present.
/// 4. The remaining alternatives are tried. What the OpenAPI document excludes counts against an
///    alternative: unlisted enum values, and undeclared properties of closed objects. Scalars are
///    tried in the order of the variants, which has listed values and formats before other strings.
///    Of several matching objects or arrays, the one that declares every property is selected; with
///    `any_of`, the one that declares most, and the first of equal ones.
/// 5. Anything else is stored unchanged in the variant `Unrecognized`, which contains a [`Value`]:
///    values that match no alternative, and ambiguous values.
///
/// A value is decoded at most 256 times, however deeply alternatives are nested. Beyond that, it is
/// stored unchanged.
///
/// `read_as::<T>()` decodes any value as `T`, so a stored value can be decoded as the alternative
/// that the caller expects. The enum also implements `From` each type, `Serialize`, `Deserialize`
/// and [`Decode`](crate::Decode).
#[macro_export]
macro_rules! union {
    ($rules:ident $holds:ident $type:ident $(by $tag:literal)? {
        $($variant:ident($ty:ty) $($shared:ident)? $(= $name:literal $(| $more:literal)*)?),* $(,)?
    }) => {
        const _: () = {
            #[derive(Clone, Copy)]
            pub enum Variant {
                $($variant,)*
            }

            impl $crate::__private::Union for $type {
                type Variant = Variant;

                const LENIENT: bool = $crate::__private::$rules();
                const ANY_OF: bool = $crate::__private::$holds();
                const TAG: &'static str = concat!($($tag)?);
                const VARIANTS: &'static [$crate::__private::UnionVariant<Variant>] = &[
                    $($crate::__private::UnionVariant {
                        variant: Variant::$variant,
                        json_types: <$ty as $crate::Decode>::JSON_TYPES,
                        tags: &[$($name $(, $more)*)?],
                    },)*
                ];

                fn read<'de, D: $crate::__private::Deserializer<'de>>(
                    variant: Variant,
                    deserializer: D,
                    context: $crate::Context<'_>,
                ) -> ::core::result::Result<Self, D::Error> {
                    match variant {
                        $(Variant::$variant => <$ty as $crate::Decode>::decode(deserializer, context)
                            .map(|value| Self::$variant(::core::convert::Into::into(value))),)*
                    }
                }

                fn has_required(variant: Variant, has: &dyn Fn(&str) -> bool) -> bool {
                    match variant {
                        $(Variant::$variant => <$ty as $crate::Decode>::has_required(has),)*
                    }
                }

                fn declares(variant: Variant, name: &str) -> bool {
                    match variant {
                        $(Variant::$variant => <$ty as $crate::Decode>::declares(name),)*
                    }
                }

                fn unrecognized(value: $crate::Value) -> Self {
                    Self::Unrecognized(value)
                }

                fn write<S: $crate::__private::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$variant(value) => {
                            $crate::__private::Serialize::serialize(value, serializer)
                        })*
                        Self::Unrecognized(value) => {
                            $crate::__private::Serialize::serialize(value, serializer)
                        }
                    }
                }
            }
        };

        impl $type {
            /// Decodes the value as another type, for instance as the alternative that the caller
            /// expects.
            ///
            /// # Errors
            ///
            /// If the value does not match the type.
            pub fn read_as<T: $crate::Decode>(
                &self,
            ) -> ::core::result::Result<T, $crate::DecodeError> {
                $crate::__private::read_as(self)
            }
        }

        $($crate::__from!($type $variant $ty $(, $shared)?);)*

        $crate::__codec!($type, $crate::__private::decode_union, $crate::__private::Union::write, {
            const JSON_TYPES: $crate::decode::JsonTypes = $crate::decode::JsonTypes::NONE
                $(.or(<$ty as $crate::Decode>::JSON_TYPES))*;
        });
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __from {
    ($type:ident $variant:ident $ty:ty) => {
        impl ::core::convert::From<$ty> for $type {
            fn from(value: $ty) -> Self {
                Self::$variant(::core::convert::Into::into(value))
            }
        }
    };
    ($type:ident $variant:ident $ty:ty, shared) => {};
}

/// An enum over alternatives. Implemented by [`union!`].
pub trait Union: Sized {
    /// Identifies an alternative.
    type Variant: Copy + 'static;

    /// Whether the OpenAPI document requests lenience.
    const LENIENT: bool;

    /// Whether several alternatives may match.
    const ANY_OF: bool;

    /// The name of the property that distinguishes objects. Empty if there is none.
    const TAG: &'static str;

    /// The alternatives.
    const VARIANTS: &'static [UnionVariant<Self::Variant>];

    /// Decodes an alternative.
    ///
    /// # Errors
    ///
    /// If the value does not match the alternative.
    fn read<'de, D: Deserializer<'de>>(
        variant: Self::Variant,
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error>;

    /// Returns whether an object with certain properties has all that an alternative requires.
    fn has_required(variant: Self::Variant, has: &dyn Fn(&str) -> bool) -> bool;

    /// Returns whether an alternative declares a property.
    fn declares(variant: Self::Variant, name: &str) -> bool;

    /// Creates a value that matches no alternative or is ambiguous.
    fn unrecognized(value: Value) -> Self;

    /// Encodes the value.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// An alternative of a union.
pub struct UnionVariant<V> {
    /// Identifies the alternative.
    pub variant: V,
    /// The JSON types that it decodes from.
    pub json_types: JsonTypes,
    /// The values of the property that distinguishes its objects.
    pub tags: &'static [&'static str],
}
