//! Attributes of emitted items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Docs, Type};
use crate::render::context::Context;

/// Returns `#[deprecated]` if the document deprecates the item.
pub(in crate::render) fn deprecated(docs: &Docs) -> Option<TokenStream> {
    docs.deprecated.then(|| quote!(#[deprecated]))
}

/// Returns the attribute that allows the variants of an enum to differ in size, if one of them may
/// be large.
pub(in crate::render) fn allow_large_variant(is_large: bool) -> Option<TokenStream> {
    is_large
        .then(|| quote!(#[allow(clippy::large_enum_variant, reason = "it is moved once or twice")]))
}

/// Returns whether the values of a type may be large. Arrays and maps are on the heap.
pub(in crate::render) fn may_be_large(ty: &Type) -> bool {
    match ty {
        Type::Named(_) | Type::Tuple(_) => true,
        Type::Nullable(inner) | Type::OneOrMany(inner) | Type::JsonString(inner) => {
            may_be_large(inner)
        }
        _ => false,
    }
}

/// Returns the setting of the runtime's derive macros for documents that request lenience.
pub(in crate::render) fn decoding_mode(cx: &Context<'_>) -> Option<TokenStream> {
    cx.api.lenient.then(|| quote!(lenient))
}
