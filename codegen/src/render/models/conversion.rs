//! How what was received is sent back, where it is sent in another shape.

use std::fmt::Write as _;

use crate::ir::{AdditionalProperties, FieldSource, TypeId, TypeKind};
use crate::name::Identifier;

use crate::render::Context;
use crate::render::models::tagged_union::compact;
use crate::render::source_file::File;

/// How wide a line of the table is at most.
const LINE: usize = 88;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let Some(conversion) = &definition.conversion else {
        return;
    };
    // The names of what is no declared part.
    let (what, rest) = match &definition.kind {
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
            .chain([rest])
            .collect::<Vec<_>>()
    };
    let (sent, received) = (names(id), names(conversion.from));
    let mut groups = [
        ("same", Vec::new()),
        ("within", Vec::new()),
        ("absent", Vec::new()),
    ];
    for (part, name) in conversion.parts.iter().zip(&sent) {
        let (group, place) = match *part {
            FieldSource::Same(place) => (0, Some(place)),
            FieldSource::Within(place) => (1, Some(place)),
            FieldSource::Absent => (2, None),
        };
        let other = place.and_then(|place| received.get(place));
        groups[group].1.push(match other {
            Some(other) if other != name => format!("{name} = {other}"),
            _ => (*name).to_owned(),
        });
    }
    if what == "enum" {
        groups[0].1.push(rest.to_owned());
    }
    let _ = file.imports.runtime("send_back");
    let from = compact(&file.imports.named(conversion.from));
    let mut table = format!(
        "send_back! {{\n    {what} {from} => {}",
        cx.names.of(id).name
    );
    if what != "newtype" {
        table.push_str(" {\n");
        for (word, names) in groups {
            write(word, &names, &mut table);
        }
        table.push_str("    }");
    }
    table.push_str("\n}");
    file.text_item(table);
}

/// A group of the table, in as many lines as it needs.
fn write(word: &str, names: &[String], table: &mut String) {
    if names.is_empty() {
        return;
    }
    append!(table, "        {word}");
    let mut width = word.len();
    for (place, name) in names.iter().enumerate() {
        let end = if place + 1 == names.len() { ";" } else { "," };
        if width + name.len() + 2 > LINE {
            table.push_str("\n           ");
            width = 3;
        }
        append!(table, " {name}{end}");
        width += name.len() + 2;
    }
    table.push('\n');
}
