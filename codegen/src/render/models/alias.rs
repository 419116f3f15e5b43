//! Type aliases.

use quote::quote;

use crate::ir::{Type, TypeId};
use crate::render::context::Context;
use crate::render::docs::DocComment;
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::type_tokens;

pub(super) fn render(cx: &Context<'_>, id: TypeId, target: &Type, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let name = &cx.names.of(id).name;
    let mut docs = DocComment::from_ir(&definition.docs, "An alias of the document.");
    docs.external(&definition.docs);
    let docs = file.docs(docs);
    let target = type_tokens(target, &mut file.imports);
    file.item(quote!(#docs pub type #name = #target;));
}
