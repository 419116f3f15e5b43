//! The assertions that few schemas have: constraints, as far as the client validates them, and
//! documentation of the others.

use serde_json::Value;

use super::TypeLowerer;
use super::constraints::string_constraints;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::InstanceType;
use crate::ir::{Constraint, JsonType, SimpleSchema, Type, Unchecked};
use crate::schema::SchemaView;
use crate::source::PathCursor;

/// The keywords that do not constrain values.
const ANNOTATIONS: [&str; 7] = [
    "title",
    "description",
    "$comment",
    "examples",
    "example",
    "default",
    "deprecated",
];

impl<'d> TypeLowerer<'d> {
    /// Returns the constraints of the assertions of a schema on values of a JSON type, or of any.
    pub(super) fn assertion_constraints(
        &mut self,
        view: SchemaView<'_>,
        json_type: &Type,
        cursor: &PathCursor<'_>,
    ) -> Vec<Constraint> {
        let Some(assertions) = view.schema.assertions.as_deref() else {
            return Vec::new();
        };
        let is_any = *json_type == Type::Any;
        let mut constraints = Vec::new();
        constraints.extend(not_constraint(view));
        if is_any || matches!(json_type, Type::Array(_)) {
            constraints.extend(contains_constraint(view));
        }
        if is_any || matches!(json_type, Type::Map(_)) {
            let dependent = assertions.dependent_required.iter();
            let dependent = dependent.filter(|(_, required)| !required.is_empty());
            constraints.extend(dependent.map(|(property, required)| {
                Constraint::DependentRequired {
                    property: property.clone(),
                    required: required.clone(),
                }
            }));
            constraints.extend(self.name_constraint(view, cursor));
        }
        constraints
    }

    /// Returns the constraint of `propertyNames`, if it limits strings in a way that is validated.
    fn name_constraint(
        &mut self,
        view: SchemaView<'_>,
        cursor: &PathCursor<'_>,
    ) -> Option<Constraint> {
        let names = SchemaView::new(view.property_names()?);
        let (_, names) = names.resolve(self.document)?;
        let mut constraints =
            string_constraints(names, &cursor.key("propertyNames"), self.diagnostics);
        if !names.enumeration.is_empty() {
            let values = names.enumeration.iter().filter_map(Value::as_str);
            constraints.push(Constraint::OneOf(values.map(str::to_owned).collect()));
        }
        (!constraints.is_empty()).then_some(Constraint::Names(constraints))
    }

    /// Warns of the assertions of a schema that are documented, but not validated. Each schema is
    /// reported once.
    pub(super) fn warn_unvalidated(&mut self, view: SchemaView<'d>, cursor: &PathCursor<'_>) {
        if view.schema.assertions.is_none() || !self.lowered.reported_assertions.insert(view.id) {
            return;
        }
        let names = view.property_names().map(SchemaView::new);
        let names = names.and_then(|names| Some(names.resolve(self.document)?.1));
        let has_other_names = names.is_some_and(|names| !are_names_validated(names));
        let other_names = has_other_names.then(|| "propertyNames".to_owned());
        let keywords = unchecked(view)
            .into_iter()
            .filter_map(|unchecked| match unchecked {
                Unchecked::Keyword { keyword, .. } => Some(keyword),
                Unchecked::Pattern(_) => None,
            });
        for keyword in keywords.chain(other_names) {
            let location = cursor.key(&keyword).on_key();
            let message = match keyword.as_str() {
                "propertyNames" => "`propertyNames` is only validated in part".to_owned(),
                _ => format!("`{keyword}` is documented, but not validated"),
            };
            let (code, help) = match keyword.as_str() {
                "not" => (
                    Code::Negation,
                    "describe the allowed values instead of the excluded ones",
                ),
                "prefixItems" | "items" => (
                    Code::NotValidated,
                    "require all items for a tuple: set `minItems` and `maxItems` to their number",
                ),
                _ => (
                    Code::NotValidated,
                    "no change is needed; the service has to check it",
                ),
            };
            self.diagnostics
                .push(Diagnostic::new(code, location, message).help(help));
        }
    }
}

/// Returns the assertions of a schema that the client does not validate, apart from
/// `propertyNames`, whose schema may be a reference.
pub(super) fn unchecked(view: SchemaView<'_>) -> Vec<Unchecked> {
    let Some(assertions) = view.schema.assertions.as_deref() else {
        return Vec::new();
    };
    let keyword = |keyword: &str, value: &Value| Unchecked::Keyword {
        keyword: keyword.to_owned(),
        value: value.clone(),
    };
    let not = assertions.not.as_ref();
    let not = not.filter(|_| not_constraint(view).is_none());
    let contains = assertions.contains.as_ref();
    let contains = contains.filter(|_| contains_constraint(view).is_none());
    let others = assertions.others.iter();
    not.map(|not| keyword("not", not))
        .into_iter()
        .chain(contains.map(|contains| keyword("contains", &contains.schema)))
        .chain(others.map(|(name, value)| keyword(name, value)))
        .collect()
}

fn not_constraint(view: SchemaView<'_>) -> Option<Constraint> {
    let not = view.schema.assertions.as_deref()?.not.as_ref()?;
    simple_schema(not).map(Constraint::Not)
}

fn contains_constraint(view: SchemaView<'_>) -> Option<Constraint> {
    let contains = view.schema.assertions.as_deref()?.contains.as_ref()?;
    Some(Constraint::Contains {
        schema: simple_schema(&contains.schema)?,
        min: contains.min,
        max: contains.max,
    })
}

/// Returns a schema with one keyword that the client validates.
fn simple_schema(schema: &Value) -> Option<SimpleSchema> {
    let keywords = schema.as_object()?.iter();
    let keywords = keywords
        .filter(|(name, _)| !name.starts_with("x-") && !ANNOTATIONS.contains(&name.as_str()));
    let [(name, value)] = keywords.collect::<Vec<_>>()[..] else {
        return None;
    };
    let is_scalar = |value: &Value| !value.is_array() && !value.is_object();
    match (name.as_str(), value) {
        ("const", value) if is_scalar(value) => Some(SimpleSchema::Values(vec![value.clone()])),
        ("enum", Value::Array(values)) if !values.is_empty() && values.iter().all(is_scalar) => {
            Some(SimpleSchema::Values(values.clone()))
        }
        ("type", Value::String(name)) => {
            Some(SimpleSchema::Types(vec![JsonType::from_name(name)?]))
        }
        ("type", Value::Array(names)) if !names.is_empty() => {
            let types = names.iter().map(|name| JsonType::from_name(name.as_str()?));
            types.collect::<Option<_>>().map(SimpleSchema::Types)
        }
        ("required", Value::Array(names)) if !names.is_empty() => {
            let names = names.iter().map(|name| name.as_str().map(str::to_owned));
            names.collect::<Option<_>>().map(SimpleSchema::Required)
        }
        _ => None,
    }
}

/// Returns whether the client validates all keywords of the schema of names.
fn are_names_validated(names: SchemaView<'_>) -> bool {
    matches!(names.instance_type, None | Some(InstanceType::String))
        && !names.is_composed()
        && !names.has_assertions()
        && names.format.as_deref().is_none_or(|format| format == "uri")
        && names.enumeration.iter().all(Value::is_string)
}
