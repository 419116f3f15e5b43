//! Implementations of the runtime's `ErrorCode` for error bodies.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Presence, PropertyRef, ResponseVariant, Type, TypeId, TypeKind};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;

pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let read = match &cx.api.definition(id).kind {
        TypeKind::ResponseBodies(bodies) => code_of_bodies(cx, id, &bodies.variants),
        _ => cx
            .api
            .error_code_paths
            .get(&id)
            .map(|path| code_of_object(cx, path)),
    };
    let Some(read) = read else {
        return;
    };
    let name = &cx.names.of(id).name;
    let code = file.imports.runtime("ErrorCode");
    file.item(quote! {
        impl #code for #name {
            fn error_code(&self) -> Option<&str> {
                #read
            }
        }
    });
}

/// Returns an expression that follows the path to an object's error code.
fn code_of_object(cx: &Context<'_>, path: &[PropertyRef]) -> TokenStream {
    let mut read = quote!(self);
    for (index, place) in path.iter().enumerate() {
        let TypeKind::Object(object) = &cx.api.definition(place.ty).kind else {
            continue;
        };
        let property = &object.properties[place.property];
        let field = &cx.names.of(place.ty).parts[place.property];
        let is_required = property.presence == Presence::Required;
        read = quote!(#read.#field);
        let is_last = index + 1 == path.len();
        let is_enum = matches!(cx.api.resolve_alias(&property.ty), Type::Named(_));
        read = match (is_last, is_required, is_enum) {
            (false, true, _) => read,
            (false, false, _) => quote!(#read.as_ref()?),
            (true, true, true) => quote!(Some(#read.as_str())),
            (true, true, false) => quote!(Some(&#read)),
            (true, false, true) => quote!(Some(#read.as_ref()?.as_str())),
            (true, false, false) => quote!(#read.as_deref()),
        };
    }
    read
}

/// Returns an expression for the error code of whichever body it is, unless no body has one.
fn code_of_bodies(
    cx: &Context<'_>,
    id: TypeId,
    variants: &[ResponseVariant],
) -> Option<TokenStream> {
    // Variants of the same type share an arm.
    let mut arms: Vec<(&Type, Vec<TokenStream>)> = Vec::new();
    let mut without_code: Vec<TokenStream> = Vec::new();
    for (variant, name) in variants.iter().zip(&cx.names.of(id).parts) {
        match &variant.body {
            Some(body) if has_code(cx, body) => {
                let pattern = quote!(Self::#name(body));
                match arms.iter_mut().find(|(known, _)| *known == body) {
                    Some((_, patterns)) => patterns.push(pattern),
                    None => arms.push((body, vec![pattern])),
                }
            }
            Some(_) => without_code.push(quote!(Self::#name(_))),
            None => without_code.push(quote!(Self::#name)),
        }
    }
    if arms.is_empty() {
        return None;
    }
    let arms = arms
        .into_iter()
        .map(|(_, patterns)| quote!(#(#patterns)|* => body.error_code(),));
    let none = (!without_code.is_empty()).then(|| quote!(#(#without_code)|* => None,));
    Some(quote!(match self { #(#arms)* #none }))
}

fn has_code(cx: &Context<'_>, body: &Type) -> bool {
    match cx.api.resolve_alias(body) {
        Type::Named(id) => cx.api.error_code_paths.contains_key(id),
        _ => false,
    }
}
