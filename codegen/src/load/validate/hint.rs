//! Help for common mistakes.

use serde_yaml::Value;

use crate::load::grammar::{FieldHint, Grammar, ObjectKind, Type};

/// Returns the hint about an unknown field whose intention is clear from its name.
pub(super) fn unknown_field(
    grammar: &'static Grammar,
    object: ObjectKind,
    field: &str,
) -> Option<&'static FieldHint> {
    let is_about = |hint: &&FieldHint| {
        (hint.objects.is_empty() || hint.objects.contains(&object)) && hint.fields.contains(&field)
    };
    grammar.all_field_hints().find(is_about)
}

/// Returns the help for a field of a later version.
pub(super) fn later_field(
    grammar: &'static Grammar,
    object: ObjectKind,
    field: &str,
) -> Option<String> {
    let version = grammar.version_with_field(object, field)?;
    Some(format!(
        "added in OpenAPI {version}; remove it, or use that version"
    ))
}

/// Returns the help for an unknown value of a field.
pub(super) fn unknown_value(grammar: &'static Grammar, field: &str, value: &str) -> Option<String> {
    let mut hints = grammar.all_value_hints();
    let hint = hints.find(|hint| hint.field == field && hint.values.contains(&value))?;
    Some(with_version(hint.help, grammar))
}

/// Returns the help of a hint for a document of a version.
pub(super) fn with_version(help: &str, grammar: &Grammar) -> String {
    help.replace("{version}", grammar.version)
}

/// Returns the help for a value of the wrong type.
pub(super) fn wrong_type(field: &str, value: &Value, ty: &Type) -> Option<String> {
    match (field, ty, value) {
        ("exclusiveMinimum", Type::Boolean, Value::Number(limit)) => {
            return Some(format!(
                "use `minimum: {limit}` and `exclusiveMinimum: true`"
            ));
        }
        ("exclusiveMaximum", Type::Boolean, Value::Number(limit)) => {
            return Some(format!(
                "use `maximum: {limit}` and `exclusiveMaximum: true`"
            ));
        }
        ("required", _, Value::Bool(_)) => {
            return Some("list the property in `required` of the enclosing schema".into());
        }
        ("type", Type::Word(words), Value::Sequence(_)) if words.contains(&"object") => {
            // Later versions allow a list.
            return Some(
                "OpenAPI 3.0 allows one type only; use `nullable: true` to allow null".into(),
            );
        }
        ("items", Type::OrReference(_), Value::Sequence(_)) => {
            return Some("OpenAPI 3.0 has no tuples; use a single schema".into());
        }
        _ => {}
    }
    Some(match (ty, value) {
        (_, Value::Null) => "add a value, or remove the key".to_owned(),
        (Type::String | Type::Word(_), Value::Bool(value)) => {
            format!("put it in quotes: `\"{value}\"`")
        }
        (Type::String | Type::Word(_), Value::Number(value)) => {
            format!("put it in quotes: `\"{value}\"`")
        }
        (Type::Boolean, Value::String(text)) if text == "true" || text == "false" => {
            "remove the quotes".to_owned()
        }
        (Type::Number | Type::Seconds | Type::Count, Value::String(text))
            if text.parse::<f64>().is_ok() =>
        {
            "remove the quotes".to_owned()
        }
        (Type::List(_), Value::String(text)) => format!("use an array: `[{text}]`"),
        (Type::List(_), Value::Mapping(_)) => "begin each element with `- `".to_owned(),
        _ => return None,
    })
}

/// Returns the help for a key of `responses` that is not a status code.
pub(super) fn status(key: &str) -> String {
    let upper = key.to_ascii_uppercase();
    let is_range = matches!(upper.as_bytes(), [b'1'..=b'5', b'X', b'X']);
    match key {
        _ if is_range => format!("use `{upper}`"),
        "Default" | "DEFAULT" => "use `default`".to_owned(),
        _ => "use a status code from `100` to `599`, a range such as `4XX`, or \
         `default`"
            .to_owned(),
    }
}
