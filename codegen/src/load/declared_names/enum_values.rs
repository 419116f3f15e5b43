//! The names of the values of enums, in `x-enum-varnames`.

use serde_yaml::{Mapping, Value};

use super::{Declarer, RUST_NAME, Table};
use crate::source::PathCursor;

/// The extension with the names of the values of an enum.
const VALUE_NAMES: &str = "x-enum-varnames";

impl Declarer<'_> {
    /// Names the values of an enum, or of a constant.
    pub(super) fn enum_values(&mut self, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        if let Some(text) = fields.get("const").and_then(text) {
            self.constant(&text, fields, cursor);
        }
        let Some(Value::Sequence(values)) = fields.get("enum") else {
            return;
        };
        let values: Vec<Option<String>> = values.iter().map(text).collect();
        let enum_cursor = cursor.key("enum");
        for (index, value) in values.iter().enumerate() {
            let Some(value) = value else {
                continue;
            };
            let value_cursor = enum_cursor.index(index);
            let name = self.member_name(Table::EnumValues, value, cursor, &value_cursor);
            if let Some(name) = name {
                declare_value(fields, index, &values, name);
            }
        }
    }

    /// Names a constant: the value of an alternative is one of an enum.
    fn constant(&mut self, value: &str, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        let value_cursor = cursor.key("const");
        let name = self.member_name(Table::EnumValues, value, cursor, &value_cursor);
        let Some(name) = name else {
            return;
        };
        let list = cursor.parent().and_then(PathCursor::name);
        if cursor.name().is_none() && matches!(list, Some("oneOf" | "anyOf")) {
            fields.insert(RUST_NAME.into(), name.into());
        } else {
            let names = [Value::from(name)].into_iter().collect();
            fields.insert(VALUE_NAMES.into(), Value::Sequence(names));
        }
    }
}

/// Writes the name of the value at an index into the names of all values, which are in a list or in
/// an object with the values as keys.
fn declare_value(fields: &mut Mapping, index: usize, values: &[Option<String>], name: &str) {
    let names = fields
        .entry(VALUE_NAMES.into())
        .or_insert_with(|| Value::Sequence(Vec::new()));
    match names {
        Value::Mapping(by_value) => {
            if let Some(Some(value)) = values.get(index) {
                by_value.insert(value.as_str().into(), name.into());
            }
        }
        names => {
            let mut list = names.as_sequence().cloned().unwrap_or_default();
            // A value with an empty name has none.
            if list.len() < values.len() {
                list.resize(values.len(), "".into());
            }
            list[index] = name.into();
            *names = Value::Sequence(list);
        }
    }
}

/// Returns a scalar as a string; `None` for null, which is not a value of the enum, and for arrays
/// and objects.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(string) => Some(string.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        _ => None,
    }
}
