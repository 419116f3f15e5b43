//! References to types.

use super::id::TypeId;

/// A reference to a type: a scalar, a container, or a named type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A type with a definition in the [`TypeTable`](crate::ir::TypeTable).
    Named(TypeId),
    /// A string of comma-separated values of a string enum (`x-ms-enum-flags`).
    Flags(TypeId),
    /// A JSON array.
    Array(Box<Type>),
    /// A JSON array with one element for each of the types, in their order.
    Tuple(Vec<Type>),
    /// A JSON object with arbitrary property names and values of one type.
    Map(Box<Type>),
    /// A single value or an array of such values.
    OneOrMany(Box<Type>),
    /// A value or `null`, as an array item or a map value.
    Nullable(Box<Type>),
    /// A string.
    String,
    /// `format: password`: a string that is never shown.
    Secret,
    /// `format: int32`.
    Int32,
    /// A 64-bit integer.
    Int64,
    /// `format: uint64`, or an integer whose `maximum` exceeds the range of `int64`.
    Uint64,
    /// A number that need not be an integer.
    Double,
    /// A boolean.
    Boolean,
    /// `format: date-time`.
    DateTime,
    /// `format: date`.
    Date,
    /// `format: duration`.
    Duration,
    /// `format: uuid`.
    Uuid,
    /// `format: byte`: a base64 string.
    Byte,
    /// `contentEncoding: base64url`: a string in URL-safe base64.
    ByteUrl,
    /// `contentSchema`: a string that contains a JSON document.
    JsonString(Box<Type>),
    /// Null, and no other value.
    Null,
    /// Any JSON value.
    Any,
    /// An entire body as text.
    Text,
    /// An entire body as bytes in memory.
    Bytes,
    /// An entire body as bytes, possibly streamed.
    Stream,
    /// A part of a multipart body that can have its own headers; a file if it is a stream.
    Part(Box<Type>),
    /// A multipart body of arbitrary parts.
    Parts,
}

impl Type {
    /// Returns the types that values of this type contain directly.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Array(part)
            | Self::Map(part)
            | Self::OneOrMany(part)
            | Self::Nullable(part)
            | Self::JsonString(part)
            | Self::Part(part) => std::slice::from_ref(part),
            Self::Tuple(parts) => parts,
            _ => &[],
        }
    }

    /// Returns the types that values of this type contain directly, mutably.
    pub fn parts_mut(&mut self) -> &mut [Self] {
        match self {
            Self::Array(part)
            | Self::Map(part)
            | Self::OneOrMany(part)
            | Self::Nullable(part)
            | Self::JsonString(part)
            | Self::Part(part) => std::slice::from_mut(part),
            Self::Tuple(parts) => parts,
            _ => &mut [],
        }
    }
}
