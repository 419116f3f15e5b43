//! What the values of a type say of themselves: `x-key` and `x-conditions`.

use std::time::Duration;

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::component::Role;
use super::{Lowering, at_schema};
use crate::diagnostics::code::Code;
use crate::ir::{Condition, Correlation, CorrelationKey};
use crate::source::{JsonPointer, PathCursor};

impl<'d> Lowering<'d> {
    /// Reads them from the named schemas.
    pub(super) fn correlations(&mut self) {
        for (name, schema) in self.schemas() {
            let ReferenceOr::Item(schema) = schema else {
                continue;
            };
            let extensions = &schema.schema_data.extensions;
            let (key, conditions) = (extensions.get("x-key"), extensions.get("x-conditions"));
            if key.is_none() && conditions.is_none() {
                continue;
            }
            let component = self.components.by_name[name.as_str()];
            let ty = component.id;
            at_schema(name, |cursor| {
                if !matches!(component.role, Role::Object | Role::TaggedUnion { .. }) {
                    self.error(
                        Code::Served,
                        cursor,
                        "only an object says what it is about",
                        "move `x-key` and `x-conditions` to the schema of an object",
                    );
                }
                let key = key.and_then(|key| self.key(key, &cursor.key("x-key")));
                let cursor = cursor.key("x-conditions");
                let conditions = conditions.and_then(Value::as_object).into_iter().flatten();
                let conditions = conditions
                    .map(|(name, condition)| self.condition(name, condition, &cursor.key(name)))
                    .collect();
                self.correlations.push(Correlation {
                    ty,
                    key,
                    conditions,
                });
            });
        }
    }

    fn key(&mut self, key: &'d Value, cursor: &PathCursor<'_>) -> Option<CorrelationKey> {
        let texts = |name: &str| texts(key.get(name));
        let templates: Vec<String> = texts("templates").map(str::to_owned).collect();
        for (index, template) in templates.iter().enumerate() {
            let braces = template
                .split('/')
                .filter(|segment| segment.starts_with('{') && segment.ends_with('}'));
            if braces.count() != 1 || template.matches('{').count() != 1 {
                self.error(
                    Code::Served,
                    &cursor.key("templates").index(index),
                    "the template of a key has one segment in braces",
                    "write it like a path with one parameter: `/calls/{id}`",
                );
            }
        }
        let properties = cursor.key("members");
        Some(CorrelationKey {
            name: key.get("name")?.as_str()?.to_owned(),
            properties: texts("members")
                .enumerate()
                .map(|(index, property)| self.place(property, &properties.index(index)))
                .collect(),
            templates,
        })
    }

    fn condition(
        &mut self,
        name: &str,
        condition: &'d Value,
        cursor: &PathCursor<'_>,
    ) -> Condition {
        let (when, has) = (cursor.key("when"), cursor.key("has"));
        let places = condition
            .get("when")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let deadline = condition.get("deadline").and_then(Value::as_f64);
        let operation = condition.get("operation").and_then(Value::as_str);
        let deadline = match (deadline, operation) {
            (Some(seconds), _) => Duration::try_from_secs_f64(seconds).ok(),
            (None, Some(id)) => self.deadline_of(id, &cursor.key("operation")),
            (None, None) => None,
        };
        Condition {
            name: name.to_owned(),
            description: condition
                .get("description")
                .and_then(Value::as_str)
                .map(str::to_owned),
            when: places
                .map(|(place, values)| {
                    let values = texts(Some(values)).map(str::to_owned).collect();
                    (self.place(place, &when.key(place)), values)
                })
                .collect(),
            has: texts(condition.get("has"))
                .enumerate()
                .map(|(index, place)| self.place(place, &has.index(index)))
                .collect(),
            deadline,
        }
    }

    /// The tokens of a JSON pointer into a value.
    fn place(&mut self, text: &str, cursor: &PathCursor<'_>) -> Vec<String> {
        if !text.starts_with('/') {
            self.error(
                Code::Served,
                cursor,
                "a place in a value is written as a JSON pointer",
                "begin it with a slash: `/member/member`",
            );
            return Vec::new();
        }
        let escaped = text.replace('%', "%25");
        let pointer = JsonPointer::from_fragment(&escaped).unwrap_or_default();
        pointer.tokens().map(std::borrow::Cow::into_owned).collect()
    }

    /// `x-deadline` of an operation.
    fn deadline_of(&mut self, id: &str, cursor: &PathCursor<'_>) -> Option<Duration> {
        let openapi = self.openapi;
        let items = openapi.paths.paths.values();
        let mut operations = items
            .filter_map(|item| match item {
                ReferenceOr::Item(item) => Some(item),
                ReferenceOr::Reference { .. } => None,
            })
            .flat_map(|item| item.iter().map(|(_, operation)| operation));
        let found = operations.find(|operation| operation.operation_id.as_deref() == Some(id));
        let deadline = found
            .and_then(|operation| operation.extensions.get("x-deadline"))
            .and_then(Value::as_f64)
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        if deadline.is_none() {
            self.error(
                Code::Served,
                cursor,
                format!("there is no operation `{id}` with `x-deadline`"),
                "name the operationId of one that has it, or write `deadline`",
            );
        }
        deadline
    }
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str)
}
