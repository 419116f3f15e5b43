//! Types that read the headers of an operation's responses.

use std::fmt::Write as _;

use crate::ir::{HeaderFormat, Operation};
use crate::name::OperationNames;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::{to_source, type_tokens};

/// Adds the `headers!` table, if the operation declares headers.
pub(super) fn render(operation: &Operation, names: &OperationNames, file: &mut SourceFile<'_>) {
    let Some(name) = &names.headers else { return };
    let _ = file.imports.runtime("headers");
    let id = markdown::code(&operation.id);
    let docs = DocComment::line(&format!("Headers of the responses of {id}.")).outer("    ");
    let mut table = format!("headers! {{\n{docs}    {name} {{\n");
    for (header, method) in operation.headers.iter().zip(&names.header_methods) {
        let wire_name = markdown::code(&header.name);
        let mut docs = DocComment::from_ir(&header.docs, &format!("The header {wire_name}."));
        if header.docs.description.is_some() {
            docs.paragraph(&format!("The header {wire_name}."));
        }
        let docs = docs.outer("        ");
        let presence = if header.required {
            "required"
        } else {
            "optional"
        };
        let ty = to_source(&type_tokens(&header.ty, &mut file.imports));
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
            "{docs}{deprecated}        {presence} {method}: {ty} = {format} {name:?},\n"
        );
    }
    table.push_str("    }\n}");
    file.text_item(table);
}
