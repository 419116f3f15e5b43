//! Checks values against constraints.

use serde_json::Value;

use super::format::{is_uri, matches};
use crate::ir::types::constraint::{Constraint, Decimal};

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
        _ => false,
    }
}

fn as_f64(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
