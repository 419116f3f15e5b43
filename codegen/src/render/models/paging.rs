//! Implementations of the runtime's `Page` for types that are pages of a list.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Presence, Type, TypeId, TypeKind};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;
use crate::render::syntax::types::type_tokens;

pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let (Some(paging), TypeKind::Object(object)) =
        (cx.api.pages.get(&id), &cx.api.definition(id).kind)
    else {
        return;
    };
    let names = cx.names.of(id);
    let name = &names.name;
    let property = |name: &str| {
        let mut properties = object.properties.iter().zip(&names.parts);
        properties.find(|(property, _)| property.name == name)
    };
    let Some((items, field)) = property(&paging.items) else {
        return;
    };
    let Type::Array(item) = cx.api.resolve_alias(&items.ty) else {
        return;
    };
    let item = type_tokens(item, &mut file.imports);
    let into_items = if items.presence == Presence::Required {
        quote!(self.#field)
    } else {
        quote!(self.#field.unwrap_or_default())
    };
    let next_link: TokenStream = match paging.next.as_deref().map(|name| (name, property(name))) {
        None => quote!(None),
        Some((name, None)) => quote!(self.additional_data.get(#name)?.as_str()),
        Some((_, Some((next, field)))) if next.presence == Presence::Required => {
            quote!(Some(&self.#field))
        }
        Some((_, Some((_, field)))) => quote!(self.#field.as_deref()),
    };
    let page = Imports::runtime_path("Page");
    file.item(quote! {
        impl #page for #name {
            type Item = #item;
            fn next_link(&self) -> Option<&str> {
                #next_link
            }
            fn into_items(self) -> Vec<#item> {
                #into_items
            }
        }
    });
}
