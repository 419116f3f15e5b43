//! Other names for types.

use quote::quote;

use crate::ir::{Type, TypeId};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, target: &Type, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let name = &cx.names.of(id).name;
    let mut docs = Docs::of(
        &definition.docs,
        "A name that the document gives to this type.",
    );
    docs.external(&definition.docs);
    let docs = docs.attributes(file);
    let target = types::of(target, &mut file.imports);
    file.item(quote!(#docs pub type #name = #target;));
}
