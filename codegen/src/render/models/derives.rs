//! What generated types derive because the settings say so.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::TypePath;
use crate::ir::TypeId;
use crate::render::context::Context;

use crate::render::models::external::path;

/// Returns the attribute with the macros that the settings add to a type, if there are any. `own`
/// are those that it derives already, besides those of every type.
pub(super) fn derives(cx: &Context<'_>, id: TypeId, own: &[&str]) -> Option<TokenStream> {
    let by_schema = &cx.options.config.types.derives;
    let schema = cx.api.types.schema_name(id);
    let keys = ["*"].into_iter().chain(schema);
    let mut added: Vec<&TypePath> = Vec::new();
    for derive in keys.filter_map(|key| by_schema.get(key)).flatten() {
        let is_own = ["Clone", "Debug", "PartialEq"].contains(&derive.as_str())
            || own.contains(&derive.as_str());
        if !is_own && !added.contains(&derive) {
            added.push(derive);
        }
    }
    let paths = added.iter().map(|derive| path(derive.as_str()));
    (!added.is_empty()).then(|| quote!(#[derive(#(#paths),*)]))
}
