//! Attributes of emitted items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;
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

/// Returns the setting of the runtime's derive macros for documents that request lenience.
pub(in crate::render) fn decoding_mode(cx: &Context<'_>) -> Option<TokenStream> {
    cx.api.lenient.then(|| quote!(lenient))
}
