//! `enum`: types with known values, which also accept unknown ones.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::enum_values::normalized;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::document::InstanceType;
use crate::ir::json_value::canonical;
use crate::ir::{EnumValue, StringEnum, Type, TypeKind, ValueEnum};
use crate::lower::types::annotations::docs;
use crate::lower::types::{InlinePath, LoweredSchema, TypeLowerer};
use crate::schema::{EnumKind, SchemaView};
use crate::source::PathCursor;

impl<'d> TypeLowerer<'d> {
    /// Lowers an inline schema with `enum`. Returns `None` if it has no type of its own.
    pub(in crate::lower::types) fn lower_enum(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> Option<LoweredSchema> {
        let kind = self.enum_type(view, cursor)?;
        let id = self.reserve(path);
        let is_flags = view.is_flags() && matches!(kind, TypeKind::StringEnum(_));
        self.define(id, kind, docs(view));
        let ty = if is_flags {
            Type::Flags(id)
        } else {
            Type::Named(id)
        };
        Some(LoweredSchema {
            constraints: self.constraints(view, &ty, cursor),
            ..LoweredSchema::new(ty, view)
        })
    }

    /// Returns the type of an enum, or `None` if it has no type of its own. Reports values that are
    /// not of the declared type, and duplicates.
    pub(in crate::lower::types) fn enum_type(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
    ) -> Option<TypeKind> {
        self.warn_unknown_descriptions(view, cursor);
        let cursor = cursor.key("enum");
        if self.report_impossible_enum(view, &cursor) {
            return None;
        }
        let type_name = view.instance_type.map_or("", InstanceType::name);
        let mut known: Vec<(usize, &'d Value)> = Vec::new();
        let mut seen = HashSet::new();
        for (index, value) in view.schema.enumeration.iter().enumerate() {
            if value.is_null() {
                continue;
            }
            if !view.has_instance(value) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::EnumValueType,
                        cursor.index(index).on_value(),
                        format!(
                            "enum value is not of the declared `type: {type_name}`; it is left out"
                        ),
                    )
                    .help(help_with_type(view)),
                );
            } else if !seen.insert(canonical(value)) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateEnumValue,
                        cursor.index(index).on_value(),
                        format!("duplicate enum value {}", quoted(value)),
                    )
                    .help("remove one of them"),
                );
            } else {
                known.push((index, value));
            }
        }
        let value_type = match view.enum_kind() {
            Some(EnumKind::Strings) => {
                return Some(TypeKind::StringEnum(StringEnum {
                    values: described_values(view, &known, |value| {
                        value.as_str().map(str::to_owned)
                    }),
                }));
            }
            Some(EnumKind::Booleans) => Type::Boolean,
            Some(EnumKind::Integers) => Type::Int64,
            Some(EnumKind::Numbers) => Type::Double,
            Some(EnumKind::Mixed) => Type::Any,
            None if known.is_empty() => return None,
            None => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::EnumOfStructures,
                        cursor.on_key(),
                        "the values of this enum do not become variants: some are arrays or \
                         objects",
                    )
                    .help("document the values in `description`"),
                );
                return None;
            }
        };
        Some(TypeKind::ValueEnum(ValueEnum {
            values: described_values(view, &known, |value| Some(normalized(&value_type, value))),
            ty: value_type,
        }))
    }

    /// Warns of names and descriptions of values that the enum does not have.
    fn warn_unknown_descriptions(&mut self, view: SchemaView<'d>, cursor: &PathCursor<'_>) {
        let keys: Vec<String> = view.enumeration.iter().map(description_key).collect();
        for extension in ["x-enum-descriptions", "x-enum-varnames"] {
            let Some(Value::Object(by_value)) = view.extensions.get(extension) else {
                continue;
            };
            let cursor = cursor.key(extension);
            for unknown in by_value.keys().filter(|key| !keys.contains(key)) {
                let message = format!("`{unknown}` is not a value of the enum");
                let location = cursor.key(unknown).on_key();
                let mut diagnostic = Diagnostic::new(Code::EnumDescription, location, message);
                let known = keys.iter().map(String::as_str);
                diagnostic = match self.diagnostics.nearest(unknown, known) {
                    Some(near) => diagnostic.help(did_you_mean(near)),
                    None => diagnostic.help("add the value to `enum`, or remove the entry"),
                };
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Reports an enum without values of the declared type, and returns whether it is one.
    fn report_impossible_enum(&mut self, view: SchemaView<'d>, cursor: &PathCursor<'_>) -> bool {
        let is_possible = |value: &Value| value.is_null() || view.has_instance(value);
        if view.enumeration.is_empty() || view.enumeration.iter().any(is_possible) {
            return false;
        }
        let type_name = view.instance_type.map_or("", InstanceType::name);
        self.diagnostics.push(
            Diagnostic::new(
                Code::ImpossibleEnum,
                cursor.on_key(),
                format!(
                    "no value of this enum is of the declared `type: {type_name}`; the enum is \
                     ignored"
                ),
            )
            .help(help_with_type(view)),
        );
        true
    }
}

/// Returns the help for an enum value that is not of the declared type.
fn help_with_type(view: SchemaView<'_>) -> String {
    match view.instance_type {
        Some(InstanceType::String) => "put strings in quotes".to_owned(),
        Some(InstanceType::Array) => {
            "move the `enum` into `items` if it lists the values of an item".to_owned()
        }
        instance_type => {
            let name = instance_type.map_or("", InstanceType::name);
            format!("use values of type {name}, or change the type")
        }
    }
}

/// Returns the key of a value in `x-enum-descriptions`.
fn description_key(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn quoted(value: &Value) -> String {
    match value {
        Value::String(string) => format!("`{string}`"),
        other => format!("`{other}`"),
    }
}

/// Returns the values with their names and descriptions from extensions.
fn described_values<V>(
    view: SchemaView<'_>,
    known: &[(usize, &Value)],
    convert: impl Fn(&Value) -> Option<V>,
) -> Vec<EnumValue<V>> {
    let listed = view
        .extensions
        .get("x-ms-enum")
        .and_then(|extension| extension.get("values"))
        .and_then(Value::as_array);
    let mut descriptions: HashMap<Cow<'_, Value>, &Value> = HashMap::new();
    for description in listed.into_iter().flatten() {
        if let Some(value) = description.get("value") {
            descriptions.entry(canonical(value)).or_insert(description);
        }
    }
    known
        .iter()
        .filter_map(|(index, value)| {
            let description = descriptions.get(&canonical(value));
            let string = |extension: &str, field: &str| {
                view.extensions
                    .get(extension)
                    .and_then(|extension| match extension {
                        Value::Array(list) => list.get(*index),
                        by_value => by_value.get(description_key(value)),
                    })
                    .or_else(|| description?.get(field))
                    .and_then(Value::as_str)
                    .filter(|string| !string.is_empty())
                    .map(str::to_owned)
            };
            Some(EnumValue {
                value: convert(value)?,
                name: string("x-enum-varnames", "name"),
                description: string("x-enum-descriptions", "description"),
            })
        })
        .collect()
}
