//! `tests/examples.rs`: tests that decode each example of the document, encode it again, and
//! compare.

use std::fmt::Write as _;

use crate::ir::Type;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::syntax::literals::{multi_line_string, tuple};

/// The number of lines of an example beyond which clippy takes its test for too long.
const MAX_LINES: usize = 90;

/// Returns `tests/examples.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut text =
        DocComment::line("Decodes each example of the document, encodes it again, and compares.")
            .inner();
    let values = cx.api.examples.iter();
    let values: Vec<String> = values
        .map(|example| serde_json::to_string_pretty(&example.value).unwrap_or_default())
        .collect();
    if values.iter().any(|json| json.lines().count() > MAX_LINES) {
        text.push_str(
            "\n#![allow(clippy::too_many_lines, reason = \"the examples are those of the document\")]\n",
        );
    }
    text.push_str("\nuse specwright_runtime::testing::assert_round_trip;\n");
    let examples = cx.api.examples.iter().zip(&cx.names.examples);
    for ((example, name), json) in examples.zip(values) {
        let json = multi_line_string(&json);
        let docs: String = DocComment::line(&markdown::code(&example.pointer)).outer("");
        let ty = type_path(cx, &example.ty);
        append!(
            text,
            "\n{docs}#[test]\nfn {name}() {{\n    \
             assert_round_trip::<{ty}>(\n        {json},\n    );\n}}\n"
        );
    }
    text
}

/// Returns a type with its full path, as it is written outside of the crate.
fn type_path(cx: &Context<'_>, ty: &Type) -> String {
    let inner = |ty: &Type| type_path(cx, ty);
    let runtime = |name: &str| format!("specwright_runtime::{name}");
    match ty {
        Type::Named(id) => cx.public_path(*id, &cx.library),
        Type::Flags(id) => runtime(&format!("Flags<{}>", cx.public_path(*id, &cx.library))),
        Type::Array(item) => format!("Vec<{}>", inner(item)),
        Type::Tuple(parts) => tuple(&parts.iter().map(inner).collect::<Vec<_>>()),
        Type::JsonString(value) => runtime(&format!("JsonString<{}>", inner(value))),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::OneOrMany(item) => runtime(&format!("OneOrMany<{}>", inner(item))),
        Type::Nullable(value) => format!("Option<{}>", inner(value)),
        Type::String | Type::Text => "String".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Uint64 => "u64".to_owned(),
        Type::Double => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Secret => runtime("Secret"),
        Type::DateTime => runtime("DateTime"),
        Type::Date => runtime("Date"),
        Type::Duration => runtime("IsoDuration"),
        Type::Uuid => runtime("Uuid"),
        Type::Byte => runtime("Base64"),
        Type::ByteUrl => runtime("Base64Url"),
        Type::Null => runtime("Null"),
        Type::Any => runtime("Value"),
        Type::Bytes => runtime("Bytes"),
        Type::Stream => runtime("Body"),
        Type::Part(content) => runtime(&format!("Part<{}>", inner(content))),
        Type::Parts => runtime("Multipart"),
    }
}
