//! `tests/examples.rs`: tests that decode each example of the document, encode it again, and
//! compare.

use std::fmt::Write as _;

use crate::ir::Type;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::syntax::literals::multi_line_string;

/// Returns `tests/examples.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut text =
        DocComment::line("Decodes each example of the document, encodes it again, and compares.")
            .inner();
    text.push_str(HEAD);
    for (example, name) in cx.api.examples.iter().zip(&cx.names.examples) {
        let json = serde_json::to_string_pretty(&example.value).unwrap_or_default();
        let docs: String = DocComment::line(&markdown::code(&example.pointer)).outer("");
        let arguments = [type_path(cx, &example.ty), multi_line_string(&json)];
        let arguments = arguments.join(",\n        ");
        append!(
            text,
            "\n{docs}#[test]\nfn {name}() {{\n    round_trip!(\n        {arguments}\n    );\n}}\n"
        );
    }
    text
}

/// The start of the file, after its documentation.
const HEAD: &str = r#"
use specwright_runtime::{Value, from_slice};

/// Checks that encoding a decoded example gives the example, and that decoding it again gives the
/// same value.
macro_rules! round_trip {
    ($type:ty, $json:expr) => {
        let value: $type = from_slice($json.as_bytes()).expect("the example is decoded");
        let json: Value = from_slice($json.as_bytes()).expect("the example is JSON");
        let written = serde_json::to_value(&value).expect("the example is encoded");
        assert!(is_same(&json, &written), "{json:#} became {written:#}");
        let again: $type = serde_json::from_value(written).expect("the encoded example is decoded");
        assert_eq!(again, value);
    };
}

/// Returns whether two values are the same, apart from absent members that were null, the case of
/// strings, and numbers and booleans in strings.
fn is_same(json: &Value, written: &Value) -> bool {
    match (json, written) {
        (Value::Object(json), Value::Object(written)) => {
            json.iter().all(|(name, value)| match written.get(name) {
                Some(written) => is_same(value, written),
                None => value.is_null(),
            }) && written.keys().all(|name| json.contains_key(name))
        }
        (Value::Array(json), Value::Array(written)) => {
            json.len() == written.len()
                && json
                    .iter()
                    .zip(written)
                    .all(|(json, written)| is_same(json, written))
        }
        (Value::Number(json), Value::Number(written)) => json.as_f64() == written.as_f64(),
        (Value::String(json), Value::String(written)) => json.eq_ignore_ascii_case(written),
        (Value::String(json), written) => json.parse().is_ok_and(|json: Value| json == *written),
        (json, written) => json == written,
    }
}
"#;

/// Returns a type with its full path, as it is written outside of the crate.
fn type_path(cx: &Context<'_>, ty: &Type) -> String {
    let inner = |ty: &Type| type_path(cx, ty);
    let runtime = |name: &str| format!("specwright_runtime::{name}");
    match ty {
        Type::Named(id) => cx.public_path(*id, &cx.library),
        Type::Flags(id) => runtime(&format!("Flags<{}>", cx.public_path(*id, &cx.library))),
        Type::Array(item) => format!("Vec<{}>", inner(item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::OneOrMany(item) => runtime(&format!("OneOrMany<{}>", inner(item))),
        Type::Nullable(value) => format!("Option<{}>", inner(value)),
        Type::String | Type::Text => "String".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Uint64 => "u64".to_owned(),
        Type::Float => "f32".to_owned(),
        Type::Double => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Secret => runtime("Secret"),
        Type::DateTime => runtime("DateTime"),
        Type::Date => runtime("Date"),
        Type::Duration => runtime("IsoDuration"),
        Type::Uuid => runtime("Uuid"),
        Type::Byte => runtime("Base64"),
        Type::Any => runtime("Value"),
        Type::Bytes => runtime("Bytes"),
        Type::Stream => runtime("Body"),
        Type::Part(content) => runtime(&format!("Part<{}>", inner(content))),
        Type::Parts => runtime("Multipart"),
    }
}
