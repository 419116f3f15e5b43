//! Arms of `match` expressions over the variants of an enum.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Type;
use crate::name::Identifier;
use crate::render::context::Context;

/// The arms of a `match` on `self` that bind the value of each variant. Variants with the same Rust
/// type and the same result have one arm.
#[derive(Default)]
pub(in crate::render) struct Arms(Vec<Arm>);

struct Arm {
    ty: Type,
    patterns: Vec<TokenStream>,
    result: TokenStream,
}

impl Arms {
    /// Adds a variant with a value of a type, which is bound to `binding`.
    pub(in crate::render) fn add(
        &mut self,
        cx: &Context<'_>,
        variant: &Identifier,
        ty: &Type,
        binding: &TokenStream,
        result: TokenStream,
    ) {
        let ty = rust_type(cx, ty);
        let text = result.to_string();
        let pattern = quote!(Self::#variant(#binding));
        let mut arms = self.0.iter_mut();
        match arms.find(|arm| arm.ty == ty && arm.result.to_string() == text) {
            Some(arm) => arm.patterns.push(pattern),
            None => self.0.push(Arm {
                ty,
                patterns: vec![pattern],
                result,
            }),
        }
    }

    /// Returns the patterns and the result of each arm.
    pub(in crate::render) fn into_parts(self) -> impl Iterator<Item = (TokenStream, TokenStream)> {
        self.0.into_iter().map(|arm| {
            let patterns = arm.patterns;
            (quote!(#(#patterns)|*), arm.result)
        })
    }
}

/// Returns a type that represents all types with the same Rust type.
pub(in crate::render) fn rust_type(cx: &Context<'_>, ty: &Type) -> Type {
    match cx.api.types.resolve_all_aliases(ty) {
        Type::Text => Type::String,
        other => other,
    }
}
