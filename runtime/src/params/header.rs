//! Typed access to the headers of a response.

use std::fmt;

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::decode::context::{Context, Reading};
use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;
use crate::decode::error::DecodeError;

/// Why a header cannot be decoded. Does not contain its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeader {
    name: &'static str,
    why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    Missing,
    NotText,
    Decode(DecodeError),
}

impl InvalidHeader {
    /// Returns the name of the header.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns whether the response lacks a header that the OpenAPI document requires.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.why == Why::Missing
    }
}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        match &self.why {
            Why::Missing => write!(f, "the response has no header `{name}`"),
            Why::NotText => write!(f, "the header `{name}` is no text"),
            Why::Decode(_) => write!(f, "the header `{name}` is not what is declared"),
        }
    }
}

impl std::error::Error for InvalidHeader {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.why {
            Why::Decode(error) => Some(error),
            Why::Missing | Why::NotText => None,
        }
    }
}

/// How the value of a header is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFormat {
    /// One string, number or boolean.
    Single,
    /// A comma-separated list.
    List,
    /// A comma-separated list of alternating names and values.
    Members,
    /// A comma-separated list of `name=value`.
    Pairs,
    /// JSON.
    Json,
}

/// Decodes an optional header.
///
/// # Errors
///
/// If the header is present and does not decode as `T`.
pub fn optional<T: Decode>(
    headers: &HeaderMap,
    name: &'static str,
    format: HeaderFormat,
) -> Result<Option<T>, InvalidHeader> {
    let invalid = |why| InvalidHeader { name, why };
    let mut lines = Vec::new();
    for line in headers.get_all(name) {
        lines.push(str::from_utf8(line.as_bytes()).map_err(|_| invalid(Why::NotText))?);
    }
    let Some(first) = lines.first() else {
        return Ok(None);
    };
    let decoded = match format {
        HeaderFormat::Single => decode(Value::from(*first)),
        HeaderFormat::Json => from_slice(lines.join(",").as_bytes()),
        HeaderFormat::List => decode(items(&lines).map(Value::from).collect()),
        HeaderFormat::Pairs => {
            let pairs = items(&lines).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            decode(members(pairs))
        }
        HeaderFormat::Members => {
            let items: Vec<&str> = items(&lines).collect();
            let pairs = items
                .chunks(2)
                .map(|pair| (pair[0], pair.get(1).copied().unwrap_or_default()));
            decode(members(pairs))
        }
    };
    decoded
        .map(Some)
        .map_err(|error| invalid(Why::Decode(error)))
}

/// Decodes a required header.
///
/// # Errors
///
/// If the header is absent or does not decode as `T`.
pub fn required<T: Decode>(
    headers: &HeaderMap,
    name: &'static str,
    format: HeaderFormat,
) -> Result<T, InvalidHeader> {
    optional(headers, name, format)?.ok_or(InvalidHeader {
        name,
        why: Why::Missing,
    })
}

/// Splits all lines of a header at their commas.
fn items<'l>(lines: &'l [&'l str]) -> impl Iterator<Item = &'l str> {
    let items = lines.iter().flat_map(|line| line.split(','));
    items.map(str::trim).filter(|item| !item.is_empty())
}

fn members<'l>(pairs: impl Iterator<Item = (&'l str, &'l str)>) -> Value {
    let members: Map<String, Value> = pairs
        .map(|(name, value)| (name.trim().to_owned(), Value::from(value.trim())))
        .collect();
    Value::Object(members)
}

/// Decodes a value that consists of strings only.
fn decode<T: Decode>(value: Value) -> Result<T, DecodeError> {
    let reading = Reading::default();
    let context = Context::new(&reading).with_lenience(true);
    T::decode(value, context).map_err(|error| DecodeError::new(reading.path(), &error))
}

/// Defines a type with typed access to the headers of a response. Generated code defines one for
/// each operation that declares headers.
///
/// ```
/// use specwright_runtime::{HeaderMap, headers};
///
/// headers! {
///     /// The headers of a list.
///     ListHeaders {
///         /// The total number of items.
///         required total: i64 = Single "X-Total",
///         /// The permissions of the caller.
///         optional allow: Vec<String> = List "Allow",
///     }
/// }
///
/// let mut response = HeaderMap::new();
/// response.insert("x-total", 17.into());
/// let headers = ListHeaders::from(&response);
/// assert_eq!(headers.total()?, 17);
/// assert_eq!(headers.allow()?, None);
/// # Ok::<(), specwright_runtime::InvalidHeader>(())
/// ```
///
/// A header is decoded when its method is called, so a malformed header is an error only then.
#[macro_export]
macro_rules! headers {
    (
        $(#[$meta:meta])*
        $name:ident {
            $(
                $(#[$header_meta:meta])*
                $presence:ident $method:ident: $ty:ty = $format:ident $header:literal,
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $name<'a>(&'a $crate::HeaderMap);

        impl<'a> ::core::convert::From<&'a $crate::HeaderMap> for $name<'a> {
            fn from(headers: &'a $crate::HeaderMap) -> Self {
                Self(headers)
            }
        }

        /// Omits the values, which may be secrets.
        impl ::core::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(::core::stringify!($name)).finish_non_exhaustive()
            }
        }

        impl $name<'_> {
            $(
                $(#[$header_meta])*
                ///
                /// # Errors
                ///
                /// If the header is not what the OpenAPI document declares.
                pub fn $method(
                    &self,
                ) -> ::core::result::Result<$crate::headers!(@$presence $ty), $crate::InvalidHeader> {
                    $crate::__private::header::$presence(
                        self.0,
                        $header,
                        $crate::__private::header::HeaderFormat::$format,
                    )
                }
            )*
        }
    };
    (@required $ty:ty) => { $ty };
    (@optional $ty:ty) => { ::core::option::Option<$ty> };
}
