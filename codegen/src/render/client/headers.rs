//! The headers of an operation's responses.

use std::fmt::Write as _;

use crate::ir::{HeaderFormat, Operation};
use crate::name::OperationNames;

use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::tagged_union::compact;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(operation: &Operation, names: &OperationNames, file: &mut File<'_>) {
    let Some(name) = &names.headers else { return };
    let _ = file.imports.runtime("headers");
    let id = markdown::code(&operation.id);
    let docs = Docs::line(&format!("The headers of what {id} answers.")).lines("    ");
    let mut table = format!("headers! {{\n{docs}    {name} {{\n");
    for (header, method) in operation.headers.iter().zip(&names.header_methods) {
        let wire = markdown::code(&header.name);
        let mut docs = Docs::of(&header.docs, &format!("The header {wire}."));
        if header.docs.description.is_some() {
            docs.paragraph(&format!("The header {wire}."));
        }
        let docs = docs.lines("        ");
        let presence = if header.required {
            "required"
        } else {
            "optional"
        };
        let of = compact(&types::of(&header.ty, &mut file.imports));
        let format = match header.format {
            HeaderFormat::Single => "Single",
            HeaderFormat::List => "List",
            HeaderFormat::Properties => "Members",
            HeaderFormat::Pairs => "Pairs",
            HeaderFormat::Json => "Json",
        };
        let name = &header.name;
        let deprecated = if header.docs.deprecated {
            "        #[deprecated]\n"
        } else {
            ""
        };
        append!(
            table,
            "{docs}{deprecated}        {presence} {method}: {of} = {format} {name:?},\n"
        );
    }
    table.push_str("    }\n}");
    file.text_item(table);
}
