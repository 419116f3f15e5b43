//! Alternatives that no discriminator tells apart by itself.

pub(crate) mod read;
pub(crate) mod token;

use serde::de::Deserializer;
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::json_types::JsonTypes;

/// Makes an enum a union: says which alternatives a value has.
///
/// ```
/// use msgraph_runtime::{AdditionalData, Value, from_slice, object, union};
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
///     /// A value that is none of these, or not clearly one, kept as it came.
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
/// # Ok::<(), msgraph_runtime::DecodeError>(())
/// ```
///
/// `lenient` or `strict` says whether the document asks for [lenience](crate::decode); `one_of` or `any_of`, whether
/// one alternative holds, or one or more. Then the variants, each with the type of its value, which may be boxed in the
/// variant. An enum that has several variants of one type has no `From` it: they say `shared` behind the type.
///
/// Where objects are told apart by a member, its name follows the enum's, and the values behind the types:
/// `strict one_of Event by "kind" { Call(Call) = "call" | "ring", Chat(Chat) = "chat" }`.
///
/// # Which alternative it is
///
/// 1. **The kind of JSON value** (string, integer, other number, boolean, array, object) leaves those that can be read
///    from it. Where there is one, the value is that, or an error. Null is an error, unless an alternative takes it. An
///    integer counts as one wherever there is an alternative of integers, and text is text even in a lenient document,
///    as long as there is an alternative of texts.
/// 2. **The member that tells objects apart** leaves those that have its value; where there is one, the object is that,
///    or an error. A value that no alternative has leaves those that have no such member.
/// 3. **The required members** leave the objects that have them.
/// 4. The extra is tried. What the document excludes counts against an alternative: a value that an enum does not list,
///    a member that a closed object does not have. Scalars are tried in the order of the variants, which has listed
///    values and formats before texts. Of several objects or arrays that fit, it is the one that declares every member;
///    with `any_of` the one that declares most, and the first of those.
/// 5. Anything else is kept as it came, in the variant `Unrecognized`, which holds a [`Value`] and is written back: what
///    is none of the alternatives, and what might be several.
///
/// A value is read at most 256 times, however deep alternatives lie within each other; beyond that, it is kept as it
/// came.
///
/// `read_as::<T>()` reads whatever it is as a `T`: so a value that was kept can be read as the alternative that the
/// reader knows it to be. Besides, the enum gets `From` each of its types, `Serialize`, `Deserialize` and
/// [`Decode`](crate::Decode).
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
                        $(Self::$variant(value) => $crate::__private::Serialize::serialize(value, serializer),)*
                        Self::Unrecognized(value) => $crate::__private::Serialize::serialize(value, serializer),
                    }
                }
            }
        };

        impl $type {
            /// Reads the value as something else, whichever it is: as the one of several alternatives that the reader
            /// knows it to be.
            ///
            /// # Errors
            ///
            /// When it is not one.
            pub fn read_as<T: $crate::Decode>(&self) -> ::core::result::Result<T, $crate::DecodeError> {
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

/// An enum over alternatives; [`union!`] writes it.
pub trait Union: Sized {
    /// Which alternative it is.
    type Variant: Copy + 'static;

    /// Whether the document asks for lenience.
    const LENIENT: bool;

    /// Whether several alternatives may hold at once.
    const ANY_OF: bool;

    /// The name of the member that tells objects apart; empty where there is none.
    const TAG: &'static str;

    /// The alternatives.
    const VARIANTS: &'static [UnionVariant<Self::Variant>];

    /// Reads an alternative.
    ///
    /// # Errors
    ///
    /// When it is not one.
    fn read<'de, D: Deserializer<'de>>(
        variant: Self::Variant,
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error>;

    /// Whether an object that has members of some names has those that an alternative requires.
    fn has_required(variant: Self::Variant, has: &dyn Fn(&str) -> bool) -> bool;

    /// Whether an alternative declares a member.
    fn declares(variant: Self::Variant, name: &str) -> bool;

    /// A value that is none of them, or not clearly one.
    fn unrecognized(value: Value) -> Self;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// An alternative of a union.
pub struct UnionVariant<V> {
    /// Which one.
    pub variant: V,
    /// What it can be read from.
    pub json_types: JsonTypes,
    /// The values by which its objects are told apart from others.
    pub tags: &'static [&'static str],
}
