//! The emitted types, and the files below `models`.

mod alias;
mod conversion;
mod correlation;
mod enumeration;
mod error_code;
mod multipart;
mod newtype;
mod object;
mod paging;
pub(super) mod request_bodies;
mod response_bodies;
mod tagged_union;
mod union;
mod validation;

use std::fmt::Write as _;

use crate::ir::{TypeId, TypeKind};
use crate::name::{Identifier, ModelFile};

use super::context::Context;
use super::docs::DocComment;
use super::source_file::SourceFile;
use super::source_file::imports::{self, Imports};

/// Returns `models.rs`, which re-exports the types of its modules.
pub(super) fn render(cx: &Context<'_>) -> String {
    let mut text = DocComment::line("The types of the API that belong to no single path.").inner();
    text.push('\n');
    let mut models: Vec<&ModelFile> = cx.names.models.iter().collect();
    models.sort_by(|a, b| imports::version_order(a.module.as_str(), b.module.as_str()));
    for model in &cx.names.models {
        append!(text, "mod {};\n", model.module);
    }
    text.push('\n');
    for model in models {
        let names = model
            .types
            .iter()
            .map(|id| cx.names.of(*id).name.to_string())
            .collect();
        text.push_str(&imports::declaration(
            "pub use",
            model.module.as_str(),
            &names,
        ));
    }
    text
}

/// Returns the file of one module below `models`.
pub(super) fn render_module(cx: &Context<'_>, model: &ModelFile) -> String {
    let mut file = defining_file(cx, &model.types, []);
    for id in &model.types {
        definition(cx, *id, &mut file);
    }
    file.write()
}

/// Creates a file that defines `types`, and types with the names in `other_types`.
pub(super) fn defining_file<'a>(
    cx: &Context<'a>,
    types: &[TypeId],
    other_types: impl IntoIterator<Item = &'a Identifier>,
) -> SourceFile<'a> {
    let names = cx.names;
    let types = types.iter().map(|id| &names.of(*id).name);
    SourceFile::new(Imports::new(names, other_types.into_iter().chain(types)))
}

/// Adds the definition of a type, and its trait implementations.
pub(super) fn definition(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    match &cx.api.definition(id).kind {
        TypeKind::Object(object) => object::render(cx, id, object, file),
        TypeKind::StringEnum(string_enum) => {
            enumeration::render_strings(cx, id, string_enum, file);
        }
        TypeKind::ValueEnum(value_enum) => enumeration::render_values(cx, id, value_enum, file),
        TypeKind::TaggedUnion(tagged_union) => tagged_union::render(cx, id, tagged_union, file),
        TypeKind::Union(union) => union::render(cx, id, union, file),
        TypeKind::Alias(target) => alias::render(cx, id, target, file),
        TypeKind::Multipart(multipart) => multipart::render(cx, id, multipart, file),
        TypeKind::RequestBodies(bodies) => request_bodies::render(cx, id, bodies, file),
        TypeKind::Newtype(newtype) => newtype::render(cx, id, newtype, file),
        TypeKind::ResponseBodies(bodies) => response_bodies::render(cx, id, bodies, file),
    }
    paging::render(cx, id, file);
    conversion::render(cx, id, file);
    validation::render(cx, id, file);
    error_code::render(cx, id, file);
    correlation::render(cx, id, file);
}
