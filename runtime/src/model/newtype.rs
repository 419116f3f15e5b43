//! Newtypes, for recursive types that are not objects.

/// Implements decoding and encoding for a struct with one public field, in the form of that field.
///
/// ```
/// use specwright_runtime::{from_slice, newtype};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Nest(pub Vec<Nest>);
///
/// newtype! { Nest(Vec<Nest>) }
///
/// let nest: Nest = from_slice(b"[[], [[]]]")?;
/// assert_eq!(nest.0.len(), 2);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// Implements `From` the type of the field, `Serialize`, `Deserialize` and
/// [`Decode`](crate::Decode).
#[macro_export]
macro_rules! newtype {
    ($type:ident($ty:ty)) => {
        impl ::core::convert::From<$ty> for $type {
            fn from(value: $ty) -> Self {
                Self(value)
            }
        }

        const _: () = {
            fn decode<'de, D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
                context: $crate::Context<'_>,
            ) -> ::core::result::Result<$type, D::Error> {
                <$ty as $crate::Decode>::decode(deserializer, context).map($type)
            }

            fn encode<S: $crate::__private::Serializer>(
                value: &$type,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::Serialize::serialize(&value.0, serializer)
            }

            $crate::__codec!($type, decode, encode, {
                const JSON_TYPES: $crate::decode::JsonTypes = <$ty as $crate::Decode>::JSON_TYPES;
            });
        };
    };
}
