//! Conversions from the received shape of a type to its sent shape.

use std::fmt::Write as _;

use crate::ir::{AdditionalProperties, FieldSource, TypeId, TypeKind};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::to_source;

/// The maximum width of a line of the table.
const LINE: usize = 88;

/// Adds the `send_back!` table.
pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let Some(conversion) = &definition.conversion else {
        return;
    };
    // `extra` is the field or the variant after the declared ones.
    let (keyword, extra) = match &definition.kind {
        TypeKind::Object(object) => match object.additional {
            AdditionalProperties::Typed(_) => ("struct", "additional_properties"),
            AdditionalProperties::Any | AdditionalProperties::None => ("struct", "additional_data"),
        },
        TypeKind::Newtype(_) => ("newtype", ""),
        TypeKind::TaggedUnion(_) | TypeKind::Union(_) => ("enum", "Unrecognized"),
        _ => return,
    };
    let names = |id: TypeId| {
        let parts = cx.names.of(id).parts.iter();
        parts
            .map(Identifier::as_str)
            .chain([extra])
            .collect::<Vec<_>>()
    };
    let (sent, received) = (names(id), names(conversion.from));
    let mut groups = [
        ("same", Vec::new()),
        ("within", Vec::new()),
        ("absent", Vec::new()),
    ];
    for (source, name) in conversion.parts.iter().zip(&sent) {
        let (group, index) = match *source {
            FieldSource::Same(index) => (0, Some(index)),
            FieldSource::Within(index) => (1, Some(index)),
            FieldSource::Absent => (2, None),
        };
        let received_name = index.and_then(|index| received.get(index));
        groups[group].1.push(match received_name {
            Some(received_name) if received_name != name => format!("{name} = {received_name}"),
            _ => (*name).to_owned(),
        });
    }
    if keyword == "enum" {
        groups[0].1.push(extra.to_owned());
    }
    let _ = file.imports.runtime("send_back");
    let from = to_source(&file.imports.named(conversion.from));
    let mut table = format!(
        "send_back! {{\n    {keyword} {from} => {}",
        cx.names.of(id).name
    );
    if keyword != "newtype" {
        table.push_str(" {\n");
        for (keyword, names) in groups {
            write_group(keyword, &names, &mut table);
        }
        table.push_str("    }");
    }
    table.push_str("\n}");
    file.text_item(table);
}

/// Writes a group of the table, in as many lines as it needs.
fn write_group(keyword: &str, names: &[String], table: &mut String) {
    if names.is_empty() {
        return;
    }
    append!(table, "        {keyword}");
    let mut width = keyword.len();
    for (index, name) in names.iter().enumerate() {
        let end = if index + 1 == names.len() { ";" } else { "," };
        if width + name.len() + 2 > LINE {
            table.push_str("\n           ");
            width = 3;
        }
        append!(table, " {name}{end}");
        width += name.len() + 2;
    }
    table.push('\n');
}
