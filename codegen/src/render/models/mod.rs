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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::ir::{Origin, TypeId, TypeKind};
use crate::name::{Identifier, ModelFile};

use super::context::Context;
use super::docs::DocComment;
use super::source_file::SourceFile;
use super::source_file::imports::{self, Imports};

/// Returns a code block that decodes the first object of the document, if there is one.
fn example(cx: &Context<'_>) -> Vec<String> {
    let mut types = cx.names.models.iter().flat_map(|model| &model.types);
    let object = types.find(|id| {
        let definition = &cx.api.types[**id];
        matches!(definition.origin, Origin::Component(_))
            && matches!(definition.kind, TypeKind::Object(_))
    });
    let Some(object) = object else {
        return Vec::new();
    };
    let (library, ty) = (&cx.library, cx.public_path(*object, &cx.library));
    vec![
        "```no_run".to_owned(),
        "# fn example(json: &[u8]) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("let value: {ty} = {library}::runtime::from_slice(json)?;"),
        "println!(\"{value:?}\");".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

/// Returns `models.rs`, which re-exports the types of its modules and those of path nodes.
pub(super) fn render(cx: &Context<'_>) -> String {
    let mut docs = DocComment::line("The types of the API.");
    docs.paragraph(
        "The field `additional_data` of a type contains the properties that the document does not \
         declare. They are kept as they were received, and sent again. The variant `Unrecognized` \
         of an enum contains a value that the document does not declare, in the same way. The name \
         of a field is the document's in snake case. If the name in JSON is another one, the \
         documentation of the field has it.",
    );
    if !cx.re_exports.is_empty() {
        docs.paragraph(
            "Types that only one path uses are defined in the module of the path. They are \
             re-exported here if their name is unique.",
        );
    }
    docs.blocks(example(cx));
    let mut text = docs.inner();
    text.push('\n');
    for model in &cx.names.models {
        append!(text, "mod {};\n", model.module);
    }
    text.push('\n');
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let models = cx.names.models.iter().flat_map(|model| {
        let module = model.module.to_string();
        model.types.iter().map(move |id| (module.clone(), *id))
    });
    let re_exports = cx.re_exports.iter().map(|id| {
        let names: Vec<&str> = cx
            .names
            .of(*id)
            .modules
            .iter()
            .map(Identifier::as_str)
            .collect();
        (format!("crate::{}", names.join("::")), *id)
    });
    for (module, id) in models.chain(re_exports) {
        let name = cx.names.of(id).name.to_string();
        modules.entry(module).or_default().insert(name);
    }
    for (module, names) in &modules {
        text.push_str(&imports::declaration("pub use", module, names));
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
