//! Error codes: the constants, and where the code of an error type stands.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{ErrorCode, Presence, PropertyPlace, ResponseVariant, Type, TypeId, TypeKind};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::source_file::File;
use crate::render::source_file::imports::Imports;

/// `error_codes.rs`: a constant for each code that the document names.
pub(crate) fn constants(cx: &Context<'_>) -> String {
    let mut docs = Docs::line("The error codes that the service is known to give.");
    docs.paragraph(
        "There may be others. The code of an error is [`Error::code`](msgraph_runtime::Error::code), and a `match` on it \
         takes these constants as patterns.",
    );
    let mut file = File::new(Imports::new(cx.names, []));
    for (code, name) in cx.api.error_codes.iter().zip(&cx.names.error_codes) {
        let mut docs = Docs::default();
        match &code.description {
            Some(description) => docs.markdown(description),
            None => docs.paragraph(&format!("{}.", markdown::code(&code.code))),
        }
        let docs = docs.attributes(&mut file);
        let text = &code.code;
        file.item(quote!(#docs pub const #name: &str = #text;));
    }
    format!("{}\n{}", docs.inner(), file.write())
}

/// The constant of a code, as documentation refers to it.
pub(crate) fn link(cx: &Context<'_>, code: &ErrorCode) -> String {
    let place = cx
        .api
        .error_codes
        .iter()
        .position(|known| known.code == code.code && known.name == code.name);
    match place.and_then(|place| cx.names.error_codes.get(place)) {
        Some(name) => format!("[`{name}`](crate::error_codes::{name})"),
        None => markdown::code(&code.name),
    }
}

/// How the code of an error type is read.
pub(crate) fn render(cx: &Context<'_>, id: TypeId, file: &mut File<'_>) {
    let read = match &cx.api.definition(id).kind {
        TypeKind::ResponseBodies(bodies) => of_bodies(cx, id, &bodies.variants),
        _ => cx
            .api
            .error_code_paths
            .get(&id)
            .map(|path| of_object(cx, path)),
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

fn of_object(cx: &Context<'_>, path: &[PropertyPlace]) -> TokenStream {
    let mut read = quote!(self);
    for (step, place) in path.iter().enumerate() {
        let TypeKind::Object(object) = &cx.api.definition(place.ty).kind else {
            continue;
        };
        let property = &object.properties[place.property];
        let field = &cx.names.of(place.ty).parts[place.property];
        let required = property.presence == Presence::Required;
        read = quote!(#read.#field);
        let is_last = step + 1 == path.len();
        let is_enum = matches!(cx.api.resolve_alias(&property.ty), Type::Named(_));
        read = match (is_last, required, is_enum) {
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

/// The code of whatever body it is; nothing where no body has one.
fn of_bodies(cx: &Context<'_>, id: TypeId, variants: &[ResponseVariant]) -> Option<TokenStream> {
    // Variants of the same type share an arm.
    let mut arms: Vec<(&Type, Vec<TokenStream>)> = Vec::new();
    let mut without: Vec<TokenStream> = Vec::new();
    for (variant, name) in variants.iter().zip(&cx.names.of(id).parts) {
        match &variant.body {
            Some(body) if has_code(cx, body) => {
                let pattern = quote!(Self::#name(body));
                match arms.iter_mut().find(|(known, _)| *known == body) {
                    Some((_, patterns)) => patterns.push(pattern),
                    None => arms.push((body, vec![pattern])),
                }
            }
            Some(_) => without.push(quote!(Self::#name(_))),
            None => without.push(quote!(Self::#name)),
        }
    }
    if arms.is_empty() {
        return None;
    }
    let arms = arms
        .into_iter()
        .map(|(_, patterns)| quote!(#(#patterns)|* => body.error_code(),));
    let none = (!without.is_empty()).then(|| quote!(#(#without)|* => None,));
    Some(quote!(match self { #(#arms)* #none }))
}

fn has_code(cx: &Context<'_>, body: &Type) -> bool {
    matches!(cx.api.resolve_alias(body), Type::Named(id) if cx.api.error_code_paths.contains_key(id))
}
