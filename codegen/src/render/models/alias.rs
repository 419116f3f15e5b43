//! Other names for types.

use quote::quote;

use crate::ir::{Type, TypeId};

use crate::render::Crate;
use crate::render::docs::Docs;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(of: &Crate<'_>, id: TypeId, target: &Type, file: &mut File<'_>) {
    let definition = of.api.definition(id);
    let name = &of.names.of(id).name;
    let mut docs = Docs::of(
        &definition.docs,
        "A name that the document gives to this type.",
    );
    docs.external(&definition.docs);
    let docs = docs.attributes(file);
    let target = types::of(target, &mut file.imports);
    file.item(quote!(#docs pub type #name = #target;));
}
