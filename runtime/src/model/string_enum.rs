//! String enums.

use serde::de::{Deserializer, Visitor};

use crate::decode::context::Context;
use crate::decode::scalar::{Scalar, Token, decode_scalar};
use crate::model::unrecognized::Unrecognized;

/// Implements decoding and encoding for an enum, by the strings of its values.
///
/// ```
/// use specwright_runtime::{Unrecognized, from_slice, string_enum};
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum RejectReason {
///     None,
///     Busy,
///     /// Any other value, stored unchanged.
///     Unrecognized(Unrecognized<Self>),
/// }
///
/// string_enum! {
///     lenient RejectReason {
///         None = "none",
///         Busy = "busy",
///     }
/// }
///
/// assert_eq!(RejectReason::from("busy"), RejectReason::Busy);
/// assert_eq!(from_slice::<RejectReason>(b"\"Busy\"")?, RejectReason::Busy);
///
/// let tired = RejectReason::from("tired");
/// assert!(matches!(&tired, RejectReason::Unrecognized(text) if text.as_str() == "tired"));
/// assert_eq!(tired.to_string(), "tired");
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// `lenient` or `strict` states whether the OpenAPI document requests [lenience](crate::decode). If
/// the variant for other values cannot be called `Unrecognized`, its name follows the type:
/// `lenient CallState / Other { … }`.
///
/// Implements `KNOWN`, `as_str`, `Display`, `AsRef<str>`, `FromStr` (which never fails),
/// `From<&str>`, `From<String>`, `Serialize`, `Deserialize`, [`StringEnum`] and
/// [`Decode`](crate::Decode). All of them convert a string in the same way.
#[macro_export]
macro_rules! string_enum {
    ($rules:ident $type:ident { $($values:tt)* }) => {
        $crate::string_enum! { $rules $type / Unrecognized { $($values)* } }
    };
    ($rules:ident $type:ident / $other:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $type {
            /// All values that the OpenAPI document lists, in its order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the string of the value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$other(text) => text.as_str(),
                }
            }
        }

        impl $crate::StringEnum for $type {
            const LENIENT: bool = $crate::__private::$rules();
            const KNOWN: &'static [Self] = Self::KNOWN;

            fn as_str(&self) -> &str {
                self.as_str()
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($text => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn unrecognized(text: $crate::Unrecognized<Self>) -> Self {
                Self::$other(text)
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }

        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                $crate::__private::read_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                $crate::__private::read_text(text)
            }
        }

        $crate::__codec!($type,
            $crate::__private::decode_string_enum,
            $crate::__private::encode_string_enum, {
            const JSON_TYPES: $crate::decode::JsonTypes = $crate::decode::JsonTypes::STRING;

            fn decode_text<E: $crate::__private::Error>(
                text: ::std::string::String,
                context: $crate::Context<'_>,
            ) -> ::core::result::Result<Self, E> {
                ::core::result::Result::Ok($crate::__private::known_text(text, context))
            }
        });
    };
}

/// An open enum of strings. Implemented by [`string_enum!`].
pub trait StringEnum: Sized + 'static {
    /// Whether values are also matched ignoring ASCII case.
    const LENIENT: bool;

    /// All values that the OpenAPI document lists, in its order.
    const KNOWN: &'static [Self];

    /// Returns the string of the value.
    fn as_str(&self) -> &str;

    /// Returns the listed value of exactly this string.
    fn known(text: &str) -> Option<Self>;

    /// Creates the value of an unlisted string.
    fn unrecognized(text: Unrecognized<Self>) -> Self;
}

/// Returns the value of a string.
pub fn read_text<E: StringEnum>(text: impl AsRef<str> + Into<Box<str>>) -> E {
    let known = E::known(text.as_ref()).or_else(|| {
        let has_text = |value: &&E| value.as_str().eq_ignore_ascii_case(text.as_ref());
        // Looked up again by its own string, since a value cannot be moved out of a slice.
        let value = E::KNOWN.iter().find(has_text).filter(|_| E::LENIENT)?;
        E::known(value.as_str())
    });
    known.unwrap_or_else(|| E::unrecognized(Unrecognized::new(text.into())))
}

/// Decodes a value of a string enum.
///
/// # Errors
///
/// If it is not a string.
pub fn decode_string_enum<'de, E: StringEnum, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<E, D::Error> {
    let Text(value): Text<E> = decode_scalar(deserializer, context)?;
    Ok(noted(value, context))
}

/// Returns the value of a string that was already read.
#[must_use]
pub fn known_text<E: StringEnum>(text: String, context: Context<'_>) -> E {
    noted(read_text(text), context)
}

/// Counts a value that the OpenAPI document does not list.
fn noted<E: StringEnum>(value: E, context: Context<'_>) -> E {
    if context.is_trial() && E::known(value.as_str()).is_none() {
        context.note_excluded();
    }
    value
}

/// Encodes a value of a string enum.
///
/// # Errors
///
/// Returns errors of the serializer.
pub fn encode_string_enum<E: StringEnum, S: serde::Serializer>(
    value: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.as_str())
}

struct Text<E>(E);

impl<E: StringEnum> Scalar for Text<E> {
    const EXPECTED: &'static str = String::EXPECTED;

    fn ask<'de, D: Deserializer<'de>, V: Visitor<'de>>(d: D, v: V) -> Result<V::Value, D::Error> {
        String::ask(d, v)
    }

    #[inline]
    fn read(token: Token<'_>, _: bool) -> Result<Self, &'static str> {
        match token {
            Token::Text(text) => Ok(Self(read_text(text))),
            Token::Owned(text) => Ok(Self(read_text(text))),
            _ => Err(token.kind()),
        }
    }
}
