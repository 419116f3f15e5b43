//! The traits that all models implement.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Returns the implementations of `Decode`, `Deserialize` and `Serialize` by two functions. `items`
/// are further items of `Decode`.
pub(crate) fn implement(
    runtime: &TokenStream,
    name: &Ident,
    decode: &TokenStream,
    encode: &TokenStream,
    items: &TokenStream,
) -> TokenStream {
    quote! {
        impl #runtime::Decode for #name {
            #items

            #[inline]
            fn decode<'de, D: #runtime::__private::Deserializer<'de>>(
                deserializer: D,
                context: #runtime::Context<'_>,
            ) -> ::core::result::Result<Self, D::Error> {
                #decode(deserializer, context)
            }
        }

        impl<'de> #runtime::__private::Deserialize<'de> for #name {
            fn deserialize<D: #runtime::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #runtime::__private::deserialize(deserializer)
            }
        }

        impl #runtime::__private::Serialize for #name {
            fn serialize<S: #runtime::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #encode(self, serializer)
            }
        }
    }
}
