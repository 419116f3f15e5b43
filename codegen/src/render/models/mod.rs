//! The emitted types, and the files below `models`.

mod alias;
mod conversion;
mod correlation;
mod derives;
mod enumeration;
mod error_code;
mod external;
mod multipart;
mod newtype;
mod object;
mod paging;
pub(super) mod request_bodies;
mod response_bodies;
mod tagged_union;
mod union;
mod validation;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::ir::{TypeId, TypeKind};
use crate::name::{Identifier, ModelFile};

use super::context::Context;
use super::docs::{DocComment, type_link};
use super::source_file::SourceFile;
use super::source_file::imports::{self, Imports};

/// Returns a code block that decodes the first object of the document, if there is one.
fn example(cx: &Context<'_>) -> Vec<String> {
    let mut schemas = cx.names.models.iter().filter_map(|model| model.schema);
    let object = schemas.find(|id| matches!(cx.api.types[*id].kind, TypeKind::Object(_)));
    let Some(object) = object else {
        return Vec::new();
    };
    let (library, ty) = (&cx.library, cx.public_path(object, &cx.library));
    vec![
        cx.example_fence(),
        "# fn example(json: &[u8]) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("let value: {ty} = {library}::runtime::from_slice(json)?;"),
        "println!(\"{value:?}\");".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

/// Returns `models.rs`, which re-exports the types of named schemas.
pub(super) fn render(cx: &Context<'_>) -> String {
    let mut docs = DocComment::line("The types of the API.");
    docs.paragraph(
        "The field `additional_data` of a type contains the properties that the document does not \
         declare. They are kept as they were received, and sent again. The variant `Unrecognized` \
         of an enum contains a value that the document does not declare, in the same way. The name \
         of a field is the document's in snake case. If the name in JSON is another one, the \
         documentation of the field has it.",
    );
    if cx.names.models.iter().any(|model| !model.parts.is_empty()) {
        docs.paragraph(
            "The types of inline schemas, and those that are named after another type, are in the \
             module of the named schema that they belong to.",
        );
    }
    docs.blocks(example(cx));
    let mut text = docs.inner();
    text.push('\n');
    for model in &cx.names.models {
        let visibility = if model.parts.is_empty() { "" } else { "pub " };
        append!(text, "{visibility}mod {};\n", model.module);
    }
    text.push('\n');
    for model in &cx.names.models {
        let Some(schema) = model.schema else {
            continue;
        };
        if !model.parts.is_empty() {
            // rustdoc lists re-exports from public modules without their documentation.
            text.push_str("#[doc(inline)]\n");
        }
        let names = BTreeSet::from([cx.names.of(schema).name.to_string()]);
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
    let mut file = defining_file(cx, model.types(), []);
    for id in model.types() {
        definition(cx, id, &mut file);
    }
    let docs = match model.schema {
        _ if model.parts.is_empty() => return file.write(),
        Some(schema) => {
            let name = &cx.names.of(schema).name;
            let link = type_link(name.as_str(), name.as_str());
            format!("{link}, and the types that belong to it.")
        }
        None => "The types that belong to no named schema and to no path: those of reusable \
                 responses, request bodies, parameters and headers, and of callbacks."
            .to_owned(),
    };
    format!("{}\n{}", DocComment::line(&docs).inner(), file.write())
}

/// Creates a file that defines `types`, and items with the names in `other_items`.
pub(super) fn defining_file<'a>(
    cx: &Context<'a>,
    types: impl IntoIterator<Item = TypeId>,
    other_items: impl IntoIterator<Item = &'a Identifier>,
) -> SourceFile<'a> {
    let mut imports = Imports::new(cx.names, other_items);
    imports.define(types);
    SourceFile::new(imports)
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
        TypeKind::External(external) => external::render(cx, id, external, file),
        TypeKind::ResponseBodies(bodies) => response_bodies::render(cx, id, bodies, file),
    }
    paging::render(cx, id, file);
    conversion::render(cx, id, file);
    validation::render(cx, id, file);
    error_code::render(cx, id, file);
    correlation::render(cx, id, file);
}
