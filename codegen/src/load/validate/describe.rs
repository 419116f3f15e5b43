//! Describes types and values in messages.

use serde_yaml::Value;

use super::{Mismatch, hint};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::load::grammar::{Object, Type};
use crate::source::PathCursor;

/// Returns the report of a value that is not of a type, without its consequence.
pub(super) fn wrong_type(value: &Value, ty: &Type, cursor: &PathCursor<'_>) -> Mismatch {
    let message = format!(
        "{} must be {}, not {}",
        subject(cursor),
        expected(ty),
        actual(value)
    );
    let diagnostic = Diagnostic::new(Code::WrongType, cursor.on_value(), message);
    let help = hint::wrong_type(cursor.name().unwrap_or_default(), value, ty);
    Box::new(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    })
}

/// Returns the report of a missing required field, without its consequence.
pub(super) fn missing_field(field: &str, object: &Object, cursor: &PathCursor<'_>) -> Diagnostic {
    let message = format!(
        "missing required field `{field}` in this {} object",
        object.kind.name()
    );
    Diagnostic::new(Code::MissingField, cursor.on_key(), message)
}

/// Describes the values of a type.
pub(super) fn expected(ty: &Type) -> String {
    match ty {
        Type::Any => "a value".to_owned(),
        Type::String | Type::SchemaName | Type::Reference(_) => "a string".to_owned(),
        Type::Word(words) => alternatives(words),
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Seconds => "a number of seconds".to_owned(),
        Type::Count => "a non-negative integer".to_owned(),
        Type::Object(kind) => kind.with_article(),
        Type::OrReference(kind) => format!("{} or a reference", kind.with_article()),
        Type::BooleanOr(other) => format!("`true`, `false` or {}", expected(other)),
        Type::ListOr(other) => format!("{} or an array", expected(other)),
        Type::List(_) => "an array".to_owned(),
        Type::Map(..) => "an object".to_owned(),
    }
}

/// Describes a value.
pub(in crate::load) fn actual(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(boolean) => format!("`{boolean}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(_) => "a string".to_owned(),
        Value::Sequence(_) => "an array".to_owned(),
        Value::Mapping(_) | Value::Tagged(_) => "an object".to_owned(),
    }
}

/// Lists alternatives: `a`, `b` or `c`.
pub(super) fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Describes a location, as the subject of a message.
pub(super) fn subject(cursor: &PathCursor<'_>) -> String {
    match (cursor.name(), cursor.parent().and_then(PathCursor::name)) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(list)) => format!("this element of `{list}`"),
        (None, None) => "the document".to_owned(),
    }
}
