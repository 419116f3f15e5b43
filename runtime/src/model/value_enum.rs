//! Enums of numbers, booleans, and values of different types: which values there are.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::model::formatted::FormatError;
use crate::model::unrecognized::Unrecognized;

/// Makes an enum one of JSON values that are not all texts: says which value each variant has.
///
/// ```
/// use msgraph_runtime::{Unrecognized, from_slice, value_enum};
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum Outcome {
///     N200,
///     Minus1,
///     /// Any other value, kept as it came.
///     Unrecognized(Unrecognized<Self, i64>),
/// }
///
/// value_enum! {
///     strict Outcome: i64 {
///         N200 = 200,
///         Minus1 = -1,
///     }
/// }
///
/// assert_eq!(from_slice::<Outcome>(b"-1")?, Outcome::Minus1);
/// assert_eq!(Outcome::N200.value(), 200);
///
/// let gone = Outcome::from(410);
/// assert!(matches!(&gone, Outcome::Unrecognized(other) if *other.get() == 410));
/// assert_eq!(gone.to_string(), "410");
/// # Ok::<(), msgraph_runtime::DecodeError>(())
/// ```
///
/// The values are all `i64`, `f64` or `bool`; where they differ in type, the enum is one of [`Value`](crate::Value)s.
/// `lenient` or `strict` says whether the document asks for [lenience](crate::decode). Where the variant for other
/// values cannot be called `Unrecognized`, its name follows: `strict Outcome / Other: i64 { … }`.
///
/// The enum gets `KNOWN`, `value`, `From` the type of its values, `Display`, `FromStr`, `Serialize`, `Deserialize`,
/// [`ValueEnum`] and [`Decode`](crate::Decode). A value becomes a variant in the same way wherever it comes from.
#[macro_export]
macro_rules! value_enum {
    ($rules:ident $type:ident: $value:ty { $($values:tt)* }) => {
        $crate::value_enum! { $rules $type / Unrecognized: $value { $($values)* } }
    };
    ($rules:ident $type:ident / $other:ident: $value:ty { $($variant:ident = $literal:expr),* $(,)? }) => {
        impl $type {
            /// Every value that the document lists, in its order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The value on the wire.
            #[must_use]
            pub fn value(&self) -> $value {
                match self {
                    $(Self::$variant => <$value as ::core::convert::From<_>>::from($literal),)*
                    Self::$other(other) => ::core::clone::Clone::clone(other.get()),
                }
            }
        }

        impl $crate::ValueEnum for $type {
            type Value = $value;

            const LENIENT: bool = $crate::__private::$rules();
            const KNOWN: &'static [Self] = Self::KNOWN;

            fn value(&self) -> $value {
                self.value()
            }

            fn known(value: &$value) -> ::core::option::Option<Self> {
                $(if *value == $literal {
                    return ::core::option::Option::Some(Self::$variant);
                })*
                ::core::option::Option::None
            }

            fn unrecognized(other: $crate::Unrecognized<Self, $value>) -> Self {
                Self::$other(other)
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::EnumValue::show(&self.value(), f)
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = $crate::FormatError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::FormatError> {
                $crate::__private::parse_value_enum(text)
            }
        }

        impl ::core::convert::From<$value> for $type {
            fn from(value: $value) -> Self {
                $crate::__private::read_value(value)
            }
        }

        $crate::__codec!($type, $crate::__private::decode_value_enum, $crate::__private::encode_value_enum, {
            const JSON_TYPES: $crate::decode::JsonTypes = <$value as $crate::Decode>::JSON_TYPES;
        });
    };
}

/// An enum whose values are not all texts, and which is open for others; [`value_enum!`] makes one.
pub trait ValueEnum: Sized + 'static {
    /// What its values are: `i64`, `f64`, `bool`, or [`Value`](crate::Value) where they differ.
    type Value: EnumValue;

    /// Whether texts are also matched by ASCII case.
    const LENIENT: bool;

    /// Every value that the document lists, in its order.
    const KNOWN: &'static [Self];

    /// The value on the wire.
    fn value(&self) -> Self::Value;

    /// The variant that has exactly this value, if the document lists it.
    fn known(value: &Self::Value) -> Option<Self>;

    /// The variant that holds any other value.
    fn unrecognized(other: Unrecognized<Self, Self::Value>) -> Self;
}

/// What the values of a [`ValueEnum`] can be.
pub trait EnumValue: Decode + Serialize + Clone + PartialEq {
    /// What is expected, with its article.
    const EXPECTED: &'static str;

    /// Writes the value as text: a text without its quotes, everything else as JSON has it.
    ///
    /// # Errors
    ///
    /// Those of `f`.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// The values that a text may stand for, the likeliest first.
    fn parse(text: &str) -> impl Iterator<Item = Self>;

    /// Whether two values differ by nothing but ASCII case.
    fn is_alike(&self, _: &Self) -> bool {
        false
    }
}

macro_rules! enum_values {
    ($($type:ty, $expected:literal;)*) => { $(
        impl EnumValue for $type {
            const EXPECTED: &'static str = $expected;

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }

            fn parse(text: &str) -> impl Iterator<Item = Self> {
                text.parse().into_iter()
            }
        }
    )* };
}

enum_values! {
    i64, "a 64-bit integer";
    f64, "a number";
    bool, "a boolean";
}

impl EnumValue for Value {
    const EXPECTED: &'static str = "a value";

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => f.pad(text),
            other => fmt::Display::fmt(other, f),
        }
    }

    fn parse(text: &str) -> impl Iterator<Item = Self> {
        let other = serde_json::from_str(text).ok();
        std::iter::once(Self::from(text)).chain(other)
    }

    fn is_alike(&self, other: &Self) -> bool {
        matches!((self, other), (Self::String(one), Self::String(other)) if one.eq_ignore_ascii_case(other))
    }
}

/// The variant that has the value.
pub fn read_value<E: ValueEnum>(value: E::Value) -> E {
    let known = E::known(&value).or_else(|| {
        let is_alike = |known: &&E| known.value().is_alike(&value);
        let known = E::KNOWN.iter().find(is_alike).filter(|_| E::LENIENT)?;
        E::known(&known.value())
    });
    known.unwrap_or_else(|| E::unrecognized(Unrecognized::new(value)))
}

/// The variant that a text stands for: a listed one, where there is one among what the text may mean.
///
/// # Errors
///
/// When it stands for none.
pub fn parse_value_enum<E: ValueEnum>(text: &str) -> Result<E, FormatError> {
    let mut other = None;
    for value in E::Value::parse(text) {
        match E::known(&value) {
            Some(known) => return Ok(known),
            None => other = other.or(Some(value)),
        }
    }
    other
        .map(read_value)
        .ok_or_else(|| FormatError::new(E::Value::EXPECTED))
}

/// Reads a value of an enum.
///
/// # Errors
///
/// When it is not of the type that the values have.
pub fn decode_value_enum<'de, E: ValueEnum, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<E, D::Error> {
    let value = E::Value::decode(deserializer, context.with_lenience(E::LENIENT))?;
    let value: E = read_value(value);
    if context.is_trial() && E::known(&value.value()).is_none() {
        context.note_excluded();
    }
    Ok(value)
}

/// Writes a value of an enum.
///
/// # Errors
///
/// Those of the serializer.
pub fn encode_value_enum<E: ValueEnum, S: Serializer>(
    value: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.value().serialize(serializer)
}
