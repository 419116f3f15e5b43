//! Types that are pages of a list.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Presence, Type, TypeId, TypeKind};

use crate::render::Context;
use crate::render::source_file::File;
use crate::render::source_file::imports::Imports;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, file: &mut File<'_>) {
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
    let item = types::of(item, &mut file.imports);
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
    let gap = crate::render::source_file::gap();
    file.item(quote! {
        impl #page for #name {
            type Item = #item;
            #gap
            fn next_link(&self) -> Option<&str> {
                #next_link
            }
            #gap
            fn into_items(self) -> Vec<#item> {
                #into_items
            }
        }
    });
}
