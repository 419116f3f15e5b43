//! Newtypes: structs around types that contain themselves and are not objects.

use quote::quote;

use crate::ir::{Newtype, TypeId};
use crate::render::context::Context;
use crate::render::docs::DocComment;
use crate::render::models::derives::derives;
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::types::type_tokens;

pub(super) fn render(cx: &Context<'_>, id: TypeId, newtype: &Newtype, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let name = &cx.names.of(id).name;
    let mut docs = DocComment::from_ir(
        &definition.docs,
        "A value that contains others like itself.",
    );
    docs.external(&definition.docs);
    let docs = file.docs(docs);
    let deprecated = deprecated(&definition.docs);
    let value = type_tokens(&newtype.ty, &mut file.imports);
    let derive = file.imports.runtime("Newtype");
    let derives = derives(cx, id, &[]);
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, #derive)]
        #derives
        pub struct #name(pub #value);
    });
}
