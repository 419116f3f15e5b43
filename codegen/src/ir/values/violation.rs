//! Checks values against constraints.

use serde_json::Value;

use super::format::{is_uri, matches};
use super::json_value::equal;
use crate::ir::types::constraint::{Constraint, Decimal, SimpleSchema};

/// Returns whether a value violates a constraint, regardless of its items and properties.
pub(crate) fn violates(value: &Value, constraint: &Constraint) -> bool {
    match (constraint, value) {
        (Constraint::MinLength(limit), Value::String(string)) => {
            (string.chars().count() as u64) < *limit
        }
        (Constraint::MaxLength(limit), Value::String(string)) => {
            string.chars().count() as u64 > *limit
        }
        (Constraint::Pattern(pattern), Value::String(string)) => !matches(pattern, string),
        (Constraint::Uri, Value::String(string)) => !is_uri(string),
        (Constraint::Minimum(limit), Value::Number(_)) => as_f64(value) < limit.as_f64(),
        (Constraint::ExclusiveMinimum(limit), Value::Number(_)) => as_f64(value) <= limit.as_f64(),
        (Constraint::Maximum(limit), Value::Number(_)) => as_f64(value) > limit.as_f64(),
        (Constraint::ExclusiveMaximum(limit), Value::Number(_)) => as_f64(value) >= limit.as_f64(),
        (Constraint::MultipleOf(Decimal::Integer(divisor)), Value::Number(number))
            if number.is_i64() =>
        {
            number.as_i64().is_some_and(|number| number % divisor != 0)
        }
        (Constraint::MultipleOf(divisor), Value::Number(_)) => {
            let quotient = as_f64(value) / divisor.as_f64();
            (quotient - quotient.round()).abs() > 1e-9 * quotient.abs().max(1.0)
        }
        (Constraint::MinItems(limit), Value::Array(items)) => (items.len() as u64) < *limit,
        (Constraint::MaxItems(limit), Value::Array(items)) => items.len() as u64 > *limit,
        (Constraint::UniqueItems, Value::Array(items)) => items
            .iter()
            .enumerate()
            .any(|(index, item)| items[..index].contains(item)),
        (Constraint::MinProperties(limit), Value::Object(properties)) => {
            (properties.len() as u64) < *limit
        }
        (Constraint::MaxProperties(limit), Value::Object(properties)) => {
            properties.len() as u64 > *limit
        }
        (Constraint::Properties { exactly_one, sets }, Value::Object(properties)) => {
            let is_present = |set: &&Vec<String>| match &set[..] {
                [] => properties.is_empty(),
                set => set.iter().all(|name| properties.contains_key(name)),
            };
            let count = sets.iter().filter(is_present).count();
            count == 0 || *exactly_one && count > 1
        }
        (Constraint::Contains { schema, min, max }, Value::Array(items)) => {
            let count = items.iter().filter(|item| satisfies(item, schema)).count() as u64;
            count < *min || max.is_some_and(|max| count > max)
        }
        (Constraint::Names(constraints), Value::Object(properties)) => {
            properties.keys().any(|name| {
                let name = Value::from(name.as_str());
                constraints.iter().any(|each| violates(&name, each))
            })
        }
        (Constraint::OneOf(values), Value::String(string)) => !values.contains(string),
        (Constraint::DependentRequired { property, required }, Value::Object(properties)) => {
            let is_missing = |name: &String| !properties.contains_key(name);
            properties.contains_key(property) && required.iter().any(is_missing)
        }
        (Constraint::Not(schema), value) => satisfies(value, schema),
        _ => false,
    }
}

/// Returns whether a value satisfies a schema.
fn satisfies(value: &Value, schema: &SimpleSchema) -> bool {
    match schema {
        SimpleSchema::Values(values) => values.iter().any(|known| equal(known, value)),
        SimpleSchema::Types(types) => types.iter().any(|known| known.is_type_of(value)),
        SimpleSchema::Required(names) => value
            .as_object()
            .is_none_or(|properties| names.iter().all(|name| properties.contains_key(name))),
    }
}

fn as_f64(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
