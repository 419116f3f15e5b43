//! `x-key` and `x-conditions`: what the values of a type are about.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::Value;

use crate::diagnostics::code::Code;
use crate::document::{Operation, OperationKey};
use crate::ir::{Condition, Correlation, CorrelationKey};
use crate::lower::operations::extensions::{elements, seconds};
use crate::lower::types::TypeLowerer;
use crate::source::{JsonPointer, PathCursor};

/// Lowers `x-key` and `x-conditions` of the named schemas.
pub(in crate::lower) fn lower_correlations(types: &mut TypeLowerer<'_>) -> Vec<Correlation> {
    let components = PathCursor::ROOT.key("components");
    let schemas = components.key("schemas");
    let mut correlations = Vec::new();
    for component in types.components.iter() {
        if component.view.reference.is_some() {
            continue;
        }
        let extensions = &component.view.schema.extensions;
        let (key, conditions) = (extensions.get("x-key"), extensions.get("x-conditions"));
        let Some(ty) = types.component_type(component.name) else {
            continue;
        };
        if key.is_none() && conditions.is_none() {
            continue;
        }
        let cursor = schemas.key(component.name);
        if !component.role.has_properties() {
            types.error(
                Code::Served,
                &cursor,
                "`x-key` and `x-conditions` require an object schema",
                "move `x-key` and `x-conditions` to an object schema",
            );
        }
        let key = key.and_then(|key| lower_key(types, key, &cursor.key("x-key")));
        let cursor = cursor.key("x-conditions");
        let conditions = conditions.and_then(Value::as_object).into_iter().flatten();
        let conditions = conditions
            .map(|(name, condition)| lower_condition(types, name, condition, &cursor.key(name)))
            .collect();
        correlations.push(Correlation {
            ty,
            key,
            conditions,
        });
    }
    correlations
}

fn lower_key(
    types: &mut TypeLowerer<'_>,
    key: &Value,
    cursor: &PathCursor<'_>,
) -> Option<CorrelationKey> {
    let templates: Vec<String> = elements(key.get("templates")).map(str::to_owned).collect();
    for (index, template) in templates.iter().enumerate() {
        let braces = template
            .split('/')
            .filter(|segment| segment.starts_with('{') && segment.ends_with('}'));
        if braces.count() != 1 || template.matches('{').count() != 1 {
            types.error(
                Code::Served,
                &cursor.key("templates").index(index),
                "a key template must have exactly one segment in braces",
                "write it as a path with one parameter, such as `/calls/{id}`",
            );
        }
    }
    let cursor = cursor.key("members");
    Some(CorrelationKey {
        name: key.get("name")?.as_str()?.to_owned(),
        properties: property_paths(types, key.get("members"), &cursor),
        templates,
    })
}

fn lower_condition(
    types: &mut TypeLowerer<'_>,
    name: &str,
    condition: &Value,
    cursor: &PathCursor<'_>,
) -> Condition {
    let operation = condition.get("operation").and_then(Value::as_str);
    let deadline = match (condition.get("deadline").and_then(Value::as_f64), operation) {
        (Some(_), _) => seconds(condition.get("deadline")),
        (None, Some(id)) => operation_deadline(types, id, &cursor.key("operation")),
        (None, None) => None,
    };
    let when = condition.get("when").and_then(Value::as_object);
    let when_cursor = cursor.key("when");
    Condition {
        name: name.to_owned(),
        description: condition
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned),
        when: when
            .into_iter()
            .flatten()
            .map(|(path, values)| {
                let values = elements(Some(values)).map(str::to_owned).collect();
                (property_path(types, path, &when_cursor.key(path)), values)
            })
            .collect(),
        has: property_paths(types, condition.get("has"), &cursor.key("has")),
        deadline,
    }
}

/// Returns the tokens of a list of JSON pointers into a value.
fn property_paths(
    types: &mut TypeLowerer<'_>,
    list: Option<&Value>,
    cursor: &PathCursor<'_>,
) -> Vec<Vec<String>> {
    elements(list)
        .enumerate()
        .map(|(index, path)| property_path(types, path, &cursor.index(index)))
        .collect()
}

/// Returns the tokens of a JSON pointer into a value.
fn property_path(types: &mut TypeLowerer<'_>, path: &str, cursor: &PathCursor<'_>) -> Vec<String> {
    if !path.starts_with('/') {
        types.error(
            Code::Served,
            cursor,
            "expected a JSON pointer",
            "begin it with a slash, as in `/property/property`",
        );
        return Vec::new();
    }
    let escaped = path.replace('%', "%25");
    let pointer = JsonPointer::from_fragment(&escaped).unwrap_or_default();
    pointer.tokens().map(Cow::into_owned).collect()
}

/// Returns `x-deadline` of the operation with an `operationId`.
fn operation_deadline(
    types: &mut TypeLowerer<'_>,
    id: &str,
    cursor: &PathCursor<'_>,
) -> Option<Duration> {
    let items = types.document.paths.values();
    let mut operations = items.flat_map(|item| &item.operations);
    let has_id =
        |(_, operation): &&(OperationKey, Operation)| operation.operation_id.as_deref() == Some(id);
    let found = operations.find(has_id);
    if operations.any(|operation| has_id(&operation)) {
        types.error(
            Code::Served,
            cursor,
            format!("several operations have the operationId `{id}`"),
            "use a unique operationId for each operation, or declare `deadline`",
        );
        return None;
    }
    let deadline = found.and_then(|(_, operation)| seconds(operation.extensions.get("x-deadline")));
    if deadline.is_none() {
        types.error(
            Code::Served,
            cursor,
            format!("no operation with the operationId `{id}` and an `x-deadline`"),
            "use the operationId of an operation with `x-deadline`, or declare `deadline`",
        );
    }
    deadline
}
